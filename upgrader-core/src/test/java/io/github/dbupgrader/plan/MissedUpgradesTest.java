package io.github.dbupgrader.plan;

import static io.github.dbupgrader.plan.Given.recorded;
import static io.github.dbupgrader.plan.Given.registry;
import static io.github.dbupgrader.plan.Given.rules;
import static io.github.dbupgrader.plan.Given.v;
import static io.github.dbupgrader.plan.Given.versions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades, decisions: missed upgrades")
class MissedUpgradesTest {

    private static final Optional<SchemaVersion> NONE = Optional.empty();
    private static final Registry REGISTRY = registry("1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0");

    /** Initialised at 1.0.0 and upgraded to 1.3.0 before 1.1.0 and 1.2.0 were merged. */
    private static final Given.State LATE =
            recorded("1.3.0").initialisedAt("1.0.0").applied("1.3.0");

    @DisplayName("upgrades 51: missed is at or below the recorded version, above the initialised one, and never ran")
    @Test
    void missed_aboveInitialisedUpToRecorded_withoutHistory() {
        assertThat(missed(LATE)).isEqualTo(versions("1.1.0", "1.2.0"));
        assertThat(missed(LATE.applied())).as("the recorded version itself too").hasSize(3);
        assertThat(missed(LATE.applied("1.1.0", "1.2.0", "1.3.0"))).isEmpty();
        assertThat(missed(LATE.initialisedAt("1.2.0")))
                .as("upgrades 18: after initialise at X no step <= X ever runs")
                .isEmpty();
        assertThat(missed(recorded("1.3.0"))).isEmpty();
    }

    /** Nobody but a person with psql makes such a record, and it must still be reported and not break. */
    @Test
    void missed_initialisedAboveRecorded_isNone() {
        assertThat(missed(recorded("1.1.0").initialisedAt("1.3.0"))).isEmpty();
    }

    @Test
    void plan_refuse_namesAllOfThem() {
        assertThatThrownBy(() -> plan("1.4.0", MissedPolicy.REFUSE, LATE))
                .hasMessageStartingWith("UPG-207 The upgrades 1.1.0, 1.2.0 never ran here: the recorded version is");
        assertThatThrownBy(() -> plan("1.3.0", MissedPolicy.REFUSE, LATE))
                .as("also where nothing else is pending")
                .hasMessageStartingWith("UPG-207");
    }

    @Test
    void plan_run_putsThemFirstInOrder() {
        PlannedRun plan = plan("1.4.0", MissedPolicy.RUN, LATE);

        assertThat(plan.steps())
                .extracting(s -> s.upgrade().version(), PlannedStep::missed)
                .containsExactly(tuple(v("1.1.0"), true), tuple(v("1.2.0"), true), tuple(v("1.4.0"), false));
        assertThat(plan.ignoredMissed()).isEmpty();
        assertThat(plan.stamp()).isEmpty();
    }

    @DisplayName("upgrades, decisions: missed upgrades run although the target is reached; the recorded version stays")
    @Test
    void plan_runAtTheTarget_runsThemWithoutAStamp() {
        PlannedRun plan = plan("1.3.0", MissedPolicy.RUN, LATE);

        assertThat(UpgradePlannerTest.steps(plan)).containsExactly("1.1.0", "1.2.0");
        assertThat(plan.stamp()).isEmpty();
        assertThat(plan.nothingToDo()).isFalse();
    }

    @Test
    void plan_warn_leavesThemOutAndSaysSo() {
        PlannedRun plan = plan("1.4.0", MissedPolicy.WARN, LATE);

        assertThat(UpgradePlannerTest.steps(plan)).containsExactly("1.4.0");
        assertThat(plan.ignoredMissed()).isEqualTo(versions("1.1.0", "1.2.0"));
        assertThat(plan("1.3.0", MissedPolicy.WARN, LATE).nothingToDo()).isTrue();
    }

    @DisplayName("upgrades, decisions: a rolled-back step counts as not run")
    @Test
    void plan_rolledBack_isPendingOrMissedAgain() {
        Given.State rolledBack = recorded("1.1.0").initialisedAt("1.0.0").applied("1.1.0");
        assertThat(UpgradePlannerTest.steps(plan("1.3.0", MissedPolicy.REFUSE, rolledBack)))
                .containsExactly("1.2.0", "1.3.0");

        Given.State stampedAbove = recorded("1.3.0").initialisedAt("1.0.0").applied("1.1.0");
        assertThat(missed(stampedAbove)).isEqualTo(versions("1.2.0", "1.3.0"));
    }

    @DisplayName("upgrades 52: an older application does not meddle with what it misses")
    @Test
    void plan_aheadCompatible_leavesMissedAlone() {
        assertThat(plan("1.2.0", MissedPolicy.REFUSE, LATE).nothingToDo()).isTrue();
        assertThat(plan("1.2.0", MissedPolicy.RUN, LATE).nothingToDo()).isTrue();
        PlanRules warn = rules("1.2.0", AheadPolicy.WARN);
        assertThat(new UpgradePlanner(REGISTRY, warn)
                        .plan(LATE.compatibleFrom("1.3.0").state(), NONE, NONE)
                        .nothingToDo())
                .isTrue();
    }

    private static List<SchemaVersion> missed(Given.State state) {
        return new UpgradePlanner(REGISTRY, rules("1.4.0")).missed(state.state().orElseThrow());
    }

    private static PlannedRun plan(String application, MissedPolicy policy, Given.State state) {
        return new UpgradePlanner(REGISTRY, rules(application, policy)).plan(state.state(), NONE, NONE);
    }
}
