package io.github.dbupgrader.benchmarks.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Long readers: one transaction after another that has read the table and stays open for a while, with pauses of half as long between them. */
final class Reports {

    private static final int PAUSE_PART = 2;
    private static final long LOOK_NANOS = 5_000_000;

    private final DataSource dataSource;
    private final Application application;
    private final Duration report;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /** What the last report used. */
    private volatile Names knows;

    private long failed;

    private Reports(DataSource dataSource, Application application, Duration report) {
        this.dataSource = dataSource;
        this.application = application;
        this.report = report;
        this.knows = application.names();
    }

    /** Does some work beside reports, the first of which has begun; if they last no time, beside none. Returns how many failed. */
    static long during(DataSource dataSource, Application application, Duration report, Meanwhile work)
            throws Exception {
        if (report.isZero()) {
            work.run(() -> {});
            return 0;
        }
        Reports reports = new Reports(dataSource, application, report);
        Future<Long> running = reports.thread.submit(reports::run);
        try {
            reports.begun.await();
            work.run(() -> reports.awaitLatestRelease(running));
        } finally {
            reports.over.countDown();
            reports.thread.shutdown();
        }
        return running.get();
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Meanwhile {

        /** Does it; when a release was deployed, {@code deployed} waits until the reports are of it too. */
        void run(Deployed deployed) throws Exception;
    }

    /** Waits until nothing uses the names of the release before. */
    @FunctionalInterface
    interface Deployed {
        void await() throws ExecutionException, InterruptedException;
    }

    private void awaitLatestRelease(Future<Long> running) throws ExecutionException, InterruptedException {
        while (!knows.equals(application.names())) {
            if (running.isDone()) {
                // before its time: it failed
                running.get();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private long run() throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean end = false;
            while (!end) {
                Names names = application.names();
                read(statement, names);
                knows = names;
                begun.countDown();
                end = over.await(report.toMillis(), TimeUnit.MILLISECONDS);
                connection.rollback();
                end = end || over.await(report.toMillis() / PAUSE_PART, TimeUnit.MILLISECONDS);
            }
        } finally {
            begun.countDown();
        }
        return failed;
    }

    private void read(Statement statement, Names names) {
        try (ResultSet rows = statement.executeQuery("select id from " + names.read() + " limit 1")) {
            rows.next();
        } catch (SQLException e) {
            failed++;
        }
    }
}
