package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.metrics.testing.LogLines;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator can see. */
@DatabaseTest
@ExtendWith(InPlace.class)
class MonitoringPostgresTest {

    private static final String LARGE = "select generate_series(1, 50) as n";

    @Test
    @DisplayName("metrics 77: hits, misses, computed, failed and replaced are counted")
    void counters_count(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.builder().limit(100).build();
        UUID id = store.create(example(1)).id();
        assertThat(store.counters()).isEqualTo(new MetricCounters(1, 0, 0, 0, 0));

        store.get(USER, id);
        store.update(MetricUpdate.of(USER, id).name("kept"));
        assertThat(store.counters()).isEqualTo(new MetricCounters(1, 0, 2, 0, 0));

        store.update(MetricUpdate.of(USER, id).sql(LARGE));
        assertThat(store.counters()).isEqualTo(new MetricCounters(2, 0, 2, 0, 1));

        fixture.execute("update metric_files set data_metadata = null, version_history = '{}'");
        store.get(USER, id);
        store.data(USER, id);
        assertThat(store.counters()).isEqualTo(new MetricCounters(3, 0, 2, 2, 1));

        store.update(MetricUpdate.of(USER, id).name("computed"));
        assertThat(store.counters()).isEqualTo(new MetricCounters(4, 0, 2, 3, 2));

        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).sql("select no")))
                .isInstanceOf(MetricException.class);
        assertThat(store.counters()).isEqualTo(new MetricCounters(4, 1, 2, 3, 2));
        assertThat(store.counters().render())
                .isEqualTo("metadata: 2 hits, 3 misses (40.0 % hits), 4 computed, 2 replaced, 1 failed");
        assertThat(new MetricCounters(0, 0, 0, 0, 0).hitRatio()).isEqualTo(1);
    }

    @Test
    @DisplayName("metrics 47, 77: data that has not changed is no reason to write")
    void data_thatIsTheSame_writesNothing(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(11)).id();
        String version = database.queryText("select xmin || ' ' || ctid from metric_files");
        store.data(USER, id);
        store.data(USER, id);
        assertThat(store.counters().replaced()).isZero();
        assertThat(database.queryText("select xmin || ' ' || ctid from metric_files"))
                .isEqualTo(version);
    }

    @Test
    @DisplayName("metrics 77: computed, served from cache, recomputed with reason, and no values of rows")
    void log_saysWhatHappened(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        try (LogLines log = new LogLines()) {
            UUID id = store.create(example(1)).id();
            assertThat(log.lines()).anyMatch(line -> line.matches("INFO metadata computed: ms=\\d+ rows=2 columns=2"));
            store.get(USER, id);
            assertThat(log.lines()).contains("DEBUG metadata served from cache: metric=" + id + " version=1");
            store.update(MetricUpdate.of(USER, id).sql(LARGE));
            assertThat(log.lines())
                    .contains("INFO metadata recomputed: metric=" + id + " reason=query or data source changed");
            fixture.builder().limit(10).build().data(USER, id);
            assertThat(log.lines()).contains("DEBUG metadata served from cache: metric=" + id + " version=2");
            fixture.execute("update metric_files set data_metadata = data_metadata || '{\"row_count\": 7}'");
            store.data(USER, id);
            assertThat(log.lines()).contains("INFO metadata recomputed: metric=" + id + " reason=data changed");
            store.update(MetricUpdate.of(USER, id).restore(1));
            assertThat(log.lines())
                    .contains("INFO metadata recomputed: metric=" + id + " reason=a version was restored");
            fixture.execute("update metric_files set data_metadata = null, version_history = '{}',"
                    + " content = jsonb_set(content, '{sql}', '\"select region::int from shop.orders\"')");
            store.update(MetricUpdate.of(USER, id).name("x"));
            assertThat(log.lines())
                    .contains("WARN metadata not computed, the update goes on without: metric=" + id
                            + " reason=The query failed");
            assertThat(log.lines()).noneMatch(line -> line.contains("EMEA") || line.contains("120.50"));
        }
    }

    @Test
    @DisplayName("metrics 77: the report tells the room of metadata and table, on both schemas, and what has grown")
    void report_tellsGrowth(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database);
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        StorageReport before = store.report();
        assertThat(before.metrics()).isEqualTo(1);
        assertThat(before.withMetadata()).isZero();
        assertThat(before.metadataBytes()).isZero();
        assertThat(before.tableBytes()).isPositive();

        fixture.addColumn();
        fixture.execute("update metric_files set data_metadata = 'null'");
        assertThat(store.report().withMetadata()).as("JSON null is no metadata").isZero();
        fixture.execute("update metric_files set data_metadata = null");
        store.update(MetricUpdate.of(USER, id).sql(LARGE));
        store.create(example(3));
        StorageReport after = store.report();
        assertThat(after.metrics()).isEqualTo(2);
        assertThat(after.withMetadata()).isEqualTo(2);
        assertThat(after.metadataBytes())
                .isEqualTo(database.queryLong("select sum(pg_column_size(data_metadata)) from metric_files"));
        assertThat(after.largestMetadata()).isBetween(1L, after.metadataBytes());
        assertThat(after.render().lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("metrics: 2, with metadata 2 (100.0 %), ");
        assertThat(after.render()).contains(after.counters().render());
        assertThat(after.renderGrowthSince(before))
                .startsWith("since " + before.takenAt().toInstant() + ": metrics +1, with metadata +2, metadata +");
        assertThat(before.renderGrowthSince(after)).contains("metrics -1, with metadata -2, metadata -");
    }

    @Test
    @DisplayName("metrics 77: a count of nothing has no share, sizes have units")
    void report_ofNothing_hasNoShares() {
        StorageReport empty = new StorageReport(
                java.time.OffsetDateTime.parse("2025-01-01T00:00:00Z"),
                0,
                0,
                0,
                0,
                8_192,
                20_480,
                0,
                0,
                0,
                0,
                0,
                new MetricCounters(0, 0, 0, 0, 0));
        assertThat(empty.render().lines().toList())
                .isEqualTo(List.of(
                        "metrics: 0, with metadata 0 (-), 0 bytes in all, the largest 0 bytes",
                        "metric_files: 8192 bytes, indexes 20.0 kB; metadata is 0.0 % of the table",
                        "updates: 0, - of them without touching indexes; 0 dead rows; blocks found in memory: -",
                        "metadata: 0 hits, 0 misses (100.0 % hits), 0 computed, 0 replaced, 0 failed"));
    }
}
