package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.util.Objects;
import java.util.UUID;

/**
 * A metric to be created.
 *
 * @param id its key; creating one that is there already changes nothing
 * @param fileName the file that it comes from
 * @param organization whose it is
 * @param user who makes it
 * @param definition what it is
 */
public record NewMetric(UUID id, String fileName, UUID organization, UUID user, MetricDefinition definition) {

    /** Checks that nothing is missing. */
    public NewMetric {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(definition, "definition");
    }
}
