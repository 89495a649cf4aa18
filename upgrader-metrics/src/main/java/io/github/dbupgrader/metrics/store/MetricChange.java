package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.util.Optional;

/**
 * What an update makes of a row.
 *
 * @param definition the new definition
 * @param content the same as it is stored
 * @param history the versions
 * @param verification the status
 * @param metadata what the column gets; where empty, it stays as it is
 */
record MetricChange(
        MetricDefinition definition,
        ObjectNode content,
        VersionHistory history,
        Verification verification,
        Optional<DataMetadata> metadata) {}
