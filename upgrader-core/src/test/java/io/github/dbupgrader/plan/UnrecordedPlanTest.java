package io.github.dbupgrader.plan;

import static io.github.dbupgrader.plan.Given.emptyMeansZero;
import static io.github.dbupgrader.plan.Given.registry;
import static io.github.dbupgrader.plan.Given.rules;
import static io.github.dbupgrader.plan.Given.v;
import static io.github.dbupgrader.plan.UpgradePlannerTest.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.DevelopmentPolicy;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Plans for a database without a record. */
class UnrecordedPlanTest {

    private static final Optional<SchemaVersion> NONE = Optional.empty();

    @DisplayName("upgrades 21: an upgrade in (0.0.0, target] is refused, with both remedies")
    @Test
    void plan_upgradesUpToTheTarget_isRefused() {
        assertThatThrownBy(() -> plan(rules("1.4.0"), NONE, "1.1.0", "1.3.0", "1.5.0"))
                .hasMessageStartingWith("UPG-201 The database has no recorded version of component \"application\": its"
                        + " schema may or may not have what the upgrades 1.1.0, 1.3.0 bring,")
                .hasMessageContaining("call initialiseSchemaVersion()")
                .hasMessageContaining("call upgrade(UpgradeOptions.to(\"1.4.0\").from(\"X.Y.Z\"))");
    }

    @DisplayName("upgrades 22: no upgrade there, so the target is stamped")
    @Test
    void plan_noUpgradeUpToTheTarget_isAStamp() {
        PlannedRun plan = plan(rules("1.4.0"), NONE, "1.5.0");

        assertThat(plan.stamp()).contains(v("1.4.0"));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.initialiseAt()).isEmpty();
        assertThat(plan.requiresEmptyDatabase()).isFalse();
        assertThat(plan.recorded()).isEmpty();
        assertThat(plan.nothingToDo()).isFalse();
    }

    @DisplayName("upgrades 23: an explicit from-version runs (from, target]")
    @Test
    void plan_explicitFrom_runsAboveIt() {
        PlannedRun plan = plan(rules("1.4.0"), Optional.of(v("1.1.0")), "1.1.0", "1.2.0", "1.3.0", "1.5.0");

        assertThat(steps(plan)).containsExactly("1.2.0", "1.3.0");
        assertThat(plan.initialiseAt()).contains(v("1.1.0"));
        assertThat(plan.stamp()).contains(v("1.4.0"));
        assertThat(plan.requiresEmptyDatabase()).isFalse();
    }

    @DisplayName("upgrades 23: from the target itself only the record is made; above it is refused")
    @Test
    void plan_explicitFromAtOrAboveTheTarget() {
        PlannedRun plan = plan(rules("1.4.0"), Optional.of(v("1.4.0")), "1.4.0");

        assertThat(plan.initialiseAt()).contains(v("1.4.0"));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.stamp()).isEmpty();
        assertThat(plan.nothingToDo()).isFalse();
        assertThatThrownBy(() -> plan(rules("1.4.0"), Optional.of(v("1.4.1"))))
                .hasMessageStartingWith("UPG-206 The from-version 1.4.1 was given: it is above the target 1.4.0.");
    }

    @DisplayName("upgrades 24: the opt-in starts an empty database from 0.0.0, and wants the proof")
    @Test
    void plan_emptyMeansZero_runsEverythingAfterProof() {
        PlannedRun plan = plan(emptyMeansZero(rules("1.4.0")), NONE, "1.3.0", "1.1.0", "1.5.0");

        assertThat(steps(plan)).containsExactly("1.1.0", "1.3.0");
        assertThat(plan.initialiseAt()).contains(SchemaVersion.ZERO);
        assertThat(plan.requiresEmptyDatabase()).isTrue();
        assertThat(plan.stamp()).contains(v("1.4.0"));
    }

    @DisplayName("upgrades 24: an explicit from-version is no guess, so it needs no proof even with the opt-in")
    @Test
    void plan_emptyMeansZeroWithFrom_believesTheCaller() {
        PlannedRun plan = plan(emptyMeansZero(rules("1.4.0")), Optional.of(v("1.1.0")), "1.1.0", "1.4.0");

        assertThat(steps(plan)).containsExactly("1.4.0");
        assertThat(plan.initialiseAt()).contains(v("1.1.0"));
        assertThat(plan.requiresEmptyDatabase()).isFalse();
        assertThat(plan.stamp()).isEmpty();
    }

    @DisplayName("upgrades 10: a development version stamps nothing on an unrecorded database either")
    @Test
    void plan_developmentVersion_isRefused() {
        assertThatThrownBy(() -> plan(rules("1.4.0-SNAPSHOT"), NONE)).hasMessageStartingWith("UPG-202");
        assertThat(plan(rules("1.4.0-SNAPSHOT", DevelopmentPolicy.TREAT_AS_RELEASE), NONE)
                        .stamp())
                .contains(v("1.4.0"));
    }

    @DisplayName("upgrades 11: an explicit target above the application is refused here too")
    @Test
    void plan_targetAboveTheApplication_isRefused() {
        UpgradePlanner planner = new UpgradePlanner(registry(), rules("1.4.0"));

        assertThatThrownBy(() -> planner.plan(Optional.empty(), Optional.of(v("1.5.0")), NONE))
                .hasMessageStartingWith("UPG-205 The target 1.5.0 was asked for");
        assertThat(planner.plan(Optional.empty(), Optional.of(v("1.3.0")), NONE).stamp())
                .contains(v("1.3.0"));
    }

    private static PlannedRun plan(PlanRules rules, Optional<SchemaVersion> from, String... upgrades) {
        return new UpgradePlanner(registry(upgrades), rules).plan(Optional.empty(), NONE, from);
    }
}
