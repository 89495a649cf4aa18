package io.github.dbupgrader.metrics.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a query and what they say about their columns.
 *
 * <p>Call only. Immutable.
 *
 * @param names the names of the columns; equal labels are told apart by a number, here and in the metadata
 * @param rows the rows, each with a value per column
 * @param hasMore whether the query has more rows than these
 * @param metadata what is known of the columns
 */
public record QueryResult(List<String> names, List<List<JsonNode>> rows, boolean hasMore, DataMetadata metadata) {

    /** Copies the lists. */
    public QueryResult {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
    }

    /** {@return the rows as objects: the names of the columns with their values, in their order} */
    public List<Map<String, JsonNode>> rowObjects() {
        List<Map<String, JsonNode>> objects = new ArrayList<>(rows.size());
        for (List<JsonNode> row : rows) {
            Map<String, JsonNode> object = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                object.put(names.get(column), row.get(column));
            }
            objects.add(object);
        }
        return objects;
    }
}
