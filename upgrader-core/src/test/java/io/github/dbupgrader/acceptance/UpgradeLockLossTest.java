package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The session that holds the upgrade lock dies, or loses the lock. */
@DatabaseTest
class UpgradeLockLossTest {

    private static DatabaseUpgraderBuilder upgrader(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.1.0");
    }

    private static void initialise(TestDatabase database) {
        upgrader(database).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    @Test
    @DisplayName("upgrades 40, online 11: when the holder is killed, the next waiter goes on by itself")
    void upgrade_holderKilled_nextGoesOn(TestDatabase database) throws Exception {
        initialise(database);
        Gate gate = new Gate();
        PGSimpleDataSource holding = database.dataSource();
        holding.setApplicationName("holder");
        DatabaseUpgrader holder = DatabaseUpgrader.forDataSource(holding)
                .applicationVersion("1.1.0")
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table half (id int)");
                    gate.pass();
                    upgrade.handle().execute("create table whole (id int)");
                })
                .build();
        PGSimpleDataSource waiting = database.dataSource();
        waiting.setApplicationName("waiter");
        DatabaseUpgrader waiter = DatabaseUpgrader.forDataSource(waiting)
                .applicationVersion("1.1.0")
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table half (id int)"))
                .build();

        try (Background background = new Background()) {
            Future<UpgradeResult> dying = background.run(holder::upgrade);
            gate.awaitReached();
            Future<UpgradeResult> next = background.run(waiter::upgrade);
            database.await("the other waits", Waiting.pollsAs("waiter"));
            database.kill(
                    (int) database.queryLong("select pid from pg_stat_activity where application_name = 'holder'"));

            // the holder's Java code still stands at its gate
            assertThat(result(next).outcome()).isEqualTo(Outcome.APPLIED);

            gate.open();
            assertThat(failure(dying)).isInstanceOfSatisfying(StepFailedException.class, e -> {
                assertThat(e.version()).isEqualTo(SchemaVersion.parse("1.1.0"));
                assertThat(e.failingSql()).contains("create table whole (id int)");
            });
        }
        assertThat(database.queryText("select to_regclass('whole')")).isEqualTo("null");
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.1.0");
    }

    @Test
    @DisplayName("upgrades 42, online 11: a step that gives the lock away is not recorded, and nothing of it is kept")
    void upgrade_lockReleasedByStep_aborts(TestDatabase database) {
        initialise(database);
        DatabaseUpgrader upgrader = upgrader(database)
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table item (id int)");
                    upgrade.handle().execute("select pg_advisory_unlock_all()");
                })
                .build();

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_LOST));

        assertThat(database.queryText("select to_regclass('item')")).isEqualTo("null");
        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        assertThat(upgrader.history())
                .last()
                .matches(entry -> !entry.succeeded())
                .extracting(HistoryEntry::error)
                .satisfies(error -> assertThat(error.orElseThrow()).contains(ErrorCode.LOCK_LOST.id()));
    }

    @Test
    @DisplayName("upgrades 42: the lock is lost too where another session has taken it in the meantime")
    void upgrade_lockTakenByAnother_aborts(TestDatabase database) throws Exception {
        initialise(database);
        try (Connection thief = database.connect();
                Statement statement = thief.createStatement()) {
            DatabaseUpgrader upgrader = upgrader(database)
                    .register("1.1.0", upgrade -> {
                        String key = database.queryText("select (classid::bigint << 32) | objid::bigint from pg_locks"
                                + " where locktype = 'advisory' and database ="
                                + " (select oid from pg_database where datname = current_database())");
                        upgrade.handle().execute("select pg_advisory_unlock_all()");
                        statement.execute("select pg_advisory_lock(" + key + ")");
                    })
                    .build();

            assertThatThrownBy(upgrader::upgrade)
                    .isInstanceOfSatisfying(
                            StepFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_LOST));
            assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        }
    }

    @Test
    @DisplayName("upgrades 42: a sub-step that gives the lock away is not recorded as done")
    void upgrade_lockReleasedBySubStep_leavesItUnfinished(TestDatabase database) {
        initialise(database);
        DatabaseUpgrader upgrader = upgrader(database)
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("inside", handle -> handle.execute("create table item (id int)"));
                    upgrade.stepOutsideTransaction("outside", connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("select pg_advisory_unlock_all()");
                        }
                    });
                })
                .build();

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_LOST));

        assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);
        assertThat(database.rows("select sub_step, state from database_upgrade_steps order by position"))
                .containsExactly("inside|DONE", "outside|STARTED");
    }
}
