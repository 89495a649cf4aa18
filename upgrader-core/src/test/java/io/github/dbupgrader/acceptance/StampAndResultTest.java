package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.nothing;
import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepResult;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is stamped when, what a start without work costs, and what the result says. */
@DatabaseTest
class StampAndResultTest {

    private static DatabaseUpgraderBuilder builder(DataSource dataSource, String version) {
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion(version);
    }

    private static DatabaseUpgraderBuilder twoSteps(DataSource dataSource, String version) {
        return builder(dataSource, version)
                .register(Upgrade.transactional("1.1.0", sql("create table item (id int); insert into item values (1)"))
                        .description("the items"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("row", handle -> handle.execute("insert into item values (2)"));
                    upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
                });
    }

    private static SchemaVersion version(String text) {
        return SchemaVersion.parse(text);
    }

    @Test
    @DisplayName("upgrades 30: beyond the last step one final stamp is added, which lets older nodes run on")
    void target_beyondTheLastStep_isStampedOnce(TestDatabase database) {
        DatabaseUpgrader upgrader = twoSteps(database.dataSource(), "1.3.5").build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(Steps.history(upgrader).subList(1, 7))
                .containsExactly(
                        "upgrade 1.1.0",
                        "start 1.2.0",
                        "sub-step 1.2.0",
                        "sub-step 1.2.0",
                        "upgrade 1.2.0",
                        "stamp 1.3.5");
        assertThat(upgrader.history()).hasSize(7);
        assertThat(database.rows("select schema_version, compatible_from from database_metadata"))
                .containsExactly("1.3.5|1.2.0");
    }

    @Test
    @DisplayName("upgrades 30: where the target is the last step, its own stamp is the only one")
    void target_ofTheLastStep_isNotStampedTwice(TestDatabase database) {
        DatabaseUpgrader upgrader = twoSteps(database.dataSource(), "1.2.0").build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();
        upgrader.upgrade();

        assertThat(Steps.history(upgrader))
                .hasSize(6)
                .doesNotContain("stamp 1.2.0")
                .containsOnlyOnce("upgrade 1.2.0")
                .last()
                .isEqualTo("upgrade 1.2.0");
    }

    @Test
    @DisplayName("upgrades 31: with nothing pending a start is one statement: no lock, no transaction, no write")
    void upgrade_withNothingPending_isOneStatement(TestDatabase database) {
        DatabaseUpgrader first = twoSteps(database.dataSource(), "1.2.0").build();
        first.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        first.upgrade();
        String before = database.queryText("select pg_snapshot_xmax(pg_current_snapshot())");
        FaultyDataSource counting = new FaultyDataSource(database.dataSource(), database.dataSource(), Fault.THROW, 0);

        UpgradeResult result = twoSteps(counting, "1.2.0").build().upgrade();

        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(counting.count()).isEqualTo(1);
        // no transaction got a number, so nothing was written
        assertThat(database.queryText("select pg_snapshot_xmax(pg_current_snapshot())"))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 31: initialising again at the recorded version is one statement too")
    void initialise_again_isOneStatement(TestDatabase database) {
        builder(database.dataSource(), "1.2.0").build().initialiseSchemaVersion();
        FaultyDataSource counting = new FaultyDataSource(database.dataSource(), database.dataSource(), Fault.THROW, 0);

        builder(counting, "1.2.0").build().initialiseSchemaVersion();

        assertThat(counting.count()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "upgrades 32: the result says which versions ran, from where to where, how long and how many statements")
    void result_ofARun_saysWhatRan(TestDatabase database) {
        DatabaseUpgrader upgrader = twoSteps(database.dataSource(), "1.3.0").build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        UpgradeResult result = upgrader.upgrade();

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.from()).contains(version("1.0.0"));
        assertThat(result.to()).isEqualTo(version("1.3.0"));
        assertThat(result.versions()).containsExactly(version("1.1.0"), version("1.2.0"));
        StepResult transactional = result.steps().get(0);
        assertThat(transactional.description()).isEqualTo("the items");
        assertThat(transactional.missed()).isFalse();
        assertThat(transactional.statements()).isEqualTo(1);
        assertThat(transactional.subSteps()).isZero();
        StepResult online = result.steps().get(1);
        assertThat(online.subSteps()).isEqualTo(2);
        assertThat(online.statements()).isGreaterThanOrEqualTo(2);
        assertThat(transactional.duration()).isPositive();
        assertThat(online.duration()).isPositive();
        assertThat(result.duration())
                .isGreaterThanOrEqualTo(transactional.duration().plus(online.duration()));
        assertThat(result.waited()).isLessThan(result.duration());
    }

    @Test
    @DisplayName("upgrades 32: APPLIED, STAMPED_ONLY and NOTHING_TO_DO are told apart")
    void result_withoutSteps_tellsAStampFromNothing(TestDatabase database) {
        builder(database.dataSource(), "1.0.0").build().initialiseSchemaVersion();
        DatabaseUpgrader later = builder(database.dataSource(), "1.0.1").build();

        UpgradeResult stamped = later.upgrade();
        UpgradeResult nothing = later.upgrade();

        assertThat(stamped.outcome()).isEqualTo(Outcome.STAMPED_ONLY);
        assertThat(stamped.from()).contains(version("1.0.0"));
        assertThat(stamped.to()).isEqualTo(version("1.0.1"));
        assertThat(nothing.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(nothing.from()).contains(version("1.0.1"));
        assertThat(nothing.to()).isEqualTo(version("1.0.1"));
        assertThat(nothing.steps()).isEmpty();
        assertThat(database.rows("select schema_version, compatible_from from database_metadata"))
                .containsExactly("1.0.1|1.0.0");
    }

    @Test
    @DisplayName("upgrades 32: a run to an explicit target between two steps says where it ended")
    void result_ofAnExplicitTarget_endsThere(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database.dataSource(), "1.3.0")
                .register("1.1.0", nothing())
                .register("1.3.0", nothing())
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        UpgradeResult result = upgrader.upgrade(UpgradeOptions.to("1.2.0"));

        assertThat(result.versions()).containsExactly(version("1.1.0"));
        assertThat(result.to()).isEqualTo(version("1.2.0"));
    }
}
