package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** The tables of the metrics, those that the examples query, and a store over them. */
final class StoreFixture {

    static final UUID USER = UUID.fromString("00000000-0000-0000-0000-000000000001");
    static final UUID ORGANIZATION = UUID.fromString("00000000-0000-0000-0000-000000000002");
    static final UUID SOURCE = UUID.fromString("00000000-0000-0000-0000-000000000003");
    static final UUID OTHER_SOURCE = UUID.fromString("00000000-0000-0000-0000-000000000004");
    static final UUID DATASET = UUID.fromString(Examples.DATASET);
    static final UUID OTHER_DATASET = UUID.fromString("00000000-0000-0000-0000-000000000005");

    /** A query of two columns, other than those of the examples. */
    static final String TWO_COLUMNS = "select o.region, 7 as total_amount from shop.orders as o";

    private final TestDatabase database;
    private final QueryEngine engine;
    private final CountedQueries queries;

    StoreFixture(TestDatabase database) {
        this.database = database;
        SqlSource shop = new SqlSource(new PostgresDialect(), database.dataSource());
        engine = QueryEngine.builder(DataSources.of(Map.of(SOURCE, shop, OTHER_SOURCE, shop)))
                .build();
        queries = new CountedQueries(engine);
        database.execute(script());
        database.execute(Examples.shop());
        database.execute("""
                insert into data_sources (id, name, type, secret_id, organization_id, created_by, updated_by)
                values ('%1$s', 'shop', 'postgres', '%1$s', '%2$s', '%3$s', '%3$s'),
                  ('%4$s', 'other', 'postgres', '%4$s', '%2$s', '%3$s', '%3$s');
                insert into datasets (id, name, database_name, type, definition, schema, data_source_id, organization_id,
                  created_by, updated_by)
                values ('%5$s', 'orders', 'orders', 'table', '', 'shop', '%1$s', '%2$s', '%3$s', '%3$s'),
                  ('%6$s', 'orders', 'other', 'table', '', 'shop', '%4$s', '%2$s', '%3$s', '%3$s')
                """.formatted(SOURCE, ORGANIZATION, USER, OTHER_SOURCE, DATASET, OTHER_DATASET));
    }

    private static String script() {
        try (InputStream in =
                StoreFixture.class.getResourceAsStream("/io/github/dbupgrader/metrics/upgrade/1.0.0.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StoreFixture addColumn() {
        database.execute("alter table metric_files add column data_metadata jsonb");
        return this;
    }

    StoreFixture dropColumn() {
        database.execute("alter table metric_files drop column data_metadata");
        return this;
    }

    CountedQueries queries() {
        return queries;
    }

    QueryEngine engine() {
        return engine;
    }

    MetricStoreBuilder builder() {
        return MetricStore.builder(database.dataSource(), queries);
    }

    MetricStore store() {
        return builder().build();
    }

    /** {@return a new metric of an example, with a key of its number} */
    static NewMetric example(int number) {
        return new NewMetric(
                new UUID(9, number),
                "e" + number + ".yml",
                ORGANIZATION,
                USER,
                MetricDefinition.fromYaml(Examples.yaml(number)));
    }

    /** {@return whatever stands in a column of a metric, as JSON} */
    JsonNode json(UUID metric, String column) {
        return StoreJson.read(text(metric, column));
    }

    String text(UUID metric, String column) {
        return database.queryText("select " + column + " from metric_files where id = '" + metric + "'");
    }

    /** {@return everything of the row} */
    String row(UUID metric) {
        return database.queryText(
                "select to_jsonb(metric) - 'data_metadata'::text from metric_files as metric where id = '" + metric
                        + "'");
    }

    void execute(String sql) {
        database.execute(sql);
    }
}
