package io.github.dbupgrader.benchmarks.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.query.MetricQuery;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.QueryEngine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What it costs to profile the rows of a result while they are read, and how well it counts different values when there are as many as rows. */
public final class Profiling implements Measurement {

    private static final double BOUND_PERCENT = 40;
    private static final double AIM_PERCENT = 25;
    private static final double MOST_ERROR_PERCENT = 3;

    /** Each run reads a million rows, so that a few are enough. */
    private static final int AT_MOST = 7;

    private static final int MOST_WARM_UPS = 2;

    private static final Set<String> ALL_DIFFERENT = Set.of("id", "ratio", "seen_at", "title");

    @Override
    public String word() {
        return "metrics-profiling";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.backfillRows();
        String database = Facts.create(server, rows);
        Sample plain = new Sample();
        Sample profiled = new Sample();
        DataMetadata[] metadata = new DataMetadata[1];
        PlainReading[] read = new PlainReading[1];
        Set<Integer> checksums = new HashSet<>();
        try (HikariDataSource pool = server.pool(database, 1)) {
            QueryEngine engine = Facts.engine(new PostgresDialect(), pool);
            MetricQuery all = MetricQuery.of(Facts.ALL).withoutRows();
            for (int run = -Math.min(MOST_WARM_UPS, settings.warmUps());
                    run < Math.min(AT_MOST, settings.repetitions());
                    run++) {
                double reading = Sample.time(() -> read[0] = PlainReading.of(pool));
                Check.number("rows read", rows, read[0].rows());
                checksums.add(read[0].checksum());
                double profiling = Sample.time(
                        () -> metadata[0] = engine.run(Facts.source(), all).metadata());
                Check.number("rows profiled", rows, metadata[0].rowCount().orElse(0));
                if (run >= 0) {
                    plain.add(reading);
                    profiled.add(profiling);
                }
            }
        }
        server.dropDatabase(database);
        Check.number("different checksums", 1, checksums.size());
        return section(rows, plain, profiled, metadata[0]);
    }

    private static Section section(long rows, Sample plain, Sample profiled, DataMetadata metadata) {
        double overhead = (profiled.median() / plain.median() - 1) * 100;
        List<List<String>> lines = new ArrayList<>();
        lines.add(line("plain reading", rows, plain));
        lines.add(line("reading and profiling", rows, profiled));
        return new Section(
                "Profiling a result of %,d rows of 12 columns".formatted(rows),
                List.of("how", "median", "range", "rows a second", "runs"),
                lines,
                List.of(
                        Target.atMost("profiling: time over plain reading, bound", overhead, BOUND_PERCENT, " %"),
                        Target.atMost("profiling: time over plain reading, aim", overhead, AIM_PERCENT, " %"),
                        Target.atMost(
                                "distinct values: largest error at %,d".formatted(rows),
                                largestError(rows, metadata),
                                MOST_ERROR_PERCENT,
                                " %")));
    }

    private static List<String> line(String how, long rows, Sample sample) {
        return List.of(
                how,
                sample.medianText(),
                sample.range(),
                "%,.0f".formatted(rows / sample.median() * 1e3),
                String.valueOf(sample.count()));
    }

    private static double largestError(long rows, DataMetadata metadata) {
        return metadata.columns().stream()
                .filter(column -> ALL_DIFFERENT.contains(column.name()))
                .map(ColumnMetadata::uniqueValues)
                .mapToDouble(unique -> Math.abs(unique.orElseThrow() - rows) * 100.0 / rows)
                .max()
                .orElseThrow();
    }
}
