package io.github.dbupgrader.benchmarks.metrics;

import io.github.dbupgrader.benchmarks.measure.ClassPaths;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether the memory of a query whose rows are profiled depends on their number: a JVM of its own with a heap of 256 MB. */
public final class MetricMemory implements Measurement {

    private static final int HEAP_MEGABYTES = 256;
    private static final double MOST_GROWTH = 1.5;

    @Override
    public String word() {
        return "metrics-memory";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.memoryRows();
        String database = Facts.create(server, rows);
        List<Double> live = measure(server.url(database), rows);
        server.dropDatabase(database);
        double first = live.get(0);
        double last = live.get(live.size() - 1);
        double most = live.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return new Section(
                "Memory of profiling %,d rows of 12 columns, -Xmx%dm".formatted(rows, HEAP_MEGABYTES),
                List.of("in use at a row, after a collection", "first tenth", "last tenth", "most"),
                List.of(List.of("", megabytes(first), megabytes(last), megabytes(most))),
                List.of(
                        Target.atMost("profiling: memory", most, HEAP_MEGABYTES, " MB"),
                        Target.atMost(
                                "profiling: memory at the end × at the beginning", last / first, MOST_GROWTH, "")));
    }

    private static String megabytes(double value) {
        return "%.1f MB".formatted(value);
    }

    /** It ends with an error if it needs more than it has. */
    private static List<Double> measure(String url, long rows) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-cp",
                        new ClassPaths().forProcess("upgrader-metrics", "upgrader-core"),
                        MetricMemoryProbe.class.getName(),
                        url,
                        String.valueOf(rows))
                .redirectError(Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the process ended with " + process.exitValue());
        }
        return Stream.of(output.split("\\s+")).map(Double::valueOf).toList();
    }
}
