package io.github.dbupgrader.plan;

import static io.github.dbupgrader.plan.Given.recorded;
import static io.github.dbupgrader.plan.Given.registry;
import static io.github.dbupgrader.plan.Given.rules;
import static io.github.dbupgrader.plan.Given.upgradableFrom;
import static io.github.dbupgrader.plan.Given.v;
import static io.github.dbupgrader.plan.Given.versions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.DevelopmentPolicy;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Plans for a database with a record. */
class UpgradePlannerTest {

    private static final Optional<SchemaVersion> NONE = Optional.empty();
    private static final Registry REGISTRY = registry("1.10.0", "1.9.0", "1.1.0", "2.0.0", "1.2.0");

    @DisplayName("upgrades 9, upgrades 3: pending is recorded < v <= target, ascending as numbers")
    @Test
    void plan_recorded_pendingIsAboveItUpToTheTarget() {
        PlannedRun plan = plan(rules("1.10.0"), recorded("1.1.0"), NONE);

        assertThat(steps(plan)).containsExactly("1.2.0", "1.9.0", "1.10.0");
        assertThat(plan.target()).isEqualTo(v("1.10.0"));
        assertThat(plan.recorded()).isPresent();
        assertThat(plan.initialiseAt()).isEmpty();
        assertThat(plan.requiresEmptyDatabase()).isFalse();
        assertThat(plan.nothingToDo()).isFalse();
    }

    @DisplayName("upgrades 30: a target beyond the last upgrade is stamped once, at the end")
    @Test
    void plan_targetBeyondTheLastUpgrade_hasAFinalStamp() {
        assertThat(plan(rules("1.5.0"), recorded("1.1.0"), NONE).stamp()).contains(v("1.5.0"));
        assertThat(plan(rules("1.2.0"), recorded("1.1.0"), NONE).stamp())
                .as("the upgrade's own stamp is the last one")
                .isEmpty();
    }

