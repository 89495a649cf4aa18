package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.measure.Check;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The application: updates of single rows, 200 a second on four connections, each due at its time.
 *
 * <p>One that is late because the one before had to wait counts from when it was due. Otherwise a wait of ten seconds would be one slow statement instead of two thousand.
 */
final class PointUpdates {

    private static final int CONNECTIONS = 4;
    private static final long EVERY_NANOS = 20_000_000;
    private static final long SEED = 20_261_121;

    private final DataSource dataSource;
    private final long rows;
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private volatile long endNanos = Long.MAX_VALUE;

    private PointUpdates(DataSource dataSource, long rows) {
        this.dataSource = dataSource;
        this.rows = rows;
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws Exception;
    }

    /** How long the application's statements took while something was done, in milliseconds. */
    static Latencies during(DataSource dataSource, long rows, Meanwhile work) throws Exception {
        PointUpdates updates = new PointUpdates(dataSource, rows);
        List<Future<Latencies>> parts = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            long first = System.nanoTime() + i * EVERY_NANOS / CONNECTIONS;
            long seed = SEED + i;
            parts.add(updates.threads.submit(() -> updates.run(first, new SplittableRandom(seed))));
        }
        try {
            work.run();
        } finally {
            updates.endNanos = System.nanoTime();
            updates.threads.shutdown();
        }
        Latencies all = new Latencies(List.of(), 0);
        for (Future<Latencies> part : parts) {
            all = all.and(part.get());
        }
        return all;
    }

    private Latencies run(long first, SplittableRandom random) throws SQLException {
        List<Double> millis = new ArrayList<>();
        double longest = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update orders set visits = visits + 1 where id = ?")) {
            for (long due = first; due < endNanos; due += EVERY_NANOS) {
                long begin = waitFor(due);
                statement.setLong(1, random.nextLong(1, rows + 1));
                long sent = System.nanoTime();
                Check.number("rows updated by the application", 1, statement.executeUpdate());
                long end = System.nanoTime();
                millis.add((end - begin) / 1e6);
                longest = Math.max(longest, (end - sent) / 1e6);
            }
        }
        return new Latencies(millis, longest);
    }

    /** {@return from when the statement counts: its time if it is late already, else now, so that the timer's own delay is nobody's} */
    private static long waitFor(long due) {
        if (System.nanoTime() > due) {
            return due;
        }
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
        return System.nanoTime();
    }
}
