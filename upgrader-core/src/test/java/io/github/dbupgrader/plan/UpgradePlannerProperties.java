package io.github.dbupgrader.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UpgradePlannerProperties {

    private static final Optional<SchemaVersion> NONE = Optional.empty();
    private static final Optional<RecordedState> NO_RECORD = Optional.empty();

    @Provide
    Arbitrary<Scenario> scenarios() {
        return Scenario.any();
    }

    @Label(
            "upgrades 9: pending is exactly registered v with recorded < v <= target, ascending, whatever the registration order")
    @Property
    void pending_isExactlyTheRange(@ForAll("scenarios") Scenario any) {
        Scenario scenario = any.complete();

        assertThat(Scenario.versions(scenario.plan(MissedPolicy.REFUSE).steps()))
                .isEqualTo(scenario.between(scenario.recorded(), scenario.target()));
    }

    @Label("upgrades 3: the order of registration changes nothing")
    @Property
    void plan_otherRegistrationOrder_isTheSame(@ForAll("scenarios") Scenario scenario, @ForAll Random random) {
        List<SchemaVersion> shuffled = new ArrayList<>(scenario.registered());
        Collections.shuffle(shuffled, random);
        Scenario other = new Scenario(
                shuffled, scenario.initialised(), scenario.recorded(), scenario.target(), scenario.applied());

        assertThat(Scenario.versions(other.plan(MissedPolicy.RUN).steps()))
                .isEqualTo(Scenario.versions(scenario.plan(MissedPolicy.RUN).steps()));
    }

    @Label("upgrades 55: a plan carried out reaches the target with everything run, and then the plan is empty")
    @Property
    void plan_carriedOut_reachesTheTarget(@ForAll("scenarios") Scenario scenario) {
        Scenario after = scenario.after(scenario.plan(MissedPolicy.RUN));

        assertThat(after.recorded()).isEqualTo(scenario.target());
        assertThat(after.applied())
                .containsAll(scenario.between(scenario.initialised(), scenario.target()))
                .containsAll(scenario.applied());
        assertThat(after.plan(MissedPolicy.REFUSE).nothingToDo()).isTrue();
    }

    @Label("upgrades 26: a run that ends after any step is gone on with where it ended")
    @Property
    void plan_brokenOffAnywhere_isGoneOnWith(@ForAll("scenarios") Scenario scenario) {
        List<PlannedStep> steps = scenario.plan(MissedPolicy.RUN).steps();
        Scenario now = scenario;
        for (int done = 0; done < steps.size(); done++) {
            assertThat(Scenario.versions(now.plan(MissedPolicy.RUN).steps()))
                    .isEqualTo(Scenario.versions(steps.subList(done, steps.size())));
            now = now.after(steps.get(done));
        }
    }

    @Label("upgrades 30: one final stamp exactly where the target is no pending upgrade's version and not recorded")
    @Property
    void stamp_onlyWhereNoUpgradeStampsTheTarget(@ForAll("scenarios") Scenario any) {
        Scenario scenario = any.complete();
        boolean stamped = scenario.target().equals(scenario.recorded())
                || scenario.between(scenario.recorded(), scenario.target()).contains(scenario.target());

        assertThat(scenario.plan(MissedPolicy.REFUSE).stamp())
                .isEqualTo(stamped ? NONE : Optional.of(scenario.target()));
    }

    @Label(
            "upgrades, decisions: missed is above the initialised and up to the recorded version and never ran; by policy first, left out or refused")
    @Property
    void missed_byPolicy(@ForAll("scenarios") Scenario scenario) {
        List<SchemaVersion> pending = scenario.between(scenario.recorded(), scenario.target());
        PlannedRun run = scenario.plan(MissedPolicy.RUN);
        PlannedRun warn = scenario.plan(MissedPolicy.WARN);

        assertThat(scenario.planner(MissedPolicy.RUN).missed(scenario.state().orElseThrow()))
                .isEqualTo(scenario.missed());
        assertThat(Scenario.versions(run.steps()))
                .isEqualTo(Stream.concat(scenario.missed().stream(), pending.stream())
                        .toList());
        assertThat(run.steps().stream().filter(PlannedStep::missed)).hasSameSizeAs(scenario.missed());
        assertThat(Scenario.versions(warn.steps())).isEqualTo(pending);
        assertThat(warn.ignoredMissed()).isEqualTo(scenario.missed());
        if (!scenario.missed().isEmpty()) {
            assertThatThrownBy(() -> scenario.plan(MissedPolicy.REFUSE)).hasMessageStartingWith("UPG-207");
        }
    }

    @Label("upgrades 23: from an explicit version an unrecorded database runs what a recorded one would")
    @Property
    void plan_explicitFrom_runsWhatARecordedDatabaseWould(@ForAll("scenarios") Scenario any) {
        Scenario scenario = any.complete();
        PlannedRun from = scenario.planner(MissedPolicy.REFUSE).plan(NO_RECORD, NONE, Optional.of(scenario.recorded()));
        PlannedRun recorded = scenario.plan(MissedPolicy.REFUSE);

        assertThat(Scenario.versions(from.steps())).isEqualTo(Scenario.versions(recorded.steps()));
        assertThat(from.stamp()).isEqualTo(recorded.stamp());
        assertThat(from.initialiseAt()).contains(scenario.recorded());
    }

    @Label(
            "upgrades 21, upgrades 22: an unrecorded database is refused exactly where an upgrade lies in (0.0.0, target]")
    @Property
    void plan_unrecorded_isRefusedOrStamped(@ForAll("scenarios") Scenario scenario) {
        UpgradePlanner planner = scenario.planner(MissedPolicy.REFUSE);
        if (scenario.between(SchemaVersion.ZERO, scenario.target()).isEmpty()) {
            PlannedRun plan = planner.plan(NO_RECORD, NONE, NONE);
            assertThat(plan.stamp()).contains(scenario.target());
            assertThat(plan.steps()).isEmpty();
        } else {
            assertThatThrownBy(() -> planner.plan(NO_RECORD, NONE, NONE)).hasMessageStartingWith("UPG-201");
        }
    }
}