    @DisplayName("upgrades 55: at the target the plan is empty")
    @Test
    void plan_atTheTarget_isEmpty() {
        PlannedRun plan = plan(rules("1.2.0"), recorded("1.2.0"), NONE);

        assertThat(plan.nothingToDo()).isTrue();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.stamp()).isEmpty();
    }

    @DisplayName("upgrades 51: BEHIND is only a stamp away")
    @Test
    void plan_noUpgradeBetween_isAStampOnly() {
        PlannedRun plan = plan(rules("1.8.0"), recorded("1.2.0"), NONE);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.stamp()).contains(v("1.8.0"));
        assertThat(plan.nothingToDo()).isFalse();
    }

    @DisplayName("upgrades 11: a target between registered versions is allowed, and stamped exactly")
    @Test
    void plan_explicitTargetBetween_stampsExactlyThat() {
        PlannedRun plan = plan(rules("2.0.0"), recorded("1.1.0"), Optional.of(v("1.9.5")));

        assertThat(steps(plan)).containsExactly("1.2.0", "1.9.0");
        assertThat(plan.stamp()).contains(v("1.9.5"));
    }

    @DisplayName(
            "upgrades 11: a target above the application or below the recorded version is refused, an equal one a no-op")
    @Test
    void plan_explicitTarget_liesBetweenRecordedAndApplication() {
        assertThatThrownBy(() -> plan(rules("1.4.0"), recorded("1.1.0"), Optional.of(v("1.4.1"))))
                .hasMessageStartingWith("UPG-205 The target 1.4.1 was asked for: it is above the application version");
        assertThatThrownBy(() -> plan(rules("1.4.0"), recorded("1.2.0"), Optional.of(v("1.1.0"))))
                .hasMessageStartingWith("UPG-205 The target 1.1.0 was asked for: it is below the recorded version");
        assertThat(plan(rules("1.4.0"), recorded("1.2.0"), Optional.of(v("1.2.0")))
                        .nothingToDo())
                .isTrue();
    }

    @DisplayName("upgrades 10: the default target is the application version; a development version is never one")
    @Test
    void plan_developmentVersion_wantsATargetOrThePolicy() {
        assertThatThrownBy(() -> plan(rules("1.4.0-SNAPSHOT"), recorded("1.1.0"), NONE))
                .hasMessageStartingWith("UPG-202 The application version \"1.4.0-SNAPSHOT\" is a development version");
        assertThatThrownBy(() -> plan(rules("dev", DevelopmentPolicy.TREAT_AS_RELEASE), recorded("1.1.0"), NONE))
                .as("there is no release that it leads to")
                .hasMessageStartingWith("UPG-202");

        PlannedRun asRelease = plan(rules("1.4.0-rc.1", DevelopmentPolicy.TREAT_AS_RELEASE), recorded("1.1.0"), NONE);
        assertThat(asRelease.target()).isEqualTo(v("1.4.0"));
        assertThat(asRelease.stamp()).contains(v("1.4.0"));
    }

    @DisplayName(
            "upgrades 10, upgrades 11: a development version with an explicit target, at most the release that it leads to")
    @Test
    void plan_developmentVersionWithTarget_isUpToItsBase() {
        assertThat(steps(plan(rules("1.4.0-SNAPSHOT"), recorded("1.1.0"), Optional.of(v("1.4.0")))))
                .containsExactly("1.2.0");
        assertThat(steps(plan(rules("dev"), recorded("1.9.0"), Optional.of(v("2.0.0")))))
                .as("nothing to compare with")
                .containsExactly("1.10.0", "2.0.0");
        assertThatThrownBy(() -> plan(rules("1.4.0-SNAPSHOT"), recorded("1.1.0"), Optional.of(v("1.5.0"))))
                .hasMessageEndingWith("Fix: ask for 1.4.0 or less, or deploy a newer application.");
    }

    @DisplayName("upgrades 23: an explicit from-version on a recorded database is accepted only when equal")
    @Test
    void plan_explicitFrom_mustBeTheRecordedVersion() {
        assertThat(steps(planner(rules("1.2.0")).plan(recorded("1.1.0").state(), NONE, Optional.of(v("1.1.0")))))
                .containsExactly("1.2.0");
        assertThatThrownBy(() -> planner(rules("1.2.0")).plan(recorded("1.1.0").state(), NONE, Optional.of(v("1.0.0"))))
                .hasMessageStartingWith("UPG-206 The from-version 1.0.0 was given: the database is recorded at 1.1.0");
    }

    @DisplayName("upgrades 52: AHEAD fails by default; with the other policy it runs nothing and writes nothing")
    @Test
    void plan_applicationOlderThanCompatibleFrom_isAhead() {
        Given.State state = recorded("1.9.0").compatibleFrom("1.5.0");

        assertThatThrownBy(() -> plan(rules("1.4.0"), state, NONE))
                .hasMessageStartingWith("UPG-204 The application version 1.4.0 is older than the schema");
        assertThat(plan(rules("1.4.0", AheadPolicy.WARN), state, NONE).nothingToDo())
                .isTrue();
    }

    @DisplayName("upgrades 52: AHEAD_COMPATIBLE runs, and never writes or lowers the version")
    @Test
    void plan_applicationOlderButCompatible_isEmpty() {
        PlannedRun plan = plan(rules("1.5.0"), recorded("1.9.0").compatibleFrom("1.5.0"), NONE);

        assertThat(plan.nothingToDo()).isTrue();
        assertThat(plan.target()).isEqualTo(v("1.5.0"));
    }

    @DisplayName("upgrades, decisions: compatible_from above the recorded version keeps older applications out at once")
    @Test
    void plan_onlineUpgradeBegunByANewerRelease_keepsOlderOut() {
        Given.State begun = recorded("1.2.0").compatibleFrom("1.9.0").unfinished("1.9.0");

        assertThatThrownBy(() -> plan(rules("1.2.0"), begun, NONE)).hasMessageStartingWith("UPG-204");
        assertThat(steps(plan(rules("1.9.0"), begun, NONE))).containsExactly("1.9.0");
    }

    @DisplayName("upgrades 51: isTooOld compares with the release that a development version leads to")
    @Test
    void isTooOld_comparesTheBase() {
        Given.State state = recorded("1.4.0").compatibleFrom("1.4.0");

        assertThat(planner(rules("1.3.9")).isTooOld(state.state().orElseThrow()))
                .isTrue();
        assertThat(planner(rules("1.3.0-SNAPSHOT")).isTooOld(state.state().orElseThrow()))
                .isTrue();
        assertThat(planner(rules("1.4.0-SNAPSHOT")).isTooOld(state.state().orElseThrow()))
                .isFalse();
        assertThat(planner(rules("1.4.0")).isTooOld(state.state().orElseThrow()))
                .isFalse();
        assertThat(planner(rules("dev")).isTooOld(state.state().orElseThrow())).isFalse();
    }

    @DisplayName("upgrades 54: a record older than upgradableFrom is refused, naming the release to go through")
    @Test
    void plan_recordOlderThanUpgradableFrom_isRefused() {
        PlanRules rules = upgradableFrom("1.2.0", rules("2.0.0"));

        assertThatThrownBy(() -> plan(rules, recorded("1.1.9"), NONE))
                .hasMessage("UPG-208 The database is at 1.1.9: application version 2.0.0 can upgrade from 1.2.0 and"
                        + " later only. Fix: upgrade with release 1.2.0 first, then with this one.");
        assertThat(steps(plan(rules, recorded("1.2.0"), NONE))).containsExactly("1.9.0", "1.10.0", "2.0.0");
        assertThatThrownBy(() -> planner(rules).plan(Optional.empty(), NONE, Optional.of(v("1.1.0"))))
                .as("also where the caller says it")
                .hasMessageStartingWith("UPG-208 The database is at 1.1.0:");
    }

    @DisplayName("upgrades 51: the upgrades between two versions, none where the second is not above the first")
    @Test
    void between_twoVersions_excludesTheFirstIncludesTheSecond() {
        UpgradePlanner planner = planner(rules("2.0.0"));

        assertThat(planner.between(v("1.1.0"), v("1.9.0"))).isEqualTo(versions("1.2.0", "1.9.0"));
        assertThat(planner.between(SchemaVersion.ZERO, v("1.0.9"))).isEmpty();
        assertThat(planner.between(v("1.9.0"), v("1.9.0"))).isEmpty();
        assertThat(planner.between(v("1.9.0"), v("1.1.0"))).isEmpty();
    }

    @DisplayName(
            "upgrades 59: an unfinished ONLINE upgrade is gone on with, and refused where nobody knows it any more")
    @Test
    void plan_unfinishedUpgrade_mustBeKnown() {
        assertThat(steps(plan(rules("1.9.0"), recorded("1.1.0").unfinished("1.2.0"), NONE)))
                .containsExactly("1.2.0", "1.9.0");
        assertThatThrownBy(() -> plan(rules("1.9.0"), recorded("1.1.0").unfinished("1.5.0", "1.4.0"), NONE))
                .hasMessageStartingWith("UPG-504 The ONLINE upgrade 1.4.0 was begun and not finished");
        assertThat(steps(plan(rules("2.0.0"), recorded("1.1.0").unfinished("1.5.0"), Optional.of(v("1.2.0")))))
                .as("beyond the target it does not matter")
                .containsExactly("1.2.0");
    }

    @DisplayName("upgrades 63: an unfinished ONLINE rollback is finished first")
    @Test
    void plan_unfinishedRollback_isRefused() {
        assertThatThrownBy(() -> plan(rules("1.9.0"), recorded("1.2.0").unfinishedRollback("1.2.0"), NONE))
                .hasMessageStartingWith("UPG-504 The ONLINE rollback of 1.2.0 was begun and not finished");
    }

    private static UpgradePlanner planner(PlanRules rules) {
        return new UpgradePlanner(REGISTRY, rules);
    }

    private static PlannedRun plan(PlanRules rules, Given.State state, Optional<SchemaVersion> target) {
        return planner(rules).plan(state.state(), target, NONE);
    }

    static List<String> steps(PlannedRun plan) {
        return plan.steps().stream().map(s -> s.upgrade().version().toString()).toList();
    }
}
