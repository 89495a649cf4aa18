package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockSettings.WhenLocked;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several instances, or several threads of one, that want to upgrade at the same time. */
@DatabaseTest
class ConcurrentUpgradesTest {

    /** Three upgrades that leave a row for each time they run. */
    private static DatabaseUpgrader threeSteps(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.3.0")
                .register(
                        "1.1.0",
                        upgrade -> upgrade.handle()
                                .execute("create table item (id int); create table run (step text);"
                                        + " insert into run values ('1.1.0')"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("row", h -> h.execute("insert into run values ('1.2.0')"));
                    upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
                })
                .register("1.3.0", upgrade -> upgrade.handle().execute("insert into run values ('1.3.0')"))
                .build();
    }

    @Test
    @DisplayName("upgrades 36: eight instances start together, each step runs once, and all calls succeed")
    void upgrade_byEightAtOnce_runsEachStepOnce(TestDatabase database) throws Exception {
        threeSteps(database.dataSource()).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        List<Callable<UpgradeResult>> instances =
                Collections.nCopies(8, () -> threeSteps(database.dataSource()).upgrade());

        List<UpgradeResult> results;
        try (Background background = new Background()) {
            results = background.together(instances);
        }

        assertThat(results)
                .extracting(UpgradeResult::outcome)
                .containsOnlyOnce(Outcome.APPLIED)
                .containsOnly(Outcome.APPLIED, Outcome.NOTHING_TO_DO);
        assertThat(results).extracting(r -> r.to().toString()).containsOnly("1.3.0");
        assertThat(database.rows("select step from run order by step")).containsExactly("1.1.0", "1.2.0", "1.3.0");
        assertThat(threeSteps(database.dataSource()).history())
                .allMatch(HistoryEntry::succeeded)
                .filteredOn(entry -> entry.action().equals("upgrade"))
                .extracting(entry -> entry.step().orElseThrow().toString())
                .containsExactly("1.1.0", "1.2.0", "1.3.0");
    }

    @Test
    @DisplayName("upgrades 37: what another instance did while this one waited is not done again")
    void upgrade_afterWaiting_runsOnlyWhatIsStillPending(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        DatabaseUpgrader first = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> gate.pass())
                .register("1.2.0", upgrade -> ran.add("first 1.2.0"))
                .build();
        var named = database.dataSource();
        named.setApplicationName("second");
        DatabaseUpgrader second = DatabaseUpgrader.forDataSource(named)
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> ran.add("second 1.1.0"))
                .register("1.2.0", upgrade -> ran.add("second 1.2.0"))
                .build();
        first.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        try (Background background = new Background()) {
            Future<UpgradeResult> upToMiddle = background.run(() -> first.upgrade(UpgradeOptions.to("1.1.0")));
            gate.awaitReached();
            Future<UpgradeResult> upToEnd = background.run(second::upgrade);
            database.await("the second polls for the lock", Waiting.pollsAs("second"));
            gate.open();

            assertThat(result(upToMiddle).versions()).containsExactly(SchemaVersion.parse("1.1.0"));
            assertThat(result(upToEnd).versions()).containsExactly(SchemaVersion.parse("1.2.0"));
        }
        assertThat(ran).containsExactly("second 1.2.0");
    }

    @Test
    @DisplayName("upgrades 46: of two threads with one upgrader and a pool of one, one works and the other waits")
    void upgrade_byTwoThreadsOfOneUpgrader_runsOnce(TestDatabase database) throws Exception {
        HikariDataSource pool = database.pool(1);
        DatabaseUpgrader upgrader = threeSteps(pool);
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        List<UpgradeResult> results;
        try (Background background = new Background()) {
            results = background.together(List.of(upgrader::upgrade, upgrader::upgrade));
        }

        assertThat(results)
                .extracting(UpgradeResult::outcome)
                .containsExactlyInAnyOrder(Outcome.APPLIED, Outcome.NOTHING_TO_DO);
    }

    @Test
    @DisplayName(
            "upgrades 46, upgrades 38: another thread of the same upgrader is not waited for where that is not wanted")
    void upgrade_whileAnotherThreadWorks_failsOrReturnsAtOnce(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader failing = standingAt(gate, database, WhenLocked.FAIL);
        failing.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        Gate otherGate = new Gate();
        DatabaseUpgrader returning = standingAt(otherGate, database, WhenLocked.RETURN);

        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(failing::upgrade);
            gate.awaitReached();
            assertThat(failure(background.run(failing::upgrade)))
                    .isInstanceOfSatisfying(
                            UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT));
            gate.open();
            result(working);
            failing.rollback("1.0.0");

            Future<UpgradeResult> workingAgain = background.run(returning::upgrade);
            otherGate.awaitReached();
            assertThat(result(background.run(returning::upgrade)).outcome()).isEqualTo(Outcome.LEFT_TO_ANOTHER);
            otherGate.open();
            result(workingAgain);
        }
    }

    private static DatabaseUpgrader standingAt(Gate gate, TestDatabase database, WhenLocked whenLocked) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .lockSettings(LockSettings.defaults().whenLocked(whenLocked))
                .register("1.1.0", upgrade -> gate.pass())
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, upgrade -> {})
                .build();
    }
}
