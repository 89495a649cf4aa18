package io.github.dbupgrader.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A database before the move: the tables, what the queries read, and metrics of all generations, some of them broken. */
final class OldMetrics {

    static final UUID USER = new UUID(7, 1);
    static final UUID ORGANIZATION = new UUID(7, 2);
    static final UUID SOURCE = new UUID(7, 3);
    static final UUID UNKNOWN_SOURCE = new UUID(7, 4);
    static final String DATASET = Examples.DATASET;
    static final String DATASET_ELSEWHERE = new UUID(7, 5).toString();
    static final String NO_DATASET = new UUID(7, 6).toString();

    static final String COUNT = "select count(*) as n from shop.orders";
    static final String COUNT_LIST = "[{\"name\": \"n\", \"data_type\": \"number\"}]";
    static final String WIDE =
            "select o.region, o.amount, o.placed_at, o.gift, o.tags from shop.orders as o -- it's all;";
    static final String WIDE_LIST = """
            [{"name": "region", "data_type": "string"}, {"name": "amount", "data_type": "number"}, {"name": "placed_at", "data_type": "date"},
             {"name": "gift", "data_type": "boolean"}, {"name": "tags", "data_type": "string"}]""";
    static final String BROKEN = "select o.no_such_column from shop.orders as o";

    /** Those whose list says what their query returns, so that a way there and back leaves nothing behind. */
    static final List<Integer> ACCURATE = List.of(1, 2, 3);

    /** Those whose query runs and that had no list. */
    static final List<Integer> WITHOUT_LIST = List.of(4, 5);

    /** Those that cannot be computed, by reason: SQL, no data set, unknown data set, unknown source, no SQL at all. */
    static final List<Integer> FAILING = List.of(11, 12, 13, 14, 15);

    static final int DELETED = 21;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase database;

    private OldMetrics(TestDatabase database) {
        this.database = database;
    }

    /** {@return a database with tables and no metric} */
    static OldMetrics tables(TestDatabase database) {
        database.execute(text("/io/github/dbupgrader/metrics/upgrade/1.0.0.sql"));
        database.execute(Examples.shop());
        database.execute("""
                insert into data_sources (id, name, type, secret_id, organization_id, created_by, updated_by)
                values ('%1$s', 'shop', 'postgres', '%1$s', '%3$s', '%4$s', '%4$s'),
                  ('%2$s', 'elsewhere', 'postgres', '%2$s', '%3$s', '%4$s', '%4$s');
                insert into datasets (id, name, database_name, type, definition, schema, data_source_id, organization_id,
                  created_by, updated_by)
                values ('%5$s', 'orders', 'orders', 'table', '', 'shop', '%1$s', '%3$s', '%4$s', '%4$s'),
                  ('%6$s', 'orders', 'elsewhere', 'table', '', 'shop', '%2$s', '%3$s', '%4$s', '%4$s')
                """.formatted(SOURCE, UNKNOWN_SOURCE, ORGANIZATION, USER, DATASET, DATASET_ELSEWHERE));
        return new OldMetrics(database);
    }

