package io.github.dbupgrader.benchmarks.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.measure.Sample.Timed;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.metrics.query.DuckDbDialect;
import io.github.dbupgrader.metrics.query.DuckDbSource;
import io.github.dbupgrader.metrics.query.MetricQuery;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.QueryEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Metadata of all rows where an answer has a few: asked of the engine, beside what a person would ask, DuckDB's own summary, and reading all rows. */
public final class PushedDown implements Measurement {

    private static final double MOST_OF_BY_HAND = 1.5;
    private static final int AT_MOST = 3;
    private static final int ANSWER = 100;

    private static final String SUMMARIZE = "DuckDB, SUMMARIZE (distinct values estimated)";
    private static final String OURS = ", push-down, with an answer of " + ANSWER + " rows";
    private static final String BY_HAND = ", aggregates by hand";
    private static final String ALL_ROWS = ", all rows read and profiled";

    @Override
    public String word() {
        return "metrics-pushdown";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.backfillRows();
        Map<String, Sample> samples = new LinkedHashMap<>();
        Path directory = Files.createTempDirectory("facts");
        try {
            Path file = directory.resolve("facts.duckdb");
            Facts.create(file, rows);
            try (DuckDbSource duck = DuckDbSource.file(file)) {
                QueryEngine engine = Facts.engine(new DuckDbDialect(), duck);
                measure(settings, contenders("DuckDB", engine, duck, rows), samples);
                measure(settings, Map.of(SUMMARIZE, () -> Facts.readAll(duck, "summarize facts")), samples);
            }
        } finally {
            delete(directory);
        }
        String database = Facts.create(server, rows);
        try (HikariDataSource pool = server.pool(database, 1)) {
            QueryEngine engine = Facts.engine(new PostgresDialect(), pool);
            measure(settings, contenders("PostgreSQL", engine, pool, rows), samples);
        }
        server.dropDatabase(database);
        return section(rows, samples);
    }

    private static Map<String, Timed> contenders(String name, QueryEngine engine, DataSource dataSource, long rows) {
        MetricQuery some = MetricQuery.of(Facts.ALL).limit(ANSWER).exactTotals();
        MetricQuery all = MetricQuery.of(Facts.ALL).withoutRows();
        Map<String, Timed> contenders = new LinkedHashMap<>();
        contenders.put(name + OURS, () -> require(rows, engine, some));
        contenders.put(name + BY_HAND, () -> Facts.readAll(dataSource, Facts.BY_HAND));
        contenders.put(name + ALL_ROWS, () -> require(rows, engine, all));
        return contenders;
    }

    private static void require(long rows, QueryEngine engine, MetricQuery query) {
        long found = engine.run(Facts.source(), query).metadata().rowCount().orElse(0);
        Check.number("rows that the metadata is of", rows, found);
    }

    private static void measure(Settings settings, Map<String, Timed> contenders, Map<String, Sample> samples)
            throws Exception {
        for (int run = -Math.min(1, settings.warmUps()); run < Math.min(AT_MOST, settings.repetitions()); run++) {
            for (Map.Entry<String, Timed> contender : contenders.entrySet()) {
                double millis = Sample.time(contender.getValue());
                if (run >= 0) {
                    samples.computeIfAbsent(contender.getKey(), name -> new Sample())
                            .add(millis);
                }
            }
        }
    }

    private static Section section(long rows, Map<String, Sample> samples) {
        List<List<String>> lines = new ArrayList<>();
        samples.forEach((name, sample) ->
                lines.add(List.of(name, sample.medianText(), sample.range(), String.valueOf(sample.count()))));
        return new Section(
                "Metadata of %,d rows of 12 columns, asked of the engine that holds them".formatted(rows),
                List.of("how", "median", "range", "runs"),
                lines,
                List.of(target("DuckDB", samples), target("PostgreSQL", samples)));
    }

    private static Target target(String engine, Map<String, Sample> samples) {
        double ratio = median(samples, engine + OURS) / median(samples, engine + BY_HAND);
        return Target.atMost("push-down, " + engine + ": time × aggregates by hand", ratio, MOST_OF_BY_HAND, "");
    }

    private static double median(Map<String, Sample> samples, String name) {
        return samples.getOrDefault(name, new Sample()).median();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::deleteOnExit);
        }
    }
}
