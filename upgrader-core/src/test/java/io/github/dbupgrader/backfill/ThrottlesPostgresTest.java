package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.backfill.Verdict.Kind;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the throttles say of real servers. */
@Tag("database")
class ThrottlesPostgresTest {

    private static final Throttle LAG = Throttles.replicaLag(Duration.ofMillis(300));
    private static final Throttle BYTES = Throttles.replicaLagBytes(1 << 20);

    @DatabaseTest
    @Test
    @DisplayName(
            "backfill 67: a server without replicas, archive and autovacuum never holds, whatever the role may see")
    void check_onAPlainServer_goes(TestDatabase database) throws Exception {
        database.execute("create table cow (id int)");
        try (Connection connection = database.dataSource(database.role("plain")).getConnection()) {
            ThrottleContext context = new ThrottleContext(connection, "public.cow", Duration.ZERO);

            assertThat(LAG.check(context)).isEqualTo(Verdict.go());
            assertThat(BYTES.check(context)).isEqualTo(Verdict.go());
            assertThat(Throttles.walBacklog(1).check(context)).isEqualTo(Verdict.go());
            assertThat(Throttles.autovacuum(Duration.ofSeconds(9)).check(context))
                    .isEqualTo(Verdict.go());
        }
    }

    @DatabaseTest
    @Test
    @DisplayName("backfill 67: somebody's own vacuum is no autovacuum")
    void autovacuum_ofAUser_goes(TestDatabase database) throws Exception {
        database.execute("create table cow (id int)");
        try (Connection connection = database.connect();
                Connection locker = database.connect()) {
            locker.setAutoCommit(false);
            locker.createStatement().execute("lock table cow in share update exclusive mode");

            assertThat(Throttles.autovacuum(Duration.ofSeconds(9))
                            .check(new ThrottleContext(connection, "public.cow", Duration.ZERO)))
                    .isEqualTo(Verdict.go());
        }
    }

    @DatabaseTest
    @Test
    @DisplayName("backfill 67: the window is one of the server's clock")
    void window_byTheServersClock(TestDatabase database) throws Exception {
        ZoneId zone = ZoneId.of("America/St_Johns");
        OffsetDateTime server = database.query(
                        "select clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                .get(0);
        LocalTime now = server.atZoneSameInstant(zone).toLocalTime();
        try (Connection connection = database.connect()) {
            ThrottleContext context = new ThrottleContext(connection, "public.cow", Duration.ZERO);

            assertThat(Throttles.window(now.minusHours(1), now.plusHours(1), zone)
                            .check(context)
                            .kind())
                    .isEqualTo(Kind.GO);
            assertThat(Throttles.window(now.plusHours(1), now.minusHours(1), zone)
                            .check(context)
                            .kind())
                    .isEqualTo(Kind.HOLD);
        }
    }

    @Test
    @DisplayName("backfill 67: a standby that lags, an archive that fails and an autovacuum hold, and release")
    void check_onABusyServer_holdsAndReleases() throws Exception {
        try (ThrottledServer server = new ThrottledServer()) {
            server.execute("create table cow (id int, filler text)", "create role plain login");

            archive(server);
            standby(server);
            autovacuum(server);
        }
    }

    private static void archive(ThrottledServer server) throws Exception {
        Throttle throttle = Throttles.walBacklog(1);
        server.execute("alter system set archive_command = 'exit 1'", "select pg_reload_conf()");
        for (int segment = 0; segment < 3; segment++) {
            server.execute("insert into cow values (1)", "select pg_switch_wal()");
        }
        await("the archiver has reported that it does not succeed")
                .until(() -> server.ask(throttle).kind() == Kind.HOLD);
        assertThat(server.ask(throttle).reason()).matches("the archiver is \\d+ segments behind, more than 1");

        server.execute("alter system set archive_command = 'exit 0'", "select pg_reload_conf()");
        await("the archiver has caught up").until(() -> server.ask(throttle).equals(Verdict.go()));
    }

    private static void standby(ThrottledServer server) throws Exception {
        server.startStandby();
        await("the standby has caught up").until(() -> server.ask(BYTES).equals(Verdict.go()));

        server.onStandby("select pg_wal_replay_pause()");
        server.execute("insert into cow select n, repeat('x', 900) from generate_series(1, 40000) n");
        await("the bytes are behind").until(() -> server.ask(BYTES).kind() == Kind.HOLD);
        assertThat(server.ask(BYTES).reason()).matches("replica \"?copy\"? is \\d+ bytes behind, more than 1048576");
        try (Connection plain = server.connect("plain")) {
            ThrottleContext context = new ThrottleContext(plain, "public.cow", Duration.ZERO);
            Verdict hidden = Verdict.unknown("the role plain cannot see how far replicas are behind;"
                    + " \"grant pg_monitor to plain\" would show it");
            assertThat(BYTES.check(context)).isEqualTo(hidden);
            assertThat(LAG.check(context)).isEqualTo(hidden);
            server.execute("grant pg_monitor to plain");
            assertThat(BYTES.check(context).kind()).isEqualTo(Kind.HOLD);
        }
        server.onStandby("select pg_wal_replay_resume()");
        await("the bytes are replayed").until(() -> server.ask(BYTES).equals(Verdict.go()));

        server.onStandby("alter system set recovery_min_apply_delay = '1s'", "select pg_reload_conf()");
        await("the delay is seen").until(() -> {
            server.execute("insert into cow values (2)");
            return server.ask(LAG).reason().matches("replica \"?copy\"? is \\d+\\.\\d s behind, more than 0\\.3 s");
        });
        server.onStandby("alter system reset recovery_min_apply_delay", "select pg_reload_conf()");
        await("the delay is over").until(() -> {
            server.execute("insert into cow values (3)");
            return server.ask(LAG).equals(Verdict.go());
        });
    }

    private static void autovacuum(ThrottledServer server) throws Exception {
        Throttle throttle = Throttles.autovacuum(Duration.ofSeconds(60));
        server.execute(
                "drop table cow",
                "create table cow (id int, filler text) partition by range (id)",
                "create table calf partition of cow for values from (0) to (9999) with (autovacuum_vacuum_threshold = 1,"
                        + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                        + " autovacuum_vacuum_cost_limit = 1)",
                "insert into cow select n, repeat('x', 900) from generate_series(1, 3000) n",
                "delete from cow where id % 2 = 0");
        Verdict hold = Verdict.hold("an autovacuum works on calf; the backfill waits for at most 60.0 s");
        await("an autovacuum of a partition").until(() -> server.ask(throttle).equals(hold));
        try (Connection plain = server.connect("plain")) {
            server.execute("revoke pg_monitor from plain");
            assertThat(throttle.check(new ThrottleContext(plain, "public.cow", Duration.ZERO)))
                    .isEqualTo(hold);
            assertThat(throttle.check(new ThrottleContext(plain, "public.bull", Duration.ZERO)))
                    .as("another table")
                    .isEqualTo(Verdict.go());
        }

        // waits for that lock, upon which the autovacuum gives way
        server.execute("alter table calf set (autovacuum_enabled = false)");
        await("no autovacuum").until(() -> server.ask(throttle).equals(Verdict.go()));
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }
}
