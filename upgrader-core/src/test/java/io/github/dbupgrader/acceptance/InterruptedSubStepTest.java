package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.ConnectionWork;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sub-step written by hand for outside a transaction, that was interrupted: upgrades 61. */
@DatabaseTest
class InterruptedSubStepTest {

    private final List<String> ran = new ArrayList<>();

    private static DatabaseUpgrader initialised(TestDatabase database, UpgradeMethod online) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, online)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private ConnectionWork failingOnce(String name) {
        return connection -> {
            ran.add(name);
            if (ran.stream().filter(name::equals).count() == 1) {
                throw new IllegalStateException("in the middle of it");
            }
        };
    }

    private DatabaseUpgrader interrupted(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(database, upgrade -> {
            upgrade.step("before", handle -> ran.add("before"));
            upgrade.stepOutsideTransaction("odd", failingOnce("odd"));
            upgrade.step("after", handle -> ran.add("after"));
        });
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        return upgrader;
    }

    private static void assertRefused(DatabaseUpgrader upgrader) {
        assertThatThrownBy(upgrader::upgrade).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED_SUB_STEP);
            assertThat(e).hasMessageContaining("markSubStep(\"1.1.0\", \"odd\", SubStepMark.DONE)");
        });
        assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);
    }

    @Test
    @DisplayName("upgrades 61: the next run refuses, again and again, and the work does not run")
    void upgrade_interruptedSubStep_refuses(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database);

        assertRefused(upgrader);
        assertRefused(upgrader);

        assertThat(ran).containsExactly("before", "odd");
    }

    @Test
    @DisplayName("upgrades 61: marked as done, it is not run again, and the history says who said so")
    void markSubStep_done_goesOnBehindIt(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database);

        upgrader.markSubStep("1.1.0", "odd", SubStepMark.DONE);
        assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);
        upgrader.upgrade();

        assertThat(ran).containsExactly("before", "odd", "after");
        assertThat(upgrader.history())
                .filteredOn(entry -> entry.action().equals("mark"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.description()).isEqualTo("marked DONE");
                    assertThat(entry.subStep()).contains("odd");
                    assertThat(entry.databaseUser()).isEqualTo(database.user());
                });
    }

    @Test
    @DisplayName("upgrades 61: marked as not done, it runs again")
    void markSubStep_notDone_runsItAgain(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database);

        upgrader.markSubStep("1.1.0", "odd", SubStepMark.NOT_DONE);
        upgrader.upgrade();

        assertThat(ran).containsExactly("before", "odd", "odd", "after");
        assertThat(upgrader.history()).extracting(HistoryEntry::description).contains("marked NOT_DONE");
    }

    @Test
    @DisplayName("upgrades 61: only what is recorded as begun can be marked")
    void markSubStep_unknown_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database);

        for (String[] unknown : new String[][] {{"1.1.0", "after"}, {"1.1.0", "even"}, {"1.0.0", "odd"}}) {
            assertThatThrownBy(() -> upgrader.markSubStep(unknown[0], unknown[1], SubStepMark.DONE))
                    .isInstanceOfSatisfying(
                            UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SUB_STEP));
        }
        upgrader.markSubStep("1.1.0", "odd", SubStepMark.DONE);
        upgrader.upgrade();
        assertThatThrownBy(() -> upgrader.markSubStep("1.1.0", "odd", SubStepMark.DONE))
                .hasMessageContaining("is not recorded as begun");
    }

    @Test
    @DisplayName("upgrades 61: a repeatable one simply runs again")
    void upgrade_repeatableSubStepInterrupted_runsAgain(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(
                database,
                upgrade -> upgrade.stepOutsideTransaction("odd", failingOnce("odd"))
                        .repeatable());
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(ran).containsExactly("odd", "odd");
    }

    @Test
    @DisplayName("upgrades 61: an interrupted one may be declared repeatable afterwards, by whoever has looked")
    void upgrade_declaredRepeatableAfterwards_runsAgain(TestDatabase database) {
        DatabaseUpgrader before =
                initialised(database, upgrade -> upgrade.stepOutsideTransaction("odd", failingOnce("odd")));
        assertThat(catchThrowable(before::upgrade)).isInstanceOf(StepFailedException.class);

        initialised(
                        database,
                        upgrade -> upgrade.stepOutsideTransaction("odd", failingOnce("odd"))
                                .repeatable())
                .upgrade();

        assertThat(ran).containsExactly("odd", "odd");
    }

    @Test
    @DisplayName("upgrades 61: one whose session was killed is interrupted as well")
    void upgrade_sessionKilledInSubStep_refuses(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = initialised(
                database,
                upgrade -> upgrade.stepOutsideTransaction("odd", connection -> {
                    ran.add("odd");
                    execute(connection, "select pg_sleep(60)");
                }));
        try (Background background = new Background()) {
            Future<UpgradeResult> dying = background.run(upgrader::upgrade);
            database.await("the work goes on", "query = 'select pg_sleep(60)' and state = 'active'");
            database.kill(
                    (int) database.queryLong("select pid from pg_stat_activity where query = 'select pg_sleep(60)'"));
            assertThat(failure(dying)).isInstanceOf(StepFailedException.class);
        }

        assertRefused(upgrader);

        assertThat(ran).containsExactly("odd");
    }

    @Test
    @DisplayName("upgrades 61: work that leaves a transaction open is rolled back, not recorded, and told so")
    void upgrade_transactionLeftOpen_isNotDone(TestDatabase database) {
        database.execute("create table item (id int)");
        DatabaseUpgrader upgrader = initialised(
                database,
                upgrade -> upgrade.stepOutsideTransaction("odd", connection -> {
                    connection.setAutoCommit(false);
                    execute(connection, "insert into item values (1)");
                }));

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_LEFT_OPEN));

        assertThat(database.queryLong("select count(*) from item")).isZero();
        assertRefused(upgrader);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
