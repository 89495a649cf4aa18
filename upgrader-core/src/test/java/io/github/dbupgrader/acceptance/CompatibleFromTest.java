package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which application versions may run on the schema: the compatibility floor among the decisions, and upgrades 52. */
@DatabaseTest
class CompatibleFromTest {

    private static DatabaseUpgraderBuilder application(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion(version);
    }

    private static String recorded(TestDatabase database) {
        return database.queryText("select schema_version || ' from ' || compatible_from from database_metadata");
    }

    private static Upgrade upgrade(String version, String compatibleFrom) {
        return Upgrade.transactional(version, Steps.nothing()).compatibleFrom(compatibleFrom);
    }

    @Test
    @DisplayName("upgrades 52: a transactional step raises the floor with its stamp, as versions, and never lowers it")
    void upgrade_compatibleFrom_isRaisedAndNeverLowered(TestDatabase database) {
        DatabaseUpgrader upgrader = application(database, "1.12.0")
                .register(upgrade("1.9.0", "1.2.0"))
                .register(upgrade("1.10.0", "1.10.0"))
                .register(upgrade("1.11.0", "1.9.0"))
                .register("1.12.0", Steps.nothing())
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade(UpgradeOptions.to("1.9.0"));
        assertThat(recorded(database)).isEqualTo("1.9.0 from 1.2.0");
        upgrader.upgrade(UpgradeOptions.to("1.10.0"));
        assertThat(recorded(database)).isEqualTo("1.10.0 from 1.10.0");
        upgrader.upgrade(UpgradeOptions.to("1.11.0"));
        assertThat(recorded(database)).isEqualTo("1.11.0 from 1.10.0");
        upgrader.upgrade();
        assertThat(recorded(database))
                .as("undeclared is the step's own version")
                .isEqualTo("1.12.0 from 1.12.0");
        assertThat(database.rows("select compatible_from_before, compatible_from_after from database_upgrade_history"
                        + " where action = 'upgrade' order by id"))
                .containsExactly("1.0.0|1.2.0", "1.2.0|1.10.0", "1.10.0|1.10.0", "1.10.0|1.12.0");
    }

    @Test
    @DisplayName("upgrades 52: a release without steps locks no older node out")
    void upgrade_stampOnly_leavesTheFloor(TestDatabase database) {
        application(database, "1.0.0").build().initialiseSchemaVersion();

        application(database, "1.0.1").build().upgrade();

        assertThat(recorded(database)).isEqualTo("1.0.1 from 1.0.0");
        assertThat(application(database, "1.0.0").build().status().state()).isEqualTo(State.AHEAD_COMPATIBLE);
    }

    @Test
    @DisplayName("upgrades 52: initialise, a first stamp and an explicit start set the floor to that version")
    void firstRecord_setsTheFloor(TestDatabase database) {
        application(database, "1.2.0").build().upgrade();
        assertThat(recorded(database)).isEqualTo("1.2.0 from 1.2.0");

        application(database, "1.3.0")
                .build()
                .initialiseSchemaVersion(InitialiseOptions.at("1.1.0").force());
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.1.0");

        application(database, "1.3.0")
                .component("other")
                .register(upgrade("1.2.0", "1.0.0"))
                .build()
                .upgrade(UpgradeOptions.to("1.2.0").from("1.1.0"));
        assertThat(database.queryText("select compatible_from from database_metadata where component = 'other'"))
                .isEqualTo("1.1.0");
    }

    @Test
    @DisplayName(
            "upgrades 52: an ONLINE step raises the floor when its first sub-step starts, so that older nodes are AHEAD while it is unfinished")
    void upgrade_online_raisesTheFloorAtItsStart(TestDatabase database) throws Exception {
        application(database, "1.0.0").build().initialiseSchemaVersion();
        Gate gate = new Gate();
        DatabaseUpgrader upgrader = application(database, "1.2.0")
                .register(Upgrade.online("1.1.0", upgrade -> {
                            upgrade.step("first", handle -> gate.pass());
                            upgrade.step("second", handle -> {
                                throw new IllegalStateException("not yet");
                            });
                        })
                        .compatibleFrom("1.0.5"))
                .build();
        DatabaseUpgrader older = application(database, "1.0.4").build();
        DatabaseUpgrader compatible = application(database, "1.0.5").build();
        try (Background background = new Background()) {
            Future<Throwable> failing = background.run(() -> catchThrowable(upgrader::upgrade));
            gate.awaitReached();

            assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.5");
            assertThat(older.status().state()).isEqualTo(State.AHEAD);
            assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);

            gate.open();
            assertThat(result(failing)).isInstanceOf(StepFailedException.class);
        }
        UpgradeStatus status = compatible.status();
        assertThat(status.state()).isEqualTo(State.INCOMPLETE);
        assertThat(status.unfinished()).containsExactly(SchemaVersion.parse("1.1.0"));
        compatible.validate();
        assertThat(older.status().state()).isEqualTo(State.AHEAD);
        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.5");
    }

    @Test
    @DisplayName(
            "upgrades 52: a compatible older node starts beside an unfinished upgrade of a newer release, and only stamps")
    void upgrade_olderNodeBesideUnfinishedUpgrade_runsItsOwnPart(TestDatabase database) {
        application(database, "1.0.0").build().initialiseSchemaVersion();
        DatabaseUpgrader newer = application(database, "1.1.0")
                .register(Upgrade.online(
                                "1.1.0",
                                upgrade -> upgrade.step("fail", handle -> {
                                    throw new IllegalStateException("not yet");
                                }))
                        .compatibleFrom("1.0.0"))
                .build();
        assertThat(catchThrowable(newer::upgrade)).isInstanceOf(StepFailedException.class);

        UpgradeResult result = application(database, "1.0.3").build().upgrade();

        assertThat(result.outcome()).isEqualTo(UpgradeResult.Outcome.STAMPED_ONLY);
        assertThat(recorded(database)).isEqualTo("1.0.3 from 1.0.0");
        assertThat(newer.status().unfinished()).containsExactly(SchemaVersion.parse("1.1.0"));
    }
}
