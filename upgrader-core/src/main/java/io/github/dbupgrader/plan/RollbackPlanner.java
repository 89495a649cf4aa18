package io.github.dbupgrader.plan;

import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides what a rollback undoes, or refuses before anything is touched.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class RollbackPlanner {

    private final Registry registry;
    private final String component;

    /**
     * Creates one.
     *
     * @param registry the upgrades and rollbacks that exist
     * @param component whose versions these are
     */
    public RollbackPlanner(Registry registry, String component) {
        this.registry = registry;
        this.component = component;
    }

    /**
     * One thing to undo.
     *
     * @param version the upgrade
     * @param rollback what undoes it; empty where it is unfinished, so that its sub-steps are reverted
     * @param stampTo the version that is recorded afterwards
     */
    public record Undo(SchemaVersion version, Optional<RegisteredMethod> rollback, SchemaVersion stampTo) {}

    /**
     * What a rollback does.
     *
     * @param undos what to undo, in this order
     * @param stamp the version to record where nothing is undone and the recorded version is still above
     */
    public record PlannedRollback(List<Undo> undos, Optional<SchemaVersion> stamp) {}

    /**
     * {@return what a rollback to a version would undo}
     *
     * @param recorded what the database says
     * @param to the version to return to
     */
    public PlannedRollback plan(Optional<RecordedState> recorded, SchemaVersion to) {
        RecordedState state = recorded.orElseThrow(() -> PlanErrors.rollbackOfUnrecorded(component));
        if (to.isAfter(state.version())) {
            throw PlanErrors.rollbackAboveRecorded(to, state.version());
        }
        if (to.isBefore(state.initialisedVersion())) {
            throw PlanErrors.rollbackBelowInitialised(to, state.initialisedVersion());
        }
        TreeSet<SchemaVersion> unfinished = new TreeSet<>(state.unfinishedUpgrades());
        unfinished.removeIf(v -> !v.isAfter(to));
        NavigableSet<SchemaVersion> applied = new TreeSet<>(state.applied());
        applied.removeIf(v -> !v.isAfter(to));
        requireRollbacks(applied);
        requireKnown(unfinished);
        List<Undo> undos = new ArrayList<>();
        unfinished.descendingSet().forEach(v -> undos.add(new Undo(v, Optional.empty(), state.version())));
        for (SchemaVersion version : applied.descendingSet()) {
            SchemaVersion below = Optional.ofNullable(applied.lower(version)).orElse(to);
            undos.add(new Undo(version, registry.rollback(version), below));
        }
        boolean stampOnly = applied.isEmpty() && state.version().isAfter(to);
        return new PlannedRollback(List.copyOf(undos), stampOnly ? Optional.of(to) : Optional.empty());
    }

    private void requireRollbacks(NavigableSet<SchemaVersion> applied) {
        List<SchemaVersion> missing =
                applied.stream().filter(v -> registry.rollback(v).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw PlanErrors.missingRollbacks(missing);
        }
    }

    private void requireKnown(Set<SchemaVersion> unfinished) {
        unfinished.stream()
                .filter(v -> !registry.upgrades().containsKey(v))
                .findFirst()
                .ifPresent(v -> {
                    throw PlanErrors.unfinishedUpgrade(v);
                });
    }
}
