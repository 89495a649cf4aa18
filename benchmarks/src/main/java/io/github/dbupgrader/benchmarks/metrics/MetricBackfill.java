package io.github.dbupgrader.benchmarks.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.metrics.MetricUpgrades;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole upgrade of many metrics with small queries, sub-step by sub-step, and its way back. */
public final class MetricBackfill implements Measurement {

    /** As many metrics as there are hundreds of rows in other backfills. */
    private static final int ROWS_A_METRIC = 100;

    private static final int CONNECTIONS = 3;

    @Override
    public String word() {
        return "metrics-backfill";
    }

    /** Keeps how long each sub-step took. */
    private static final class SubSteps implements UpgradeListener {

        private final Map<String, Duration> durations = new LinkedHashMap<>();

        @Override
        public synchronized void subStepEnded(SchemaVersion version, String name, Duration duration) {
            durations.put(name, duration);
        }
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        int metrics = settings.backfillRows() / ROWS_A_METRIC;
        String database = server.createDatabase();
        SubSteps up = new SubSteps();
        List<List<String>> lines = new ArrayList<>();
        long filled;
        long lists;
        long again;
        try (HikariDataSource pool = server.pool(database, CONNECTIONS);
                HikariDataSource queries = server.pool(database, 1)) {
            MetricTables.create(pool);
            MetricTables.fill(pool, metrics);
            DatabaseUpgrader upgrader = MetricUpgrades.withDataSources(
                            DataSources.of(Map.of(Facts.source(), new SqlSource(new PostgresDialect(), queries))))
                    .builder(pool)
                    .listener(up)
                    .build();
            lines.add(line("the whole upgrade", metrics, Sample.time(upgrader::upgrade)));
            up.durations.forEach((name, duration) -> lines.add(line(name, metrics, duration.toNanos() / 1e6)));
            filled = Sql.number(pool, "select count(*) from metric_files where data_metadata ->> 'row_count' = '20'");
            lists = Sql.number(pool, "select count(*) from metric_files where content ? 'data_metadata'");
            lines.add(line("the way back", metrics, Sample.time(() -> upgrader.rollback("1.0.0"))));
            again = Sql.number(
                    pool, "select count(*) from metric_files where jsonb_array_length(content -> 'data_metadata') = 3");
        }
        server.dropDatabase(database);
        return new Section(
                "Upgrade of %,d metrics: metadata computed, stored, indexed, and taken out of the definitions"
                        .formatted(metrics),
                List.of("part", "time", "metrics a second"),
                lines,
                List.of(
                        Target.atLeast("metrics with metadata after the upgrade", (double) filled, metrics, ""),
                        Target.atMost("definitions with a list after the upgrade", (double) lists, 0, ""),
                        Target.atLeast("definitions with a list after the rollback", (double) again, metrics, "")));
    }

    private static List<String> line(String part, int metrics, double millis) {
        return List.of(part, Sample.human(millis), "%,.0f".formatted(metrics / millis * 1e3));
    }
}
