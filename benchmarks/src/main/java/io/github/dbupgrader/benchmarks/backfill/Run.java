package io.github.dbupgrader.benchmarks.backfill;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/** One way to fill the column, on a copy of the table of its own, while the application goes on. */
record Run(String name, long rows, double millis, long wal, long heap, Latencies application) {

    static Run of(TestServer server, Orders orders, Contender contender) throws Exception {
        String database = orders.copy();
        DataSource direct = server.direct(database);
        double[] millis = new double[1];
        long[] filled = new long[1];
        Latencies latencies;
        long wal;
        long heap;
        try (HikariDataSource pool = server.pool(database, contender.connections())) {
            contender.prepare(pool);
            wal = Orders.wal(direct);
            heap = Orders.bytes(direct);
            latencies = PointUpdates.during(
                    direct,
                    orders.rows(),
                    () -> millis[0] = Sample.time(() -> filled[0] = contender.fill(pool, orders.rows())));
            wal = Orders.wal(direct) - wal;
            heap = Orders.bytes(direct) - heap;
        }
        Orders.check(direct, contender.name(), filled[0], latencies.count());
        server.dropDatabase(database);
        return new Run(contender.name(), filled[0], millis[0], wal, heap, latencies);
    }

    double rowsPerSecond() {
        return rows / millis * 1e3;
    }

    static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        Sample sample = new Sample();
        runs.forEach(run -> sample.add(figure.applyAsDouble(run)));
        return sample.median();
    }

    static List<String> header() {
        return List.of(
                "how",
                "rows done",
                "rows a second",
                "× one UPDATE",
                "WAL a row",
                "heap growth a row",
                "application p50",
                "p99",
                "longest statement",
                "runs");
    }

    /** {@return a line of the table for several runs of the same: medians, and the longest of the longest} */
    static List<String> line(List<Run> runs, double limit) {
        double speed = median(runs, Run::rowsPerSecond);
        List<String> cells = new ArrayList<>();
        cells.add(runs.get(0).name());
        cells.add("%,d".formatted(runs.get(0).rows()));
        cells.add("%,.0f".formatted(speed));
        cells.add(String.format(Locale.ROOT, "%.2f", speed / limit));
        cells.add("%.0f B".formatted(median(runs, r -> (double) r.wal() / r.rows())));
        cells.add("%.0f B".formatted(median(runs, r -> (double) r.heap() / r.rows())));
        cells.add(Sample.human(median(runs, r -> r.application().p50())));
        cells.add(Sample.human(median(runs, r -> r.application().p99())));
        cells.add(Sample.human(
                runs.stream().mapToDouble(r -> r.application().longest()).max().orElse(0)));
        cells.add(String.valueOf(runs.size()));
        return List.copyOf(cells);
    }

    /** {@return a line about the application alone} */
    List<String> applicationLine() {
        return List.of(
                name,
                rows == 0 ? "–" : "%,.0f".formatted(rowsPerSecond()),
                Sample.human(application.p50()),
                Sample.human(application.p99()),
                Sample.human(application.longest()),
                "%,d".formatted(application.count()));
    }
}
