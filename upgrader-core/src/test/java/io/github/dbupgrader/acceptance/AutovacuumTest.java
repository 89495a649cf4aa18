package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.ServerDirectory;
import io.github.dbupgrader.version.SchemaVersion;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An autovacuum gives way only to somebody who waits for longer than deadlock_timeout. */
@Tag("database")
class AutovacuumTest {

    /** A server of its own: the one of the other tests never vacuums by itself, and nobody but its command line can change that. */
    private static EmbeddedPostgres vacuumingServer() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(ServerDirectory.create())
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum_naptime", "1s")
                // longer than every try but the patient one
                .setServerConfig("deadlock_timeout", "1500ms")
                .start();
    }

    /** Makes a table whose vacuum outlasts the test by far, and waits until that has begun. */
    private static void awaitVacuum(DataSource dataSource) {
        Jdbi.create(dataSource).useHandle(handle -> {
            handle.execute("create table busy (id int, filler text) with (autovacuum_vacuum_threshold = 1,"
                    + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                    + " autovacuum_vacuum_cost_limit = 1)");
            handle.execute("insert into busy select n, repeat('x', 900) from generate_series(1, 3000) n");
            handle.execute("delete from busy where id % 2 = 0");
        });
        // the end of that session has told the launcher how much there is to do
        Awaitility.await("an autovacuum of the table")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Jdbi.create(dataSource).withHandle(AutovacuumTest::isVacuumed));
    }

    private static boolean isVacuumed(Handle handle) {
        return handle.createQuery("select exists (select from pg_stat_activity"
                        + " where backend_type = 'autovacuum worker' and query like '%VACUUM%busy%')")
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean isSomebodyBlocked(Handle handle) {
        return handle.createQuery("select exists (select from pg_stat_activity where wait_event_type = 'Lock')")
                .mapTo(Boolean.class)
                .one();
    }

    @Test
    @Tag("long")
    @DisplayName(
            "online 3: a vacuum to prevent wraparound, which never gives way, is reported and waited for, not fought")
    void alter_ofATableUnderWraparoundVacuum_waits() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setDataDirectory(ServerDirectory.create())
                        .setServerConfig("fsync", "off")
                        .setServerConfig("autovacuum_naptime", "1s")
                        .setServerConfig("autovacuum_freeze_max_age", "100000")
                        .start();
                Logged log = new Logged(".Calm", Level.INFO);
                Background background = new Background()) {
            DataSource dataSource = server.getPostgresDatabase();
            Jdbi jdbi = Jdbi.create(dataSource);
            jdbi.useHandle(handle -> {
                handle.execute("create table busy (id int, filler text) with (autovacuum_vacuum_cost_delay = 100,"
                        + " autovacuum_vacuum_cost_limit = 1)");
                handle.execute("insert into busy select n, repeat('x', 900) from generate_series(1, 3000) n");
                handle.execute("create procedure burn() language plpgsql as $$ begin for i in 1..110000 loop"
                        + " perform pg_current_xact_id(); commit; end loop; end $$");
                handle.execute("set synchronous_commit = off");
                handle.execute("call burn()");
            });
            Awaitility.await("a vacuum to prevent wraparound")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> jdbi.withHandle(h -> h.createQuery("select exists (select from pg_stat_activity"
                                    + " where query like '%busy (to prevent wraparound)')")
                            .mapTo(Boolean.class)
                            .one()));
            AtomicInteger retries = new AtomicInteger();
            DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                    .applicationVersion("1.1.0")
                    .timeouts(TimeoutSettings.defaults().pace(Duration.ofMillis(20), Duration.ofMillis(20)))
                    .listener(new UpgradeListener() {
                        @Override
                        public void stepRetried(SchemaVersion version, int tries, Duration pause) {
                            retries.set(tries);
                        }
                    })
                    .register(
                            "1.1.0",
                            UpgradeMode.ONLINE,
                            upgrade -> upgrade.schema().table("busy").addColumn("a", "int"))
                    .build();
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
            Future<UpgradeResult> upgrading = background.run(upgrader::upgrade);
            Awaitility.await().until(() -> !log.texts().isEmpty());

            assertThat(log.texts().get(0))
                    .contains("waits before it tries to lock \"busy\"")
                    .contains("autovacuum");
            // the next vacuum is to be fast; it begins within a second
            Future<?> faster = background.run(() -> jdbi.withHandle(handle -> handle.execute(
                    "alter table busy reset (autovacuum_vacuum_cost_delay, autovacuum_vacuum_cost_limit)")));
            Awaitility.await("the change of settings waits")
                    .until(() -> jdbi.withHandle(AutovacuumTest::isSomebodyBlocked));
            jdbi.useHandle(handle -> handle.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where query like '%busy (to prevent wraparound)'"));
            Background.result(faster);

            assertThat(Background.result(upgrading).outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(retries).hasValue(0);
        }
    }

    @Test
    @DisplayName("online 3: a normal autovacuum on the table is cancelled by the patient try, and the step succeeds")
    void alter_ofATableUnderAutovacuum_succeeds() throws IOException {
        AtomicInteger retries = new AtomicInteger();
        try (EmbeddedPostgres server = vacuumingServer()) {
            DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(server.getPostgresDatabase())
                    .applicationVersion("1.1.0")
                    .timeouts(TimeoutSettings.defaults().pace(Duration.ofMillis(20), Duration.ofMillis(20)))
                    .listener(new UpgradeListener() {
                        @Override
                        public void stepRetried(SchemaVersion version, int tries, Duration pause) {
                            retries.set(tries);
                        }
                    })
                    .register("1.1.0", sql("alter table busy add column a int"))
                    .build();
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
            awaitVacuum(server.getPostgresDatabase());

            assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        }
        assertThat(retries).as("tries before the patient one").hasValue(5);
    }
}
