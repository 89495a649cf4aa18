package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.CuttingProxy;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The connection breaks when the server has carried out what was sent, and before its answer is there: upgrades 77. Which
 * round trip that is, is counted from the last one of the step's own work.
 */
@DatabaseTest
class LostAnswerTest {

    private static final int RECORD = 1;
    private static final int COMMIT = 2;
    /** Behind the statement that takes back what the work left in the session. */
    private static final int RECORD_OUTSIDE = 2;
    /** Behind the statement that reads the record once more. */
    private static final int STAMP = 2;

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table run (component text)");
    }

    private static DatabaseUpgraderBuilder component(DataSource dataSource, String component) {
        return DatabaseUpgrader.forDataSource(dataSource).component(component).applicationVersion("1.1.0");
    }

    private static DatabaseUpgrader transactional(DataSource dataSource, String component, Runnable atTheEnd) {
        return component(dataSource, component)
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("insert into run values (?)", component);
                    atTheEnd.run();
                })
                .build();
    }

    private static DatabaseUpgrader outside(DataSource dataSource, String component, Runnable atTheEnd) {
        return component(dataSource, component)
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.stepOutsideTransaction("odd", connection -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute("insert into run values ('" + component + "')");
                            }
                            atTheEnd.run();
                        }))
                .build();
    }

    private static DatabaseUpgrader withoutSteps(DataSource dataSource, String component, Runnable atTheStart) {
        return component(dataSource, component)
                .listener(new UpgradeListener() {
                    @Override
                    public void runStarted(int steps) {
                        atTheStart.run();
                    }
                })
                .build();
    }

    /** Makes the upgrader of a test over a connection, and tells when the step's own work is done. */
    @FunctionalInterface
    private interface Upgrader {
        DatabaseUpgrader over(DataSource dataSource, String component, Runnable atTheEnd);
    }

    /** Runs it once undisturbed, to count; then again, in a line of its own, and loses the answer to the n-th round trip after its work. */
    private static UpgradeException lose(TestDatabase database, Upgrader upgrader, int after) {
        initialise(database, "counted");
        int[] end = new int[1];
        try (CuttingProxy counting = new CuttingProxy(database, 0)) {
            upgrader.over(counting.dataSource(), "counted", () -> end[0] = counting.count())
                    .upgrade();
        }
        initialise(database, "cut");
        try (CuttingProxy cutting = new CuttingProxy(database, end[0] + after)) {
            UpgradeException failure = catchThrowableOfType(
                    UpgradeException.class,
                    () -> upgrader.over(cutting.dataSource(), "cut", () -> {}).upgrade());
            assertThat(cutting.fired()).isTrue();
            return failure;
        }
    }

    private static void initialise(TestDatabase database, String component) {
        component(database.dataSource(), component).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private static String recorded(TestDatabase database) {
        return database.queryText("select schema_version from database_metadata where component = 'cut'");
    }

    private static long runs(TestDatabase database) {
        return database.queryLong("select count(*) from run where component = 'cut'");
    }

    @Test
    @DisplayName(
            "upgrades 77: the answer to COMMIT is lost, the outcome is unknown, and the next start finds that it happened")
    void upgrade_answerOfCommitLost_nextStartFindsOut(TestDatabase database) {
        UpgradeException failure = lose(database, LostAnswerTest::transactional, COMMIT);

        assertThat(failure.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(failure).hasMessageContaining("the next start reads what is recorded");
        assertThat(recorded(database)).isEqualTo("1.1.0");
        assertThat(transactional(database.dataSource(), "cut", () -> {})
                        .upgrade()
                        .outcome())
                .isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(runs(database)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "upgrades 77: the answer to a statement in a transaction is lost, and that is no doubt: it is rolled back")
    void upgrade_answerOfStampLost_isRolledBack(TestDatabase database) {
        UpgradeException failure = lose(database, LostAnswerTest::transactional, RECORD);

        assertThat(failure.code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(failure).hasMessageContaining("the server rolls back what was not committed");
        assertThat(transactional(database.dataSource(), "cut", () -> {})
                        .upgrade()
                        .outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(recorded(database)).isEqualTo("1.1.0");
        assertThat(runs(database)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "upgrades 77: the answer to the record of a sub-step outside a transaction is lost, and the next start finds it done")
    void upgrade_answerOfSubStepRecordLost_nextStartFindsOut(TestDatabase database) {
        UpgradeException failure = lose(database, LostAnswerTest::outside, RECORD_OUTSIDE);

        assertThat(failure.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(database.queryText("select state from database_upgrade_steps where component = 'cut'"))
                .isEqualTo("DONE");
        assertThat(outside(database.dataSource(), "cut", () -> {}).upgrade().outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(runs(database)).isEqualTo(1);
    }

    @Test
    @DisplayName("upgrades 77: the answer to a stamp without a step is lost, and the next start finds it")
    void upgrade_answerOfStampAloneLost_nextStartFindsOut(TestDatabase database) {
        UpgradeException failure = lose(database, LostAnswerTest::withoutSteps, STAMP);

        assertThat(failure.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(recorded(database)).isEqualTo("1.1.0");
        assertThat(withoutSteps(database.dataSource(), "cut", () -> {})
                        .upgrade()
                        .outcome())
                .isEqualTo(Outcome.NOTHING_TO_DO);
    }
}
