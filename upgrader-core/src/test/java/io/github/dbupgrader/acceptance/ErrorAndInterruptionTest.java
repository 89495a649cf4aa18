package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An Error, or a thread that is asked to stop, ends a run as cleanly as an exception does. */
@DatabaseTest
class ErrorAndInterruptionTest {

    private static DatabaseUpgrader upgrader(DataSource dataSource, UpgradeMethod rest) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table half (id int)");
                    rest.run(upgrade);
                })
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    /** Nothing of the step is there, and the lock and the pool's only connection are free. */
    private static void isClean(TestDatabase database, HikariDataSource pool) throws SQLException {
        assertThat(database.rows("select to_regclass('half'), schema_version from database_metadata"))
                .containsExactly("null|1.0.0");
        assertThat(database.queryLong("select count(*) from pg_locks where locktype = 'advisory'"))
                .isZero();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("select 1")).isTrue();
        }
        assertThat(upgrader(pool, upgrade -> {}).upgrade().outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("upgrades 33: an Error after half the work is rolled back, recorded and thrown as it is")
    void step_throwingAnError_isRolledBack(TestDatabase database) throws SQLException {
        HikariDataSource pool = database.pool(1);
        StackOverflowError error = new StackOverflowError("in a step");
        DatabaseUpgrader upgrader = upgrader(pool, upgrade -> {
            throw error;
        });

        assertThatThrownBy(upgrader::upgrade).isSameAs(error);

        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0", "upgrade 1.1.0 FAILED");
        assertThat(upgrader.history().get(1).error())
                .hasValueSatisfying(e -> assertThat(e).contains("StackOverflowError (in a step)"));
        isClean(database, pool);
    }

    @Test
    @DisplayName("upgrades 33: a step that is interrupted is rolled back, and the thread stays interrupted")
    void step_interrupted_isRolledBackAndKeepsTheFlag(TestDatabase database) throws SQLException {
        HikariDataSource pool = database.pool(1);
        DatabaseUpgrader upgrader = upgrader(pool, upgrade -> {
            Thread.currentThread().interrupt();
            throw new InterruptedException("asked to stop");
        });

        StepFailedException failed = assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(StepFailedException.class))
                .actual();

        assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
        assertThat(failed).hasCauseInstanceOf(InterruptedException.class);
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0", "upgrade 1.1.0 FAILED");
        isClean(database, pool);
    }

    @Test
    @DisplayName("upgrades 33: so it is where the InterruptedException has cleared the flag")
    void step_thatThrowsInterruptedException_setsTheFlagAgain(TestDatabase database) throws SQLException {
        HikariDataSource pool = database.pool(1);
        DatabaseUpgrader upgrader = upgrader(pool, upgrade -> {
            throw new InterruptedException("the flag is down by now");
        });

        assertThatThrownBy(upgrader::upgrade).isInstanceOf(StepFailedException.class);

        assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
        isClean(database, pool);
    }

    @Test
    @DisplayName("upgrades 33: waiting for the upgrade lock can be interrupted; no step has run")
    void waiting_interrupted_ends(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader holder = upgrader(database.dataSource(), upgrade -> gate.pass());
        DatabaseUpgrader waiter = upgrader(database.dataSource(), upgrade -> {
            throw new AssertionError("has run");
        });
        try (Background background = new Background()) {
            Future<?> holding = background.run(holder::upgrade);
            gate.awaitReached();
            Thread[] thread = new Thread[1];
            Future<Boolean> waiting = background.run(() -> {
                thread[0] = Thread.currentThread();
                assertThatThrownBy(waiter::upgrade)
                        .asInstanceOf(type(UpgradeException.class))
                        .extracting(UpgradeException::code)
                        .isEqualTo(ErrorCode.INTERRUPTED);
                return Thread.interrupted();
            });
            database.await("the second one tries the lock", "query like '%pg_try_advisory_lock%'");
            thread[0].interrupt();

            assertThat(Background.result(waiting)).as("interrupt flag").isTrue();
            gate.open();
            Background.result(holding);
        }
    }

    @Test
    @DisplayName("upgrades 33: the pause between two tries for locks can be interrupted; nothing stays")
    void pause_betweenTries_canBeInterrupted(TestDatabase database) throws Exception {
        database.execute("create table busy (id int)");
        HikariDataSource pool = database.pool(1);
        DatabaseUpgrader upgrader =
                upgrader(pool, upgrade -> upgrade.handle().execute("alter table busy add column a int"));
        try (Background background = new Background();
                Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                statement.execute("select from busy");
            }
            Thread[] thread = new Thread[1];
            Future<Boolean> upgrading = background.run(() -> {
                thread[0] = Thread.currentThread();
                assertThatThrownBy(upgrader::upgrade)
                        .asInstanceOf(type(StepFailedException.class))
                        .extracting(UpgradeException::code)
                        .isEqualTo(ErrorCode.INTERRUPTED);
                return Thread.interrupted();
            });
            database.awaitSomeoneBlocked();
            thread[0].interrupt();

            assertThat(Background.result(upgrading)).as("interrupt flag").isTrue();
            reader.rollback();
        }
        isClean(database, pool);
    }
}
