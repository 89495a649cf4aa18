package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.DryRunReport.Part;
import io.github.dbupgrader.DryRunReport.Rehearsal;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradePlan.SubStepEntry;
import io.github.dbupgrader.UpgradePlan.SubStepKind;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The schema change guide's lists of what to check before and after a change, as parts of the upgrade. */
@DatabaseTest
class VerifyTest {

    private static final String EMPTY = "select id, kwh from reading where kwh is null order by id";

    private static final String DIVIDE = "update reading set kwh = wh / 1000.0 where id < 7";

    private final AtomicBoolean apiAnswers = new AtomicBoolean();

    @BeforeEach
    void readings(TestDatabase database) {
        database.execute("create table reading (id int primary key, wh int not null, kwh numeric);"
                + " insert into reading (id, wh) select n, n * 1000 from generate_series(1, 7) n");
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMode mode, UpgradeMethod method) {
        DatabaseUpgraderBuilder builder =
                DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.1.0");
        builder.build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return builder.register("1.1.0", mode, method).build();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(DatabaseUpgrader upgrader) {
        return assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED));
    }

    private void checked(UpgradeContext upgrade) {
        upgrade.verify("no reading is negative", "select id from reading where wh < 0 or wh::text like '%?:x'");
        upgrade.step("divide", handle -> handle.execute(DIVIDE));
        upgrade.verify("each reading has a value", EMPTY);
        upgrade.verify("the API answers", handle -> apiAnswers.get());
    }

    @Test
    @DisplayName(
            "upgrades 59, upgrades 66: one that does not hold stops the upgrade, shows rows, and is made again when they are mended")
    void verify_inOnlineUpgrade_stopsAndResumes(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.ONLINE, this::checked);

        assertFails(upgrader)
                .hasMessageContaining("failed in sub-step \"verify: each reading has a value\"")
                .hasMessageContaining("its query found what must not be there: id = 7, kwh = NULL")
                .hasMessageContaining("Fix: mend what is wrong and start again");
        assertThat(upgrader.plan().entries().get(0).subSteps())
                .containsExactly(
                        new SubStepEntry("verify: no reading is negative", SubStepKind.TRANSACTION, true),
                        new SubStepEntry("divide", SubStepKind.TRANSACTION, true),
                        new SubStepEntry("verify: each reading has a value", SubStepKind.TRANSACTION, false),
                        new SubStepEntry("verify: the API answers", SubStepKind.TRANSACTION, false));

        database.execute("update reading set kwh = 7 where id = 7");
        assertFails(upgrader)
                .hasMessageContaining("\"the API answers\" does not hold, because its check returned false");
        apiAnswers.set(true);
        database.execute("update reading set kwh = null");
        assertThat(upgrader.upgrade().versions())
                .as("what held is recorded, and not verified again")
                .hasSize(1);

        assertThat(history(upgrader))
                .filteredOn(line -> line.startsWith("sub-step"))
                .containsExactlyInAnyOrder(
                        "sub-step 1.1.0",
                        "sub-step 1.1.0",
                        "sub-step 1.1.0 FAILED",
                        "sub-step 1.1.0",
                        "sub-step 1.1.0 FAILED",
                        "sub-step 1.1.0");
        assertThat(upgrader.history())
                .filteredOn(entry -> entry.subStep()
                                .filter("verify: each reading has a value"::equals)
                                .isPresent()
                        && entry.succeeded())
                .singleElement()
                .satisfies(entry -> assertThat(entry.statements())
                        .extracting(HistoryEntry.Statement::sql)
                        .containsExactly(EMPTY));
    }

    @Test
    @DisplayName("upgrades 63: a verification is no obstacle to the revert of an unfinished upgrade")
    void verify_revertOfUnfinishedUpgrade_passesIt(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.ONLINE, upgrade -> {
            upgrade.verify("there are readings", handle -> true);
            upgrade.verify("there are no readings", "select id from reading");
        });

        assertFails(upgrader)
                .hasMessageContaining("must not be there: id = 1; id = 2; id = 3; id = 4; id = 5; and more. Fix");
        upgrader.rollback("1.0.0");

        assertThat(upgrader.plan().entries().get(0).subSteps())
                .extracting(SubStepEntry::done)
                .containsExactly(false, false);
    }

    @Test
    @DisplayName("upgrades 25: in a transactional upgrade it is made at once, and nothing of the upgrade stays")
    void verify_inTransactionalUpgrade_rollsBack(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.TRANSACTIONAL, upgrade -> {
            upgrade.verify("there are readings", handle -> true);
            upgrade.handle().execute(DIVIDE);
            upgrade.verify("each reading has a value", EMPTY);
        });

        assertFails(upgrader).hasMessageContaining("\"each reading has a value\" does not hold");
        assertThat(database.queryLong("select count(kwh) from reading")).isZero();

        database.execute("delete from reading where id = 7");
        upgrader.upgrade();
        assertThat(database.queryLong("select count(kwh) from reading")).isEqualTo(6);
    }

    @Test
    @DisplayName("upgrades 57: a dry run makes verifications; behind what it runs only in part they decide nothing")
    void verify_inDryRun_isMade(TestDatabase database) {
        DatabaseUpgrader exact = upgrader(database, UpgradeMode.ONLINE, this::checked);
        assertThatThrownBy(exact::dryRun).hasMessageContaining("id = 7, kwh = NULL");

        DatabaseUpgrader partly = upgrader(database, UpgradeMode.ONLINE, upgrade -> {
            upgrade.verify("there are readings", handle -> true);
            upgrade.backfill("divide", Backfill.table("reading").set("kwh = wh / 1000.0"));
            upgrade.verify("each reading has a value", EMPTY);
            upgrade.stepOutsideTransaction("by hand", connection -> {});
            upgrade.verify("by hand something was done", handle -> false);
        });
        assertThat(partly.dryRun().steps().get(0).parts())
                .extracting(Part::name, Part::rehearsal)
                .contains(
                        tuple("verify: there are readings", Rehearsal.AS_IT_IS),
                        tuple("verify: by hand something was done", Rehearsal.UNDECIDED));
        assertThat(partly.dryRun().render())
                .contains(
                        "verify: by hand something was done: does not hold here, where something before it ran only in part");
    }

    @Test
    @DisplayName("upgrades 59: a query that answers yes or no would be misread, and is refused")
    void verify_queryOfOneBoolean_isRefused(TestDatabase database) {
        assertThatThrownBy(upgrader(
                        database,
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.verify("all full", "select count(*) = count(kwh) from reading"))::upgrade)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DECLARATION));
    }
}
