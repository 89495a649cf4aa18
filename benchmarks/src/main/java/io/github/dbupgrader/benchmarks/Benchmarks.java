package io.github.dbupgrader.benchmarks;

import io.github.dbupgrader.benchmarks.backfill.BackfillMemory;
import io.github.dbupgrader.benchmarks.backfill.BackfillRuns;
import io.github.dbupgrader.benchmarks.backfill.PoliteBackfill;
import io.github.dbupgrader.benchmarks.measure.ApplySteps;
import io.github.dbupgrader.benchmarks.measure.ColdProcess;
import io.github.dbupgrader.benchmarks.measure.ConcurrentStarts;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.NoOpStart;
import io.github.dbupgrader.benchmarks.measure.ReaderStall;
import io.github.dbupgrader.benchmarks.measure.RuntimeJars;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.metrics.CachedMetadata;
import io.github.dbupgrader.benchmarks.metrics.MetricBackfill;
import io.github.dbupgrader.benchmarks.metrics.MetricMemory;
import io.github.dbupgrader.benchmarks.metrics.Profiling;
import io.github.dbupgrader.benchmarks.metrics.PushedDown;
import io.github.dbupgrader.benchmarks.schema.SchemaStalls;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogManager;

/**
 * The command: {@code Benchmarks [--quick] [--only no-op,apply,…] [--memory-rows 10000000] [--output docs/benchmarks.md]}.
 *
 * <p>A quick run is printed and written nowhere: the page holds the figures of the full settings only.
 */
public final class Benchmarks {

    private static final List<Measurement> ALL = List.of(
            new RuntimeJars(),
            new NoOpStart(),
            new ApplySteps(),
            new ColdProcess(),
            new ConcurrentStarts(),
            new ReaderStall(),
            new SchemaStalls(),
            new BackfillRuns(),
            new PoliteBackfill(),
            new BackfillMemory(),
            new Profiling(),
            new MetricMemory(),
            new PushedDown(),
            new CachedMetadata(),
            new MetricBackfill());

    private Settings settings = Settings.full();
    private List<Measurement> chosen = ALL;
    private Optional<Path> page = Optional.empty();

    private Benchmarks(String[] args) {
        Deque<String> words = new ArrayDeque<>(List.of(args));
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "--quick" -> settings = Settings.quick();
                case "--memory-rows" -> settings = settings.withMemoryRows(Integer.parseInt(words.pop()));
                case "--only" -> chosen = choose(List.of(words.pop().split(",")));
                case "--output" -> page = Optional.of(Path.of(words.pop()));
                default -> throw new IllegalArgumentException("unknown: " + word);
            }
        }
    }

    /**
     * Runs it.
     *
     * @param args see above
     * @throws Exception if a tool fails
     */
    public static void main(String[] args) throws Exception {
        // Flyway and Liquibase tell the standard error what they do, at a price
        LogManager.getLogManager().reset();
        new Benchmarks(args).run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    private void run(PrintStream out) throws Exception {
        try (TestServer server = TestServer.start()) {
            Report report = new Report(Environment.describe(server));
            boolean full = settings.withMemoryRows(Settings.full().memoryRows()).equals(Settings.full());
            for (Measurement measurement : chosen) {
                out.println(measurement.word() + " …");
                out.println(report.add(measurement.word(), measurement.run(server, settings)));
                if (full && page.isPresent()) {
                    report.writeInto(
                            page.get(), ALL.stream().map(Measurement::word).toList());
                }
            }
        }
    }

    private static List<Measurement> choose(List<String> words) {
        List<Measurement> found = new ArrayList<>();
        for (Measurement measurement : ALL) {
            if (words.contains(measurement.word())) {
                found.add(measurement);
            }
        }
        if (found.size() != words.size()) {
            throw new IllegalArgumentException("unknown measurement among " + words);
        }
        return found;
    }
}
