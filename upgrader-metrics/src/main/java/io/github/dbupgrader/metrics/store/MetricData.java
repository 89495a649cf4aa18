package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the query of a metric returned.
 *
 * @param id the metric
 * @param version whose query it was
 * @param rows the rows, by name of column
 * @param metadata what is known of the result: computed from these rows, or stored before and of the same SQL, never a mixture
 * @param hasMore whether there are more rows
 * @param cached whether the metadata was stored before
 */
public record MetricData(
        UUID id,
        int version,
        List<Map<String, JsonNode>> rows,
        DataMetadata metadata,
        boolean hasMore,
        boolean cached) {

    /** Copies the list. */
    public MetricData {
        rows = List.copyOf(rows);
    }
}
