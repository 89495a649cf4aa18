package io.github.dbupgrader.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.plan.RollbackPlanner.PlannedRollback;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RollbackPlannerProperties {

    /** A database, and a version between the one where recording began and the recorded one. */
    record Case(Scenario scenario, SchemaVersion to) {}

    @Provide
    Arbitrary<Case> cases() {
        // Upgraded to the application's version, with whatever was missed left out, and now to go back.
        return Scenario.any().map(s -> new Case(s.after(s.plan(MissedPolicy.WARN)), s.recorded()));
    }

    @Label("upgrades 63: what ran above the target is undone, descending, and nothing else")
    @Property
    void undos_areWhatRanAboveTheTarget(@ForAll("cases") Case any) {
        List<SchemaVersion> expected = new ArrayList<>(any.scenario().applied().stream()
                .filter(v -> v.isAfter(any.to()))
                .sorted()
                .toList());
        Collections.reverse(expected);

        assertThat(plan(any).undos()).extracting(Undo::version).isEqualTo(expected);
    }

    @Label("upgrades 63: each undo stamps the version below it that ran, the last one the target")
    @Property
    void stamps_goDownToTheTarget(@ForAll("cases") Case any) {
        PlannedRollback plan = plan(any);
        List<SchemaVersion> expected =
                new ArrayList<>(plan.undos().stream().map(Undo::version).skip(1).toList());
        if (!plan.undos().isEmpty()) {
            expected.add(any.to());
        }

        assertThat(plan.undos()).extracting(Undo::stampTo).isEqualTo(expected);
        assertThat(plan.stamp())
                .isEqualTo(
                        plan.undos().isEmpty() && any.scenario().recorded().isAfter(any.to())
                                ? Optional.of(any.to())
                                : Optional.empty());
    }

    @Label("upgrades 63: a rollback broken off after any undo is gone on with by the same call; done, it is empty")
    @Property
    void plan_brokenOffAnywhere_isGoneOnWith(@ForAll("cases") Case any) {
        List<Undo> undos = plan(any).undos();
        Scenario now = any.scenario();
        for (int done = 0; done < undos.size(); done++) {
            assertThat(now.planRollback(any.to()).undos())
                    .extracting(Undo::version, Undo::stampTo)
                    .isEqualTo(undos.subList(done, undos.size()).stream()
                            .map(u -> tuple(u.version(), u.stampTo()))
                            .toList());
            now = now.after(undos.get(done));
        }
        Scenario after = any.scenario().after(plan(any));
        assertThat(after.recorded()).isEqualTo(any.to());
        assertThat(after.planRollback(any.to()).undos()).isEmpty();
        assertThat(after.planRollback(any.to()).stamp()).isEmpty();
    }

    @Label("upgrades 64: up, down, up again ends where up did")
    @Property
    void upDownUp_isUp(@ForAll("cases") Case any) {
        Scenario up = any.scenario();
        Scenario down = up.after(plan(any));

        assertThat(down.after(down.plan(MissedPolicy.WARN))).isEqualTo(up);
    }

    private static PlannedRollback plan(Case any) {
        return any.scenario().planRollback(any.to());
    }
}
