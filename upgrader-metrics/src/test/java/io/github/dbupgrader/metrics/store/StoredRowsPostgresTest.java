package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.ORGANIZATION;
import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.DuckDbDialect;
import io.github.dbupgrader.metrics.query.DuckDbSource;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.metrics.testing.LogLines;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows as other applications left them, and data that lie elsewhere. */
@DatabaseTest
@ExtendWith(InPlace.class)
class StoredRowsPostgresTest {

    private static final UUID ID = new UUID(3, 60);

    private static final String SQL = "select o.region, count(*) as n from shop.orders as o group by 1";

    /** One metric as each generation of applications stored it; the list of the first three is what was known of the result. */
    private static List<String> generations() {
        String camel = "{\"selectedChartType\": \"bar\", \"columnLabelFormats\": {}, \"glow\": {\"deep\": 1.10},"
                + " \"barAndLineAxis\": {\"x\": [\"region\"], \"y\": [\"n\"]}}";
        String snake = "{\"%s\": \"bar\", \"column_label_formats\": {}, \"glow\": {\"deep\": 1.10},"
                + " \"bar_and_line_axis\": {\"x\": [\"region\"], \"y\": [\"n\"]}}";
        String head = "\"sql\": \"" + SQL + "\", \"unknown\": [1]";
        String list =
                ", \"data_metadata\": [{\"name\": \"region\", \"data_type\": \"string\"}, {\"name\": \"n\", \"data_type\": \"number\"}]";
        String ids = ", \"dataset_ids\": [\"" + Examples.DATASET + "\"]";
        return List.of(
                "{\"title\": \"T\", " + head + list + ids + ", \"chart_config\": "
                        + snake.formatted("selectedChartType") + "}",
                "{\"title\": \"T\", " + head + list + ids + ", \"chart_config\": "
                        + snake.formatted("selected_chart_type") + "}",
                "{\"name\": \"T\", \"time_frame\": \"t\", " + head + list + ids + ", \"chart_config\": " + camel + "}",
                "{\"name\": \"T\", \"time_frame\": \"t\", " + head + ids + ", \"chart_config\": " + camel + "}",
                "{\"name\": \"T\", \"timeFrame\": \"t\", " + head + ids.replace("dataset_ids", "datasetIds")
                        + ", \"chartConfig\": " + camel + "}",
                "{\"name\": \"T\", \"timeFrame\": \"t\", " + head + ", \"chartConfig\": " + camel + "}");
    }

