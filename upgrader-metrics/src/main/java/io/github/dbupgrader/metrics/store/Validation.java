package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.util.List;
import java.util.Map;

/**
 * What a query that works returned.
 *
 * @param message how many rows, in words
 * @param rows the rows, if there are at most 13; none otherwise
 * @param metadata what is known of the result
 */
public record Validation(String message, List<Map<String, JsonNode>> rows, DataMetadata metadata) {

    private static final int ROWS_SHOWN = 13;

    /** Copies the list. */
    public Validation {
        rows = List.copyOf(rows);
    }

    static Validation of(MetricQueries.Result result) {
        int count = result.rows().size();
        String message = count == 0 ? "No records were found" : count + " records were returned";
        return new Validation(
                result.hasMore() ? message + " (there are more, which the limit cut off)" : message,
                count <= ROWS_SHOWN ? result.rows() : List.of(),
                result.metadata());
    }
}
