package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.measure.ClassPaths;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether a worker's memory depends on the number of rows: a JVM of its own with a heap of 64 MB, in which Java computes the values. */
public final class BackfillMemory implements Measurement {

    private static final int HEAP_MEGABYTES = 64;
    private static final double MOST_GROWTH = 1.5;

    @Override
    public String word() {
        return "backfill-memory";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.memoryRows();
        String database = server.createDatabase();
        Sql.execute(server.direct(database), """
                create table orders (id bigint primary key, amount numeric(12,2) not null, cents bigint);
                insert into orders select n, (n % 100000) / 100.0 from generate_series(1, :rows) n""".replace(":rows", String.valueOf(rows)));
        Sql.execute(server.direct(database), "vacuum (freeze, analyze) orders");
        List<Double> live = measure(server.url(database), rows);
        server.dropDatabase(database);
        double first = live.get(0);
        double last = live.get(live.size() - 1);
        double most = live.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return new Section(
                "Memory of a worker whose values Java computes, %,d rows, -Xmx%dm".formatted(rows, HEAP_MEGABYTES),
                List.of("in use within a batch, after a collection", "first tenth", "last tenth", "most"),
                List.of(List.of("", megabytes(first), megabytes(last), megabytes(most))),
                List.of(
                        Target.atMost("backfill: memory of a worker", most, HEAP_MEGABYTES, " MB"),
                        Target.atMost(
                                "backfill: memory at the end × at the beginning", last / first, MOST_GROWTH, "")));
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
                        new ClassPaths().forProcess("upgrader-core"),
                        MemoryProbe.class.getName(),
                        url,
                        String.valueOf(rows))
                .redirectError(Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Orders.require("exit code of the worker's process", 0, process.waitFor());
        return Stream.of(output.split("\\s+")).map(Double::valueOf).toList();
    }
}