    @Test
    @DisplayName(
            "metrics 3, 6, 60, 61: rows of all generations are read, served and changed, with and without the column")
    void rows_ofAllGenerations_areServedAndChanged(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database);
        MetricStore store = fixture.store();
        for (boolean column : new boolean[] {false, true}) {
            for (String content : generations()) {
                boolean listed = content.contains("data_metadata");
                boolean runs = content.contains(Examples.DATASET);
                insert(fixture, content);

                StoredMetric before = store.get(USER, ID);
                assertThat(before.version()).isEqualTo(7);
                assertThat(before.metadata().map(DataMetadata::columnCount).isPresent())
                        .as(content)
                        .isEqualTo(listed);
                store.update(MetricUpdate.of(USER, ID).name("changed"));

                StoredMetric after = store.get(USER, ID);
                assertThat(after.definition().sql()).isEqualTo(SQL);
                assertThat(after.definition().name()).isEqualTo("changed");
                assertThat(after.version()).isEqualTo(8);
                assertThat(after.metadata().map(metadata -> metadata.rowCount().orElse(-1)))
                        .as(content)
                        .isEqualTo(runs ? java.util.Optional.of(5L) : java.util.Optional.empty());
                JsonNode stored = fixture.json(ID, "content");
                assertThat(stored.at("/unknown/0").intValue()).isEqualTo(1);
                assertThat(stored.at("/chart_config/glow/deep").asText()).isEqualTo("1.10");
                assertThat(stored.has("data_metadata"))
                        .as("the list that old applications read")
                        .isEqualTo(listed);
                JsonNode entry = fixture.json(ID, "version_history").get("7");
                assertThat(entry).as("the entry of the old application").isEqualTo(StoreJson.read(entry(content)));
                fixture.execute("delete from metric_files");
            }
            if (!column) {
                fixture.addColumn();
            }
        }
    }

    private static String entry(String content) {
        return "{\"versionNumber\": 7, \"updatedAt\": \"2025-07-01T00:00:00Z\", \"content\": " + content + "}";
    }

    private static void insert(StoreFixture fixture, String content) {
        fixture.execute("""
                insert into metric_files (id, name, file_name, content, organization_id, created_by, version_history)
                values ('%s', 'T', 't.yml', '%s', '%s', '%s', '{"7": %s}')
                """.formatted(ID, content, ORGANIZATION, USER, entry(content)));
    }

    @Test
    @DisplayName(
            "metrics 42, 61: an update keeps the list of an old definition in either spelling, where nothing better is known")
    void update_whoseQueryFails_keepsTheListInEitherSpelling(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        fixture.execute("alter table shop.orders rename to gone");
        for (String spelling : List.of("data_metadata", "dataMetadata")) {
            insert(fixture, generations().get(2).replace("data_metadata", spelling));

            StoredMetric after = store.update(MetricUpdate.of(USER, ID).name("changed"));

            assertThat(after.metadata().map(DataMetadata::columnCount))
                    .as(spelling)
                    .contains(2);
            assertThat(fixture.json(ID, "content").get(spelling)).as(spelling).hasSize(2);
            fixture.execute("delete from metric_files");
        }
    }

    @Test
    @DisplayName("metrics 38, 39: a stored metric whose query fails says why, and what was stored stays")
    void validate_ofABrokenMetric_saysWhy(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        UUID id = fixture.store().create(example(1)).id();
        String metadata = fixture.text(id, "data_metadata");
        fixture.execute("alter table shop.orders rename column region to area");

        assertThatThrownBy(() -> fixture.store().validate(USER, id))
                .hasMessageStartingWith(
                        "UPM-305 SQL validation failed: The query failed: column o.region does not exist (SQLSTATE 42703");
        assertThatThrownBy(() -> fixture.store().validate("-- nothing", StoreFixture.DATASET))
                .hasMessageContaining("SQL query cannot be empty");
        assertThat(fixture.text(id, "data_metadata")).isEqualTo(metadata);
    }

    @Test
    @DisplayName(
            "metrics 27, 47: who may only read gets rows and fresh metadata, and the log says that nothing was written")
    void data_whereNothingCanBeWritten_isServed(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        UUID id = fixture.store().create(example(1)).id();
        fixture.execute("update metric_files set data_metadata = data_metadata || '{\"row_count\": 7}'");
        String role = database.role("reader");
        fixture.execute("grant select on metric_files, datasets to " + role);
        MetricStore reader = MetricStore.builder(database.dataSource(role), MetricQueries.of(fixture.engine()))
                .build();
        try (LogLines log = new LogLines()) {
            MetricData data = reader.data(USER, id);
            assertThat(data.rows()).hasSize(2);
            assertThat(data.metadata().rowCount()).hasValue(2);
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN stored metadata not refreshed: metric=" + id)
                            && line.contains("42501"));
        }
        assertThat(fixture.json(id, "data_metadata").get("row_count").intValue())
                .isEqualTo(7);
    }

    @Test
    @DisplayName("metrics 31, 40: a metric whose data are files, read by DuckDB, is stored like any other")
    void data_thatLieInFiles_areQueriedThere(TestDatabase database, @TempDir Path directory) throws Exception {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        Path weather = directory.resolve("weather.csv");
        Files.writeString(
                weather, "station,day,celsius\nOslo,2025-01-01,-3.5\nOslo,2025-01-02,\nBergen,2025-01-01,4.25\n");
        try (DuckDbSource files = DuckDbSource.files(directory)) {
            QueryEngine engine = QueryEngine.builder(
                            DataSources.of(Map.of(StoreFixture.SOURCE, new SqlSource(new DuckDbDialect(), files))))
                    .build();
            MetricStore store = MetricStore.builder(database.dataSource(), MetricQueries.of(engine))
                    .build();
            UUID id = store.create(new NewMetric(
                            ID,
                            "weather.yml",
                            ORGANIZATION,
                            USER,
                            example(11).definition().withSql("from read_csv('" + weather + "')")))
                    .id();
            assertThat(store.data(USER, id).rows()).hasSize(3);
            assertThat(fixture.json(id, "data_metadata")
                            .at("/column_metadata/2/min_value")
                            .asText())
                    .isEqualTo("-3.5");
            assertThat(store.counters()).isEqualTo(new MetricCounters(2, 0, 0, 0, 0));
        }
    }

    @Test
    @DisplayName("metrics 40: a key that is there and null is told from one that is not there")
    void create_datasetIdsNull_saysThatItIsNull(TestDatabase database) {
        MetricStore store = new StoreFixture(database).addColumn().store();
        String content =
                "{\"name\": \"a\", \"sql\": \"select 1\"%s, \"chart_config\": {\"selectedChartType\": \"table\", \"columnLabelFormats\": {}}}";
        assertThatThrownBy(() -> store.create(metric(content.formatted(", \"dataset_ids\": null"))))
                .hasMessageContaining("Missing required field 'dataset_ids'")
                .hasMessageContaining("dataset_ids is null");
        assertThatThrownBy(() -> store.create(metric(content.formatted(""))))
                .hasMessageContaining("Missing required field 'dataset_ids'")
                .hasMessageContaining("none is named");
    }

    private static NewMetric metric(String content) {
        return new NewMetric(ID, "f", ORGANIZATION, USER, MetricDefinition.fromContent(StoreJson.read(content)));
    }

    @Test
    void limit_thatIsNone_isRefused(TestDatabase database) {
        MetricStoreBuilder builder = new StoreFixture(database).builder();
        assertThatThrownBy(() -> builder.limit(0))
                .hasMessageStartingWith("UPM-206")
                .hasMessageContaining(" 0 ");
        assertThatThrownBy(() -> builder.limit(-1)).isInstanceOf(MetricException.class);
    }
}
