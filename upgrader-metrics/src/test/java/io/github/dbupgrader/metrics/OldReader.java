package io.github.dbupgrader.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/**
 * An application from before the move: it knows nothing of the column, wants its fields in the definition and in all versions, ignores what it does not know, and fails if a
 * list is there that is none.
 */
final class OldReader {

    private OldReader() {}

    /** Reads metrics whole, and fails as it would have then. */
    static List<String> read(TestDatabase database, List<Integer> numbers) {
        List<String> names = new ArrayList<>();
        for (int number : numbers) {
            database.query(
                    "select name, file_name, content, verification, created_at, updated_at, version_history from metric_files where id = '"
                            + OldMetrics.id(number) + "'",
                    row -> {
                        JsonNode content = OldMetrics.json(row.getString("content"));
                        names.add(name(content));
                        JsonNode history = OldMetrics.json(row.getString("version_history"));
                        history.forEach(entry -> name(required(entry, "content")));
                        history.forEach(entry -> required(entry, "updated_at"));
                        return names;
                    });
        }
        return names;
    }

    private static String name(JsonNode definition) {
        required(definition, "sql");
        required(definition, "dataset_ids");
        required(definition, "chart_config");
        JsonNode list = definition.path("data_metadata");
        if (!list.isMissingNode() && !list.isNull()) {
            if (!list.isArray()) {
                throw new IllegalStateException("data_metadata is no list: " + list);
            }
            list.forEach(column -> required(column, "name"));
            list.forEach(column -> required(column, "data_type"));
        }
        return definition.path("name").asText(definition.path("title").asText());
    }

    private static JsonNode required(JsonNode object, String key) {
        if (!object.has(key)) {
            throw new IllegalStateException(key + " is missing in " + object);
        }
        return object.get(key);
    }

    /** Changes the SQL as it did: the whole definition and a new version, without a word about the column. */
    static void edit(TestDatabase database, int number, int version, String definition) {
        database.execute("""
                update metric_files set content = '%1$s', updated_at = clock_timestamp(),
                  version_history = version_history || '{%2$s}' where id = '%3$s'""".formatted(
                        definition.replace("'", "''"),
                        OldMetrics.entry(version, definition).replace("'", "''"),
                        OldMetrics.id(number)));
    }
}
