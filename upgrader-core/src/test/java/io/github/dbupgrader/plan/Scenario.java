package io.github.dbupgrader.plan;

import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.plan.RollbackPlanner.PlannedRollback;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A database with its application, and what becomes of it when a plan runs: the model beside which planners are held.
 *
 * @param registered in the order of registration
 * @param initialised at most {@code recorded}
 * @param recorded at most {@code target}
 * @param target the application's version
 * @param applied some of those registered between {@code initialised} and {@code recorded}
 */
record Scenario(
        List<SchemaVersion> registered,
        SchemaVersion initialised,
        SchemaVersion recorded,
        SchemaVersion target,
        Set<SchemaVersion> applied) {

    /** Numbers around ten, where order as text and as numbers differ, and few of them, so that versions meet. */
    private static final Arbitrary<SchemaVersion> VERSIONS = Combinators.combine(
                    Arbitraries.integers().between(0, 1),
                    Arbitraries.integers().between(7, 11),
                    Arbitraries.integers().between(0, 1))
            .as(SchemaVersion::new);

    static Arbitrary<Scenario> any() {
        Arbitrary<List<SchemaVersion>> registered =
                VERSIONS.list().uniqueElements().ofMaxSize(14);
        Arbitrary<List<SchemaVersion>> marks =
                VERSIONS.list().ofSize(3).map(list -> list.stream().sorted().toList());
        return Combinators.combine(registered, marks).flatAs((all, m) -> {
            List<SchemaVersion> range = all.stream()
                    .filter(v -> v.isAfter(m.get(0)) && v.isAtMost(m.get(1)))
                    .toList();
            return Arbitraries.subsetOf(range).map(ran -> new Scenario(all, m.get(0), m.get(1), m.get(2), ran));
        });
    }

    /** {@return the same one with nothing missed} */
    Scenario complete() {
        return new Scenario(registered, initialised, recorded, target, Set.copyOf(between(initialised, recorded)));
    }

    /** {@return the registered versions above one and up to another, ascending} */
    List<SchemaVersion> between(SchemaVersion above, SchemaVersion upTo) {
        return registered.stream()
                .filter(v -> v.isAfter(above) && v.isAtMost(upTo))
                .sorted()
                .toList();
    }

    List<SchemaVersion> missed() {
        return between(initialised, recorded).stream()
                .filter(v -> !applied.contains(v))
                .toList();
    }

    Optional<RecordedState> state() {
        return Optional.of(new RecordedState(
                recorded, SchemaVersion.ZERO, initialised, 1, 0, new TreeSet<>(applied), Set.of(), Set.of()));
    }

    UpgradePlanner planner(MissedPolicy policy) {
        return new UpgradePlanner(Given.registry(registered, List.of()), Given.rules(target.toString(), policy));
    }

    PlannedRun plan(MissedPolicy policy) {
        return planner(policy).plan(state(), Optional.empty(), Optional.empty());
    }

    PlannedRollback planRollback(SchemaVersion to) {
        return new RollbackPlanner(Given.registry(registered, registered), "application").plan(state(), to);
    }

    /** {@return what the database is like after a step: a missed one leaves the recorded version} */
    Scenario after(PlannedStep step) {
        SchemaVersion version = step.upgrade().version();
        Set<SchemaVersion> more = new TreeSet<>(applied);
        more.add(version);
        return new Scenario(registered, initialised, step.missed() ? recorded : version, target, more);
    }

    Scenario after(PlannedRun plan) {
        Scenario now = this;
        for (PlannedStep step : plan.steps()) {
            now = now.after(step);
        }
        return now.stamped(plan.stamp().orElse(now.recorded()));
    }

    Scenario after(Undo undo) {
        Set<SchemaVersion> less = new TreeSet<>(applied);
        less.remove(undo.version());
        return new Scenario(registered, initialised, undo.stampTo(), target, less);
    }

    Scenario after(PlannedRollback plan) {
        Scenario now = this;
        for (Undo undo : plan.undos()) {
            now = now.after(undo);
        }
        return now.stamped(plan.stamp().orElse(now.recorded()));
    }

    private Scenario stamped(SchemaVersion version) {
        return new Scenario(registered, initialised, version, target, applied);
    }

    static List<SchemaVersion> versions(Collection<PlannedStep> steps) {
        return steps.stream().map(s -> s.upgrade().version()).toList();
    }
}
