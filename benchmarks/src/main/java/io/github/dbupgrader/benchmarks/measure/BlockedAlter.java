package io.github.dbupgrader.benchmarks.measure;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A long reader, an ALTER TABLE that starts after a fifth of its time, and a new reader every 100 ms until both are through. */
final class BlockedAlter {

    private static final long EVERY_MILLIS = 100;
    private static final int HEAD_START = 5;

    private final DataSource dataSource;
    private final String select;
    private final Duration readerTime;

    BlockedAlter(DataSource dataSource, String table, Duration readerTime) {
        this.dataSource = dataSource;
        this.select = "select count(*) from " + table;
        this.readerTime = readerTime;
    }

    /** How long the unluckiest reader took, and when the ALTER TABLE was through, from its beginning. */
    record Outcome(double longestStallMillis, double doneMillis) {}

    Outcome run(Sample.Timed alter) throws Exception {
        // apart from the readers, who may all be waiting for them
        ScheduledExecutorService timed = Executors.newScheduledThreadPool(2);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Connection reader = dataSource.getConnection()) {
            reader.setAutoCommit(false);
            read(reader);
            Future<?> over = timed.schedule(commit(reader), readerTime.toMillis(), TimeUnit.MILLISECONDS);
            Callable<Double> change = () -> Sample.time(alter);
            Future<Double> altered = timed.schedule(change, readerTime.toMillis() / HEAD_START, TimeUnit.MILLISECONDS);
            List<Future<Double>> stalls = new ArrayList<>();
            while (!altered.isDone() || !over.isDone()) {
                stalls.add(threads.submit(this::newReader));
                Thread.sleep(EVERY_MILLIS);
            }
            return new Outcome(longest(stalls), altered.get());
        } finally {
            timed.shutdownNow();
            threads.shutdownNow();
        }
    }

    private static double longest(List<Future<Double>> stalls) throws ExecutionException, InterruptedException {
        double longest = 0;
        for (Future<Double> stall : stalls) {
            longest = Math.max(longest, stall.get());
        }
        return longest;
    }

    private static Callable<Void> commit(Connection reader) {
        return () -> {
            reader.commit();
            return null;
        };
    }

    /** The time of the statement, without that of connecting. */
    private double newReader() throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            return Sample.time(() -> read(connection));
        }
    }

    private void read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            row.next();
        }
    }
}
