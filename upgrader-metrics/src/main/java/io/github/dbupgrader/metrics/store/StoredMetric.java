package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A metric at one of its versions.
 *
 * @param id its key
 * @param fileName the file that it was made from
 * @param version the version that {@code definition} and {@code metadata} are of; 0 where there is no history
 * @param definition what it is
 * @param metadata what is known of its query's result without running it; names and kinds alone where it comes of the definition's old list
 * @param versions all versions, ascending
 * @param verification its status
 * @param organization whose it is
 * @param createdBy who made it
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record StoredMetric(
        UUID id,
        String fileName,
        int version,
        MetricDefinition definition,
        Optional<DataMetadata> metadata,
        List<MetricVersion> versions,
        Verification verification,
        UUID organization,
        UUID createdBy,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** Copies the list. */
    public StoredMetric {
        versions = List.copyOf(versions);
    }

    /** {@return the definition as YAML} */
    public String file() {
        return definition.toYaml();
    }
}