    /** {@return a database with metrics of all kinds} */
    static OldMetrics all(TestDatabase database) {
        OldMetrics metrics = tables(database);
        metrics.insert(
                1, entry(1, g2(BROKEN, COUNT_LIST)), entry(2, g2(COUNT, COUNT_LIST)), entry(10, g2(WIDE, WIDE_LIST)));
        metrics.insert(2, entry(1, """
                {"title": "First of all", "sql": "%s", "chart_config": {"selected_chart_type": "table", "column_label_formats": {}},
                 "dataset_ids": ["%s"], "data_metadata": %s}""".formatted(COUNT, DATASET.toUpperCase(Locale.ROOT), COUNT_LIST)));
        metrics.insert(3, entry(1, "{\"odd\": [1.10, 123456789012345678901234567890.5]}"), entry(2, """
                {"name": "Keys \\u00fc", "time_frame": "all", "sql": "%s", "chart_config": {"selectedChartType": "table", "columnLabelFormats": {},
                 "later": {"n": 1.10}}, "dataset_ids": ["%s"], "data_metadata": %s, "unknown": null}""".formatted(
                        COUNT, DATASET, COUNT_LIST)));
        metrics.insert(4, entry(1, """
                {"name": "New", "timeFrame": "all", "sql": "%s", "chartConfig": {"selectedChartType": "table", "columnLabelFormats": {}},
                 "datasetIds": ["%s"]}""".formatted(COUNT, DATASET)).replace("version_number", "versionNumber"));
        metrics.insert(5);
        metrics.insert(11, entry(1, g2(BROKEN, COUNT_LIST)));
        metrics.insert(12, entry(1, g2(COUNT, COUNT_LIST).replace("\"" + DATASET + "\"", "")));
        metrics.insert(13, entry(1, g2(COUNT, COUNT_LIST).replace(DATASET, NO_DATASET)));
        metrics.insert(14, entry(1, g2(COUNT, COUNT_LIST).replace(DATASET, DATASET_ELSEWHERE)));
        metrics.insert(15, entry(1, "{\"name\": \"No query\", \"data_metadata\": \"odd\"}"));
        metrics.insert(DELETED, entry(1, g2(COUNT, COUNT_LIST)));
        database.execute("update metric_files set deleted_at = now() where id = '" + id(DELETED) + "'");
        return metrics;
    }

    static UUID id(int number) {
        return new UUID(0, number);
    }

    /** {@return a definition of the generation before the move} */
    static String g2(String sql, String list) {
        ObjectNode definition = JSON.createObjectNode();
        definition
                .put("name", "Metric")
                .putNull("description")
                .put("time_frame", "All time")
                .put("sql", sql);
        definition.putObject("chart_config").put("selectedChartType", "table").putObject("columnLabelFormats");
        definition.putArray("dataset_ids").add(DATASET);
        definition.set("data_metadata", json(list));
        return definition.toString();
    }

    static String entry(int version, String content) {
        return "\"%1$d\": {\"version_number\": %1$d, \"updated_at\": \"2025-03-0%2$dT10:00:00.123456Z\", \"content\": %3$s}"
                .formatted(version, version % 10, content);
    }

    /** Inserts a metric whose definition is that of its last entry; without entries a plain one without history. */
    void insert(int number, String... entries) {
        String history = "{" + String.join(", ", entries) + "}";
        JsonNode last = entries.length == 0
                ? json(g2(COUNT, "null"))
                : json("{" + entries[entries.length - 1] + "}")
                        .elements()
                        .next()
                        .get("content");
        if (entries.length == 0) {
            ((ObjectNode) last).remove("data_metadata");
        }
        database.execute("""
                insert into metric_files (id, name, file_name, content, organization_id, created_by, created_at, updated_at, version_history)
                values ('%1$s', 'metric %2$d', 'metric_%2$d.yml', '%3$s', '%4$s', '%5$s', '2025-03-01', '2025-03-02', '%6$s')""".formatted(
                        id(number),
                        number,
                        last.toString().replace("'", "''"),
                        ORGANIZATION,
                        USER,
                        history.replace("'", "''")));
    }

    DataSources sources() {
        return DataSources.of(Map.of(SOURCE, new SqlSource(new PostgresDialect(), database.dataSource())));
    }

    /** {@return upgrades of these sources} */
    MetricUpgrades upgrades() {
        return MetricUpgrades.withDataSources(sources());
    }

    /** {@return the upgrader with all defaults, of tables that are there already} */
    DatabaseUpgrader upgrader() {
        return initialised(upgrades());
    }

    DatabaseUpgrader initialised(MetricUpgrades upgrades) {
        DatabaseUpgrader upgrader = upgrades.builder(database.dataSource()).build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    /** {@return a column of a metric, as JSON; null where it is null} */
    JsonNode json(int number, String column) {
        return json(database.queryText("select " + column + " from metric_files where id = '" + id(number) + "'"));
    }

    /** {@return all of a row but the new column} */
    String row(int number) {
        return database.queryText(
                "select (to_jsonb(m) - 'data_metadata')::text from metric_files m where id = '" + id(number) + "'");
    }

    List<String> rows() {
        return database.rows("select (to_jsonb(m) - 'data_metadata')::text from metric_files m order by id");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream in = OldMetrics.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
