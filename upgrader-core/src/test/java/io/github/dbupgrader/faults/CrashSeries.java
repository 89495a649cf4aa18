package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Crashes a host application at one statement after the other, until a run ends before its crash; and after each crash starts
 * it again and compares what is there then with an undisturbed run.
 *
 * <p>Two workers have a database each, which is emptied between two crashes: making one takes longer than crashing in it.
 */
final class CrashSeries {

    private static final int WORKERS = 2;
    private static final int ENDLESS = 2000;

    private final Host host;
    private final Crash crash;
    private final Slice slice;
    private final String undisturbed;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean exhausted = new AtomicBoolean();
    private final AtomicInteger crashes = new AtomicInteger();
    private final Map<String, Integer> ends = new ConcurrentSkipListMap<>();

    private CrashSeries(Host host, Crash crash, Slice slice) {
        this.host = host;
        this.crash = crash;
        this.slice = slice;
        this.undisturbed = undisturbed();
    }

    /** Runs it, prints what it covered, and returns how the crashed runs ended, with their number. */
    static Map<String, Integer> run(Host host, Crash crash, Slice slice) throws InterruptedException {
        Quiet quiet = Quiet.expectedTrouble();
        try (quiet) {
            CrashSeries series = new CrashSeries(host, crash, slice);
            long start = System.nanoTime();
            series.runAll();
            System.out.printf(
                    "faults: %s mode=%s (%s) crashed at %s, %d crashes, ends %s, %.1f s%n",
                    host.name(),
                    crash.letter(),
                    crash,
                    slice,
                    series.crashes.get(),
                    series.ends,
                    (System.nanoTime() - start) / 1e9);
            assertThat(series.crashes.get()).as("crashes").isPositive();
            return series.ends;
        }
    }

    private String undisturbed() {
        try (TestDatabase database = TestDatabase.create()) {
            host.reinstall(database);
            host.start(database.dataSource());
            return host.fingerprint(database);
        }
    }

    private void runAll() throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                futures.add(workers.submit(this::work));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void work() {
        try (TestDatabase database = TestDatabase.create()) {
            // of size one, so that a connection that is lost to it, or comes back spoilt, is noticed
            HikariDataSource pool = database.pool(1);
            String fresh = session(pool);
            while (!exhausted.get()) {
                int k = slice.at(next.getAndIncrement());
                try {
                    crashAndStartAgain(database, pool, k);
                    assertThat(session(pool)).as("the pooled session").isEqualTo(fresh);
                } catch (Throwable e) {
                    exhausted.set(true);
                    throw new AssertionError("mode " + crash.letter() + ", statement " + k + ": " + e.getMessage(), e);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void crashAndStartAgain(TestDatabase database, HikariDataSource pool, int k) throws SQLException {
        host.reinstall(database);
        String before = session(pool);
        Crash.Outcome outcome = crash.at(k, host, database, pool);
        if (!outcome.fired()) {
            exhausted.set(true);
            return;
        }
        assertThat(k).as("statements of a run that should end").isLessThan(ENDLESS);
        crashes.incrementAndGet();
        assertThat(session(pool)).as("the pooled session").isEqualTo(before);

        String took = host.startAgain(database, pool);
        ends.merge(took.isEmpty() ? outcome.end() : took, 1, Integer::sum);
        assertThat(host.fingerprint(database)).isEqualTo(undisturbed);
    }

    /** {@return what the next borrower finds, or that the lock was not given back} */
    private static String session(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select (select string_agg(name || '=' || setting, ', ' order by name) from pg_settings
                            where source = 'session'),
                          (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
                          (select count(*) from pg_class where relnamespace = pg_my_temp_schema())""")) {
            row.next();
            return row.getString(1) + "; advisory locks " + row.getString(2) + "; temporary tables " + row.getString(3)
                    + "; autocommit " + connection.getAutoCommit() + "; read-only " + connection.isReadOnly();
        }
    }
}
