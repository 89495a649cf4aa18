package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A row as it was read; its definition is not parsed yet.
 *
 * @param id its key
 * @param fileName the file that it was made from
 * @param content the current definition
 * @param history all versions
 * @param verification its status
 * @param organization whose it is
 * @param createdBy who made it
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 * @param metadata what stands in the column, if that is there and is not null
 * @param hasColumn whether the table has the column
 * @param now the time at which a change of it is made
 */
record MetricRow(
        UUID id,
        String fileName,
        JsonNode content,
        VersionHistory history,
        Verification verification,
        UUID organization,
        UUID createdBy,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        Optional<JsonNode> metadata,
        boolean hasColumn,
        OffsetDateTime now) {

    MetricRow at(OffsetDateTime time) {
        return new MetricRow(
                id,
                fileName,
                content,
                history,
                verification,
                organization,
                createdBy,
                createdAt,
                updatedAt,
                metadata,
                hasColumn,
                time);
    }

    MetricDefinition definition() {
        return MetricDefinition.fromContent(content);
    }

    /** {@return the definition of a version; the current one's is the row's, whatever its history entry says} */
    MetricDefinition definition(int version) {
        return isCurrent(version) ? definition() : MetricDefinition.fromContent(rawContent(version));
    }

    JsonNode rawContent(int version) {
        return isCurrent(version)
                ? content
                : history.content(version)
                        .orElseThrow(() -> StoreErrors.versionNotFound(id, version, history.latest()));
    }

    boolean isCurrent(int version) {
        return version == history.latest();
    }
}
