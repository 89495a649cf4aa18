package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changing what is there. */
@DatabaseTest
@ExtendWith(InPlace.class)
class MetricUpdatePostgresTest {

    private static final String TWO_COLUMNS = "select o.region, 7 as total_amount from shop.orders as o";

    @Test
    @DisplayName("metrics 41, 57: another SQL is run and its metadata stored; anything else keeps it and runs nothing")
    void update_runsAQueryOnlyForAnotherSql(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String metadata = fixture.text(id, "data_metadata");
        fixture.queries().runs();

        store.update(MetricUpdate.of(USER, id).name("n").description("d").timeFrame("t"));
        store.update(MetricUpdate.of(USER, id).verification(Verification.VERIFIED));
        store.update(MetricUpdate.of(USER, id).sql(example(1).definition().sql()));
        store.update(MetricUpdate.of(USER, id).chart(StoreJson.read("{\"barLayout\": \"vertical\"}")));
        store.update(MetricUpdate.of(USER, id).file(store.get(USER, id).file()));
        assertThat(fixture.queries().runs()).isZero();
        assertThat(fixture.text(id, "data_metadata")).isEqualTo(metadata);
        StoredMetric kept = store.get(USER, id);
        assertThat(kept.version()).isEqualTo(6);
        assertThat(kept.verification()).isEqualTo(Verification.VERIFIED);
        assertThat(kept.definition().description()).contains("d");
        assertThat(fixture.text(id, "name")).isEqualTo("n");

        StoredMetric changed =
                store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS).overwriteVersion());
        assertThat(fixture.queries().runs()).isEqualTo(1);
        assertThat(changed.version()).isEqualTo(6);
        assertThat(changed.metadata().orElseThrow().rowCount()).hasValue(6);
        assertThat(changed.definition().chart().settings().columnLabelFormats())
                .containsOnlyKeys("region", "total_amount");
        assertThat(changed.definition()
                        .chart()
                        .settings()
                        .columnLabelFormats()
                        .get("total_amount")
                        .get("currency")
                        .asText())
                .isEqualTo("EUR");
        JsonNode entry = fixture.json(id, "version_history").get("6");
        assertThat(entry.get("data_metadata")).isEqualTo(fixture.json(id, "data_metadata"));
        assertThat(entry.get("content")).isEqualTo(fixture.json(id, "content"));

        store.update(MetricUpdate.of(USER, id)
                .file(changed.file().replace(Examples.DATASET, StoreFixture.OTHER_DATASET.toString())));
        assertThat(fixture.queries().runs())
                .as("another data source is another query")
                .isEqualTo(1);
        assertThat(fixture.json(id, "data_metadata").get("data_source_id").asText())
                .isEqualTo(StoreFixture.OTHER_SOURCE.toString());
    }

    @Test
    @DisplayName("metrics 43, 44: another SQL that fails changes nothing at all")
    void update_whoseSqlFails_changesNothing(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String row = fixture.row(id);
        String metadata = fixture.text(id, "data_metadata");

        for (String sql : List.of(example(8).definition().sql(), "", "select from where", "delete from shop.orders")) {
            assertThatThrownBy(() ->
                            store.update(MetricUpdate.of(USER, id).name("x").sql(sql)))
                    .isInstanceOfSatisfying(
                            MetricException.class, e -> assertThat(e.code()).isEqualTo(MetricErrorCode.INVALID_SQL))
                    .hasMessageContaining("Updated SQL failed validation");
        }
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).file("name: a")))
                .hasMessageContaining("sql is missing");
        assertThatThrownBy(() -> store.update(
                        MetricUpdate.of(USER, id).chart(StoreJson.read("{\"selectedChartType\": \"pie\"}"))))
                .hasMessageContaining("chart_config.pieChartAxis is missing");
        assertThatThrownBy(
                        () -> store.update(MetricUpdate.of(USER, new UUID(0, 0)).name("x")))
                .hasMessageContaining("Metric file not found");
        assertThat(fixture.row(id)).isEqualTo(row);
        assertThat(fixture.text(id, "data_metadata")).isEqualTo(metadata);
    }

    @Test
    @DisplayName(
            "metrics 42, 67: absent, foreign and legacy metadata is computed with the next update, which succeeds in any case")
    void update_withoutGoodMetadata_computesIt(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String bare = "update metric_files set version_history = '{}', data_metadata = ";
        String legacy = "[{\"name\": \"region\", \"data_type\": \"string\"}]";

        for (String unknown : List.of(
                "null", "data_metadata || '{\"sql_hash\": \"foreign\"}'", "data_metadata - 'sql_hash'", "'null'")) {
            fixture.execute(bare + unknown);
            fixture.queries().runs();
            store.update(MetricUpdate.of(USER, id).name("x"));
            assertThat(fixture.queries().runs()).as(unknown).isEqualTo(1);
            assertThat(fixture.json(id, "data_metadata").get("row_count").intValue())
                    .isEqualTo(2);
        }
        fixture.execute(
                bare + "null, content = content || '{\"data_metadata\": " + legacy + ", \"sql\": \"select no\"}'");
        StoredMetric updated = store.update(MetricUpdate.of(USER, id).name("y"));
        assertThat(updated.definition().name()).isEqualTo("y");
        assertThat(fixture.text(id, "data_metadata")).isEqualTo("null");
        assertThat(fixture.json(id, "content").get("data_metadata"))
                .as("old applications find their list")
                .isEqualTo(StoreJson.read(legacy));
        store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS));
        assertThat(fixture.json(id, "content").has("data_metadata"))
                .as("the list of another query")
                .isFalse();
    }

    @Test
    @DisplayName("metrics 50: a status of many makes no versions and touches no metadata")
    void updateStatus_makesNoVersions(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID one = store.create(example(1)).id();
        UUID two = store.create(example(3)).id();
        JsonNode before = fixture.json(one, "version_history");
        String metadata = fixture.text(one, "data_metadata");
        fixture.queries().runs();

        store.updateStatus(USER, List.of(two, one, two), Verification.IN_REVIEW);

        assertThat(store.get(USER, one).verification()).isEqualTo(Verification.IN_REVIEW);
        assertThat(store.get(USER, two).verification()).isEqualTo(Verification.IN_REVIEW);
        JsonNode after = fixture.json(one, "version_history");
        assertThat(after.at("/1/updated_at").asText())
                .isGreaterThan(before.at("/1/updated_at").asText());
        ((ObjectNode) after.get("1")).remove("updated_at");
        ((ObjectNode) before.get("1")).remove("updated_at");
        assertThat(after).isEqualTo(before);
        assertThat(fixture.text(one, "data_metadata")).isEqualTo(metadata);
        assertThat(fixture.queries().runs()).isZero();
        assertThatThrownBy(() -> store.updateStatus(USER, List.of(one, new UUID(0, 0)), Verification.VERIFIED))
                .hasMessageContaining("Metric file not found");
        assertThat(store.get(USER, one).verification()).as("all or none").isEqualTo(Verification.IN_REVIEW);
    }

    @Test
    @DisplayName("metrics 51: restoring is a new version with the old content, whose query runs again")
    void restore_isANewVersion(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS));
        fixture.queries().runs();

        StoredMetric restored = store.update(MetricUpdate.of(USER, id)
                .restore(1)
                .name("ignored")
                .verification(Verification.VERIFIED)
                .overwriteVersion());

        assertThat(fixture.queries().runs()).isEqualTo(1);
        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.definition()).isEqualTo(example(1).definition());
        assertThat(restored.verification()).isEqualTo(Verification.NOT_REQUESTED);
        assertThat(restored.metadata().orElseThrow().rowCount()).hasValue(2);
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).restore(9)))
                .hasMessageContaining("Version 9 not found");

        store.update(MetricUpdate.of(USER, id).sql("select 1 as n"));
        fixture.execute("alter table shop.orders rename to gone");
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).restore(1)))
                .hasMessageContaining("42P01");
        assertThat(store.get(USER, id).version()).isEqualTo(4);
        StoredMetric stale = fixture.builder()
                .restoreWithStaleMetadata()
                .build()
                .update(MetricUpdate.of(USER, id).restore(1));
        assertThat(stale.version()).isEqualTo(5);
        assertThat(DataMetadata.read(fixture.json(id, "data_metadata"))
                        .fact("stale")
                        .asBoolean())
                .isTrue();
        assertThat(stale.metadata())
                .as("stale metadata is not served as if it were true")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "metrics 54, 55: entries of old versions stay as they are, and one that nobody can read hinders nothing else")
    void update_leavesOldEntries(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String old =
                "{\"3\": {\"versionNumber\": 3, \"content\": {\"data_metadata\": [{\"name\": 1.10}], \"x\": {\"y\": [1]}}},"
                        + " \"10\": {\"version_number\": 10, \"content\": {\"name\": \"no chart\"}, \"glow\": 1e3}}";
        fixture.execute("update metric_files set version_history = version_history || '" + old + "'");

        StoredMetric updated = store.update(MetricUpdate.of(USER, id).name("n"));

        assertThat(updated.version()).isEqualTo(11);
        assertThat(updated.versions()).extracting(MetricVersion::number).containsExactly(1, 3, 10, 11);
        assertThat(database.queryText("select version_history @> '" + old + "' from metric_files"))
                .isEqualTo("t");
        assertThatThrownBy(() -> store.get(USER, id, 10)).hasMessageContaining("sql is missing");
        assertThat(store.get(USER, id, 1).definition()).isEqualTo(example(1).definition());
        fixture.execute("update metric_files set content = '{\"name\": 7}'");
        assertThatThrownBy(() -> store.get(USER, id)).hasMessageContaining("sql is missing");
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).name("n")))
                .hasMessageContaining("sql is missing");
        assertThat(store.update(MetricUpdate.of(USER, id).file(Examples.yaml(3)))
                        .definition()
                        .sql())
                .as("a file mends it")
                .isEqualTo(example(3).definition().sql());
    }

    @Test
    @DisplayName("metrics 45: while the query runs no lock is held, and what others change meanwhile is not lost")
    void update_whileOthersUpdate_changesWhatIsThere(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();

        fixture.queries().during(() -> store.update(MetricUpdate.of(USER, id).description("meanwhile")));
        StoredMetric updated = store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS));

        assertThat(updated.version()).isEqualTo(3);
        assertThat(updated.definition().description()).contains("meanwhile");
        assertThat(updated.definition().sql()).isEqualTo(TWO_COLUMNS);

        fixture.execute("update metric_files set data_metadata = null, version_history = '{}'");
        fixture.queries().runs();
        fixture.queries().during(() -> store.update(MetricUpdate.of(USER, id).sql("select 1 as one")));
        StoredMetric last = store.update(MetricUpdate.of(USER, id).name("last"));
        assertThat(last.definition().sql()).isEqualTo("select 1 as one");
        assertThat(last.metadata().orElseThrow().columns().get(0).name()).isEqualTo("one");
    }

    @Test
    @DisplayName("metrics 46: concurrent updates give a version each")
    void update_byManyAtOnce_losesNoVersion(TestDatabase database) throws Exception {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        int threads = 4;
        int updates = 10;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(executor.submit(() -> {
                    barrier.await();
                    for (int i = 0; i < updates; i++) {
                        store.update(MetricUpdate.of(USER, id).name(number + "-" + i));
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
        StoredMetric metric = store.get(USER, id);
        assertThat(metric.versions()).hasSize(threads * updates + 1);
        assertThat(metric.version()).isEqualTo(threads * updates + 1);
        assertThat(database.queryLong("select count(distinct value -> 'content' ->> 'name')"
                        + " from metric_files, jsonb_each(version_history)"))
                .isEqualTo(threads * updates + 1L);
        assertThat(
                        database.queryLong(
                                "select count(*) from (select value ->> 'updated_at' < lag(value ->> 'updated_at')"
                                        + " over (order by key::int) as backwards from metric_files, jsonb_each(version_history)) t where backwards"))
                .isZero();
    }
}
