package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.metrics.profile.SqlHash;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.store.MetricStore;
import io.github.dbupgrader.metrics.store.MetricUpdate;
import io.github.dbupgrader.metrics.store.StoredMetric;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Old and new applications read and edit while the move goes on. */
@DatabaseTest
class MoveMeanwhilePostgresTest {

    private static final String OTHER = "select o.status as s from shop.orders as o";
    private static final String OTHER_LIST = "[{\"name\": \"s\", \"data_type\": \"string\"}]";

    private static MetricQueries engine(OldMetrics metrics) {
        return MetricQueries.of(QueryEngine.builder(metrics.sources()).build());
    }

    private static MetricStore store(TestDatabase database, OldMetrics metrics) {
        return MetricStore.builder(database.dataSource(), engine(metrics)).build();
    }

    /** Does something once, while the first query runs. */
    private static MetricQueries during(OldMetrics metrics, Runnable work) {
        MetricQueries engine = engine(metrics);
        AtomicBoolean done = new AtomicBoolean();
        return (source, sql, limit) -> {
            if (!done.getAndSet(true)) {
                work.run();
            }
            return engine.run(source, sql, limit);
        };
    }

    @Test
    @DisplayName(
            "metrics 68: a metric that is edited while its query runs gets metadata of its new SQL, and keeps the edit")
    void backfill_metricEditedMeanwhile_isComputedAgain(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        metrics.insert(2, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        MetricQueries queries = during(metrics, () -> {
            OldReader.edit(database, 1, 2, OldMetrics.g2(OTHER, OTHER_LIST));
            database.execute("update metric_files set deleted_at = now() where id = '" + OldMetrics.id(2) + "'");
        });

        metrics.initialised(MetricUpgrades.withQueries(queries)).upgrade();

        assertThat(metrics.json(1, "data_metadata").path("sql_hash").asText()).isEqualTo(SqlHash.of(OTHER));
        assertThat(metrics.json(1, "version_history").at("/2/data_metadata"))
                .isEqualTo(metrics.json(1, "data_metadata"));
        assertThat(metrics.json(1, "version_history").at("/1/content/data_metadata"))
                .isEqualTo(OldMetrics.json(OldMetrics.COUNT_LIST));
        assertThat(metrics.json(1, "content").path("sql").asText()).isEqualTo(OTHER);
        assertThat(metrics.json(2, "content").has("data_metadata"))
                .as("deleted meanwhile")
                .isTrue();
        assertThat(database.queryLong("select count(*) from metric_files where data_metadata is null"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("metrics 68: metadata that the new application computed meanwhile is not overwritten")
    void backfill_metricUpdatedByTheStoreMeanwhile_isLeftAlone(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        MetricQueries queries = during(
                metrics,
                () -> store(database, metrics)
                        .update(MetricUpdate.of(OldMetrics.USER, OldMetrics.id(1))
                                .sql(OTHER)));

        metrics.initialised(MetricUpgrades.withQueries(queries)).upgrade();

        assertThat(metrics.json(1, "data_metadata").path("source").asText()).isEqualTo("stream");
        assertThat(metrics.json(1, "data_metadata").path("sql_hash").asText()).isEqualTo(SqlHash.of(OTHER));
    }

    @Test
    @DisplayName("metrics 64: no transaction is open while a query runs")
    void backfill_whileAQueryRuns_holdsNoTransaction(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        List<String> open = new ArrayList<>();
        MetricQueries queries = during(
                metrics,
                () -> open.addAll(
                        database.rows("select pid, query from pg_stat_activity where datname = current_database()"
                                + " and pid <> pg_backend_pid() and xact_start is not null")));

        metrics.initialised(MetricUpgrades.withQueries(queries)).upgrade();

        assertThat(open).isEmpty();
        assertThat(MetricUpgrades.check(database.dataSource()).isComplete()).isTrue();
    }

    @Test
    @DisplayName("metrics 65: a batch of failing metrics stops nothing and ends")
    void backfill_ofABatchThatFails_goesOn(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        for (int number = 1; number <= 250; number++) {
            String sql = number > 100 && number <= 200 ? OldMetrics.BROKEN : "select " + number + " as n";
            metrics.insert(number, OldMetrics.entry(1, OldMetrics.g2(sql, OldMetrics.COUNT_LIST)));
        }
        Map<String, Integer> runs = new ConcurrentHashMap<>();
        SqlSource pooled = new SqlSource(new PostgresDialect(), database.pool(1));
        MetricQueries engine = MetricQueries.of(QueryEngine.builder(DataSources.of(Map.of(OldMetrics.SOURCE, pooled)))
                .build());
        MetricQueries counted = (source, sql, limit) -> {
            runs.merge(sql, 1, Integer::sum);
            return engine.run(source, sql, limit);
        };

        metrics.initialised(MetricUpgrades.withQueries(counted)).upgrade();

        assertThat(MetricUpgrades.check(database.dataSource()).complete()).isEqualTo(150);
        assertThat(MetricUpgrades.check(database.dataSource()).missing()).isEqualTo(100);
        assertThat(runs).as("once more in the second pass").containsEntry(OldMetrics.BROKEN, 200);
        assertThat(runs.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(350);
    }

    @Test
    @DisplayName("metrics 70: two upgraders at once compute each metric once")
    void upgrade_twiceAtOnce_computesOnce(TestDatabase database) throws Exception {
        OldMetrics metrics = OldMetrics.tables(database);
        for (int number = 1; number <= 40; number++) {
            metrics.insert(
                    number, OldMetrics.entry(1, OldMetrics.g2("select " + number + " as n", OldMetrics.COUNT_LIST)));
        }
        Map<String, Integer> runs = new ConcurrentHashMap<>();
        MetricQueries engine = engine(metrics);
        MetricUpgrades counted = MetricUpgrades.withQueries((source, sql, limit) -> {
            runs.merge(sql, 1, Integer::sum);
            return engine.run(source, sql, limit);
        });
        metrics.initialised(counted);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                DatabaseUpgrader upgrader =
                        counted.builder(database.dataSource()).build();
                both.add(threads.submit(() -> upgrader.upgrade()));
            }
            for (Future<?> each : both) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(runs)
                .hasSize(40)
                .allSatisfy((sql, count) -> assertThat(count).isEqualTo(1));
        assertThat(MetricUpgrades.check(database.dataSource()).complete()).isEqualTo(40);
    }

    @Test
    @DisplayName(
            "metrics 60, metrics 61: after each sub-step, up and down, old and new applications read all metrics, and edit them")
    void eachSubStep_leavesASchemaForOldAndNew(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        List<Integer> readable = List.of(2, 11, 12, 13, 14, OldMetrics.DELETED);
        MetricStore store = store(database, metrics);
        List<String> seen = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        UpgradeListener look = new UpgradeListener() {
            @Override
            public void subStepEnded(SchemaVersion version, String name, Duration duration) {
                try {
                    assertThat(OldReader.read(database, readable)).hasSize(readable.size());
                    StoredMetric one = store.get(OldMetrics.USER, OldMetrics.id(2));
                    assertThat(one.metadata().orElseThrow().columns().get(0).name())
                            .isEqualTo("n");
                    assertThat(store.data(OldMetrics.USER, OldMetrics.id(4)).rows())
                            .hasSize(1);
                    int version4 = store.update(MetricUpdate.of(OldMetrics.USER, OldMetrics.id(4))
                                    .name(name))
                            .version();
                    OldReader.edit(
                            database,
                            5,
                            version4,
                            OldMetrics.g2("select " + version4 + " as n", OldMetrics.COUNT_LIST));
                } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                }
                seen.add(name);
            }
        };
        DatabaseUpgrader upgrader =
                metrics.upgrades().builder(database.dataSource()).listener(look).build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();
        upgrader.rollback("1.0.0");

        assertThat(failures).isEmpty();
        assertThat(seen).hasSize(9);
        assertThat(store.get(OldMetrics.USER, OldMetrics.id(4)).versions())
                .as("no edit is lost")
                .hasSize(10);
        assertThat(metrics.json(5, "version_history")).hasSize(9);
    }
}
