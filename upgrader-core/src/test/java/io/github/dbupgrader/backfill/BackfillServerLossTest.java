package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.UpgradeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server goes away in the middle of a backfill. Each row is counted up, so what is done twice shows. */
@Tag("database")
class BackfillServerLossTest {

    private static final int ROWS = 6000;
    private static final Duration POLL = Duration.ofMillis(30);
    private static final BackfillSettings SETTINGS = BackfillSettings.defaults()
            .pace(Pace.defaults().fixed(10))
            .chunkRows(500)
            .workers(2)
            .lease(Duration.ofSeconds(1))
            .asynchronousCommit();

    @Test
    @DisplayName(
            "backfill 77, backfill 78: the server stops at once, twice, with batches that it had not written; nothing is lost or done twice")
    void work_whileServerRestarts_goesOn() throws Exception {
        try (ThrottledServer server = new ThrottledServer()) {
            writeLate(server);
            install(server);
            DatabaseUpgrader upgrader = upgrader(Route.to(server::connect));
            upgrader.upgrade();
            upgrader.backfills().start(POLL);
            try {
                awaitDone(server, ROWS / 10);
                server.restartAtOnce();
                awaitDone(server, ROWS / 2);
                server.restartAtOnce();
                awaitState(server, "COMPLETED");
                server.restartAtOnce();
            } finally {
                upgrader.backfills().stop();
            }

            requireEachOnce(server::connect);
        }
    }

    @Test
    @DisplayName("backfill 78: all sessions are ended ten times, and the workers come back each time")
    void work_whileAllSessionsAreKilled_goesOn() throws Exception {
        try (ThrottledServer server = new ThrottledServer()) {
            install(server);
            DatabaseUpgrader upgrader = upgrader(Route.to(server::connect));
            upgrader.upgrade();
            upgrader.backfills().start(POLL);
            try {
                for (int tenth = 1; tenth < 10; tenth++) {
                    awaitDone(server, tenth * ROWS / 20);
                    server.execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
                }
                awaitState(server, "COMPLETED");
            } finally {
                upgrader.backfills().stop();
            }

            requireEachOnce(server::connect);
        }
    }

    @Test
    @DisplayName(
            "backfill 78: after a fail-over to a server that is read-only at first, the workers go on when it may be written")
    void work_afterFailOver_goesOn() throws Exception {
        try (ThrottledServer server = new ThrottledServer()) {
            install(server);
            server.startStandby();
            AtomicBoolean failedOver = new AtomicBoolean();
            AtomicInteger refused = new AtomicInteger();
            DatabaseUpgrader upgrader = upgrader(Route.to(() -> {
                if (!failedOver.get()) {
                    return server.connect();
                }
                refused.incrementAndGet();
                return server.connectToStandby();
            }));
            upgrader.upgrade();
            upgrader.backfills().start(POLL);
            try {
                awaitDone(server, ROWS / 4);
                failedOver.set(true);
                server.stopAtOnce();
                waiting("workers have tried the read-only server").until(() -> refused.get() > 5);
                assertThat(number(server::connectToStandby, "select pg_is_in_recovery()::int"))
                        .isEqualTo(1);
                server.onStandby("select pg_promote()");
                waiting("it ends").until(() -> state(server::connectToStandby).equals("COMPLETED"));
            } finally {
                upgrader.backfills().stop();
            }

            requireEachOnce(server::connectToStandby);
        }
    }

    @Test
    @DisplayName(
            "backfill 77, backfill 78: the server stops at once, and forgets the last batches, between the reading and the writing of a batch of an upgrade; the next start goes on")
    void upgrade_whileServerRestarts_goesOnAtTheNextStart() throws Exception {
        try (ThrottledServer server = new ThrottledServer()) {
            writeLate(server);
            install(server);
            CountDownLatch inBatch = new CountDownLatch(1);
            CountDownLatch restarted = new CountDownLatch(1);
            AtomicInteger calls = new AtomicInteger();
            Backfill counting = Backfill.table("tally")
                    .read("n", Integer.class)
                    .write("n")
                    .compute(rows -> {
                        if (calls.incrementAndGet() == 20) {
                            inBatch.countDown();
                            restarted.await();
                        }
                        rows.forEach(row -> row.set("n", row.get("n", Integer.class) + 1));
                    })
                    .settings(SETTINGS.pace(Pace.defaults().fixed(50)));
            DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(Route.to(server::connect))
                    .applicationVersion("1.1.0")
                    .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.backfill("count", counting))
                    .build();

            CompletableFuture<?> upgrade = CompletableFuture.runAsync(upgrader::upgrade);
            assertThat(inBatch.await(60, TimeUnit.SECONDS)).isTrue();
            server.restartAtOnce();
            restarted.countDown();

            assertThatThrownBy(upgrade::join).hasCauseInstanceOf(UpgradeException.class);
            upgrader.upgrade();
            requireEachOnce(server::connect);
        }
    }

    /** What is committed asynchronously is on disk only when something is committed that waits for it. */
    private static void writeLate(ThrottledServer server) throws SQLException {
        server.execute(
                "alter system set synchronous_commit = off",
                "alter system set wal_writer_delay = '10s'",
                "select pg_reload_conf()");
    }

    private static void install(ThrottledServer server) throws SQLException {
        server.execute(
                "create table tally (id bigint primary key, n int not null default 0)",
                "insert into tally (id) select generate_series(1, " + ROWS + ")");
        upgrader(Route.to(server::connect)).initialiseSchemaVersion();
    }

    private static DatabaseUpgrader upgrader(Route route) {
        Backfill backfill = Backfill.table("tally").set("n = n + 1").settings(SETTINGS);
        return DatabaseUpgrader.forDataSource(route)
                .applicationVersion("1.0.0")
                .registerBackfill("count", "1.0.0", backfill)
                .build();
    }

    private static void awaitDone(ThrottledServer server, int rows) {
        waiting(rows + " rows are done")
                .until(() -> number(server::connect, "select coalesce(sum(rows_done), 0) from database_backfill_chunks")
                        >= rows);
    }

    private static void awaitState(ThrottledServer server, String state) {
        waiting("the state is " + state).until(() -> state(server::connect).equals(state));
    }

    private static ConditionFactory waiting(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsMatching(SQLException.class::isInstance);
    }

    private static String state(Route.Connecting route) throws SQLException {
        return text(route, "select state from database_backfills");
    }

    private static long number(Route.Connecting route, String sql) throws SQLException {
        return Long.parseLong(text(route, sql));
    }

    private static String text(Route.Connecting route, String sql) throws SQLException {
        try (Connection connection = route.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The end was recorded safely, too: it is still there after the last stop. */
    private static void requireEachOnce(Route.Connecting route) throws SQLException {
        assertThat(state(route)).isEqualTo("COMPLETED");
        assertThat(text(route, "select min(n) || ' ' || max(n) || ' ' || count(*) from tally"))
                .isEqualTo("1 1 " + ROWS);
        assertThat(number(route, "select sum(rows_done) from database_backfill_chunks"))
                .isEqualTo(ROWS);
    }
}
