package io.github.dbupgrader.benchmarks.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.metrics.MetricUpgrades;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.store.MetricStore;
import io.github.dbupgrader.metrics.store.NewMetric;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** A metric's metadata from the column, beside running its query for it. */
public final class CachedMetadata implements Measurement {

    private static final double LEAST_TIMES = 100;
    private static final int MORE_GETS = 50;
    private static final int AT_MOST = 7;
    private static final String SUMS = "sums by a column";

    @Override
    public String word() {
        return "metrics-cache";
    }

    /** A metric, and its times. */
    private record Metric(String what, UUID id, MetricStore store, Sample gets, Sample computing) {

        double times() {
            return computing.median() / gets.median();
        }
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.backfillRows();
        String database = Facts.create(server, rows);
        List<Metric> metrics = new ArrayList<>();
        try (HikariDataSource pool = server.pool(database, 1);
                HikariDataSource queries = server.pool(database, 1)) {
            MetricTables.create(pool);
            MetricUpgrades.upgrader(pool, id -> Optional.empty()).upgrade();
            QueryEngine engine = Facts.engine(new PostgresDialect(), queries);
            metrics.add(metric(SUMS, pool, MetricQueries.of(engine), Facts.SUMS));
            metrics.add(metric("first 5000 rows", pool, MetricQueries.of(engine), Facts.ALL));
            metrics.add(
                    metric("first 5000 rows, metadata of all", pool, MetricQueries.withExactTotals(engine), Facts.ALL));
            for (Metric metric : metrics) {
                measure(settings, metric);
            }
        }
        server.dropDatabase(database);
        return section(rows, metrics);
    }

    private static Metric metric(String what, HikariDataSource pool, MetricQueries queries, String sql)
            throws SQLException {
        MetricStore store = MetricStore.builder(pool, queries).build();
        UUID id = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
        store.create(new NewMetric(
                id, "metric.yml", MetricTables.USER, MetricTables.USER, MetricTables.definition(what, sql)));
        return new Metric(what, id, store, new Sample(), new Sample());
    }

    private static void measure(Settings settings, Metric metric) throws Exception {
        int runs = Math.min(AT_MOST, settings.repetitions());
        for (int run = -settings.warmUps() * MORE_GETS; run < runs * MORE_GETS; run++) {
            double millis = Sample.time(() -> require(metric.store()
                    .get(MetricTables.USER, metric.id())
                    .metadata()
                    .isPresent()));
            if (run >= 0) {
                metric.gets().add(millis);
            }
        }
        for (int run = -Math.min(1, settings.warmUps()); run < runs; run++) {
            double millis = Sample.time(() -> require(metric.store()
                            .validate(MetricTables.USER, metric.id())
                            .metadata()
                            .columnCount()
                    > 0));
            if (run >= 0) {
                metric.computing().add(millis);
            }
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("no metadata");
        }
    }

    private static Section section(long rows, List<Metric> metrics) {
        List<List<String>> lines = new ArrayList<>();
        for (Metric metric : metrics) {
            lines.add(List.of(
                    metric.what(),
                    metric.gets().medianText(),
                    metric.gets().range(),
                    metric.computing().medianText(),
                    metric.computing().range(),
                    String.format(Locale.ROOT, "%.0f", metric.times())));
        }
        return new Section(
                "Metadata of a metric over %,d rows: from its column, and computed".formatted(rows),
                List.of("query", "get", "range", "computing", "range", "times"),
                lines,
                metrics.stream()
                        .map(metric -> Target.atLeast(
                                "metadata from the column: times as fast as computing, " + metric.what(),
                                Math.rint(metric.times()),
                                LEAST_TIMES,
                                ""))
                        .toList());
    }
}
