package io.github.dbupgrader.plan;

import static io.github.dbupgrader.plan.Given.recorded;
import static io.github.dbupgrader.plan.Given.registry;
import static io.github.dbupgrader.plan.Given.v;
import static io.github.dbupgrader.plan.Given.versions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.plan.RollbackPlanner.PlannedRollback;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.registry.Registry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 63: rollback")
class RollbackPlannerTest {

    private static final List<String> ALL = List.of("1.1.0", "1.2.0", "1.3.0", "1.4.0");
    private static final Registry REGISTRY =
            registry(versions(ALL.toArray(String[]::new)), versions("1.1.0", "1.2.0", "1.3.0"));
    private static final Given.State AT_1_3 =
            recorded("1.3.0").initialisedAt("1.0.0").applied("1.1.0", "1.2.0", "1.3.0");

    @Test
    void plan_severalVersions_undoesThemDescendingAndStampsDown() {
        PlannedRollback plan = plan(AT_1_3, "1.0.0");

        assertThat(plan.undos())
                .extracting(Undo::version, Undo::stampTo)
                .containsExactly(
                        tuple(v("1.3.0"), v("1.2.0")), tuple(v("1.2.0"), v("1.1.0")), tuple(v("1.1.0"), v("1.0.0")));
        assertThat(plan.undos())
                .allSatisfy(
                        u -> assertThat(u.rollback().orElseThrow().version()).isEqualTo(u.version()));
        assertThat(plan.stamp()).isEmpty();
    }

    @Test
    void plan_targetBetweenUpgrades_isStampedExactly() {
        assertThat(plan(AT_1_3, "1.2.5").undos())
                .extracting(Undo::version, Undo::stampTo)
                .containsExactly(tuple(v("1.3.0"), v("1.2.5")));
    }

    @Test
    void plan_recordedStampAboveTheLastUpgrade_isLowered() {
        Given.State stamped = recorded("1.3.7").initialisedAt("1.0.0").applied("1.1.0", "1.2.0", "1.3.0");
        PlannedRollback plan = plan(stamped, "1.3.0");

        assertThat(plan.undos()).isEmpty();
        assertThat(plan.stamp()).contains(v("1.3.0"));
    }

    @Test
    void plan_toTheRecordedVersion_isNothing() {
        PlannedRollback plan = plan(AT_1_3, "1.3.0");

        assertThat(plan.undos()).isEmpty();
        assertThat(plan.stamp()).isEmpty();
    }

    @Test
    void plan_versionsThatNeverRan_areNotUndone() {
        PlannedRollback plan = plan(recorded("1.3.0").initialisedAt("1.0.0").applied("1.3.0"), "1.1.0");

        assertThat(plan.undos())
                .extracting(Undo::version, Undo::stampTo)
                .containsExactly(tuple(v("1.3.0"), v("1.1.0")));
    }

    @DisplayName("upgrades 63: before the first one it refuses if any in the range is missing, and names them all")
    @Test
    void plan_rollbackMissing_isRefusedAsAWhole() {
        Given.State state = recorded("1.5.0").initialisedAt("1.0.0").applied("1.2.0", "1.3.0", "1.4.0", "1.5.0");

        assertThatThrownBy(() -> plan(state, "1.1.0"))
                .hasMessageStartingWith("UPG-601 The upgrades 1.4.0, 1.5.0 cannot be undone:");
        assertThatThrownBy(() -> plan(state, "1.4.0"))
                .hasMessageStartingWith("UPG-601 Upgrade 1.5.0 cannot be undone:");
        assertThat(plan(state, "1.5.0").undos()).isEmpty();
    }

    @DisplayName("upgrades 63: a rollback below the version of initialisation is refused")
    @Test
    void plan_targetOutOfRange_isRefused() {
        assertThatThrownBy(() -> plan(AT_1_3, "0.9.9"))
                .hasMessageStartingWith("UPG-602 The rollback to 0.9.9 was asked for: recording began at 1.0.0");
        assertThat(plan(AT_1_3, "1.0.0").undos()).hasSize(3);
        assertThatThrownBy(() -> plan(AT_1_3, "1.3.1"))
                .hasMessageStartingWith("UPG-602 The rollback to 1.3.1 was asked for: the database is recorded at");
        assertThatThrownBy(() -> new RollbackPlanner(REGISTRY, "metrics").plan(Optional.empty(), v("1.0.0")))
                .hasMessageStartingWith("UPG-602 A rollback was asked for: the database has no recorded version of"
                        + " component \"metrics\"");
    }

    @DisplayName(
            "upgrades 63: unfinished upgrades above the target are reverted first, the highest first; the stamp stays")
    @Test
    void plan_unfinishedUpgrades_areRevertedFirst() {
        PlannedRollback plan = plan(AT_1_3.unfinished("1.4.0", "1.2.0"), "1.2.0");

        assertThat(plan.undos())
                .extracting(Undo::version, u -> u.rollback().isPresent(), Undo::stampTo)
                .containsExactly(tuple(v("1.4.0"), false, v("1.3.0")), tuple(v("1.3.0"), true, v("1.2.0")));
    }

    @DisplayName("upgrades 63: rollback(recorded) reverts the unfinished upgrade, and does just that")
    @Test
    void plan_toTheRecordedVersion_revertsTheUnfinishedUpgrade() {
        PlannedRollback plan = plan(AT_1_3.unfinished("1.4.0"), "1.3.0");

        assertThat(plan.undos())
                .extracting(Undo::version, u -> u.rollback().isPresent(), Undo::stampTo)
                .containsExactly(tuple(v("1.4.0"), false, v("1.3.0")));
        assertThat(plan.stamp()).isEmpty();
    }

    @Test
    void plan_unfinishedUpgradeThatNobodyKnows_isRefused() {
        assertThatThrownBy(() -> plan(AT_1_3.unfinished("1.6.0"), "1.3.0"))
                .hasMessageStartingWith(
                        "UPG-504 The ONLINE upgrade 1.6.0 was begun and not finished: this application");
    }

    @DisplayName("upgrades 63: an unfinished rollback is gone on with by the same call")
    @Test
    void plan_unfinishedRollback_isPlannedAgain() {
        assertThat(plan(AT_1_3.unfinishedRollback("1.3.0"), "1.2.0").undos())
                .extracting(Undo::version)
                .containsExactly(v("1.3.0"));
    }

    private static PlannedRollback plan(Given.State state, String to) {
        return new RollbackPlanner(REGISTRY, "application").plan(state.state(), v(to));
    }
}
