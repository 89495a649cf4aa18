package io.github.dbupgrader.plan;

import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides what runs. The one planner of {@code plan()}, {@code dryRun()} and {@code upgrade()}; it knows no database.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class UpgradePlanner {

    private final Registry registry;
    private final PlanRules rules;

    /**
     * Creates one.
     *
     * @param registry the upgrades that exist
     * @param rules what the host decided
     */
    public UpgradePlanner(Registry registry, PlanRules rules) {
        this.registry = registry;
        this.rules = rules;
    }

    /**
     * {@return what would happen}
     *
     * @param state what the database says; empty where it has no record
     * @param target the version to reach; empty: the application's
     * @param from the version that the caller says the database has; empty: the recorded one
     */
    public PlannedRun plan(
            Optional<RecordedState> state, Optional<SchemaVersion> target, Optional<SchemaVersion> from) {
        SchemaVersion wanted = target(target);
        return state.isPresent() ? planRecorded(state.get(), wanted, target, from) : planUnrecorded(wanted, from);
    }

    /**
     * {@return whether the application is older than the schema allows}
     *
     * @param state what the database says
     */
    public boolean isTooOld(RecordedState state) {
        return rules.applicationVersion()
                .base()
                .filter(v -> v.isBefore(state.compatibleFrom()))
                .isPresent();
    }

    /**
     * {@return the upgrades that were merged late}
     *
     * @param state what the database says
     */
    public List<SchemaVersion> missed(RecordedState state) {
        List<SchemaVersion> missed = new ArrayList<>();
        for (SchemaVersion version : range(state.initialisedVersion(), state.version())) {
            if (!state.applied().contains(version)) {
                missed.add(version);
            }
        }
        return List.copyOf(missed);
    }

    /**
     * {@return the upgrades above one version and up to another, ascending}
     *
     * @param above the version below all of them
     * @param upTo the highest version
     */
    public List<SchemaVersion> between(SchemaVersion above, SchemaVersion upTo) {
        return List.copyOf(range(above, upTo));
    }

    private Set<SchemaVersion> range(SchemaVersion above, SchemaVersion upTo) {
        return upTo.isAfter(above)
                ? registry.upgrades().subMap(above, false, upTo, true).keySet()
                : Set.of();
    }

    private SchemaVersion target(Optional<SchemaVersion> explicit) {
        if (explicit.isEmpty()) {
            return rules.release()
                    .orElseThrow(() -> PlanErrors.developmentVersion(
                            rules.applicationVersion().text()));
        }
        rules.applicationVersion().base().filter(v -> explicit.get().isAfter(v)).ifPresent(v -> {
            throw PlanErrors.targetAboveApplication(
                    explicit.get(), v, rules.applicationVersion().text());
        });
        return explicit.get();
    }

    private PlannedRun planRecorded(
            RecordedState state,
            SchemaVersion target,
            Optional<SchemaVersion> explicitTarget,
            Optional<SchemaVersion> from) {
        if (isTooOld(state)) {
            if (rules.ahead() == AheadPolicy.FAIL) {
                throw PlanErrors.applicationTooOld(rules, state);
            }
            return nothing(state, target);
        }
        from.filter(f -> !f.equals(state.version())).ifPresent(f -> {
            throw PlanErrors.fromDiffers(f, state.version());
        });
        if (target.isBefore(state.version())) {
            if (explicitTarget.isPresent()) {
                throw PlanErrors.targetBelowRecorded(target, state.version());
            }
            return nothing(state, target);
        }
        requireSupported(state.version());
        requireFinishable(state, target);
        List<SchemaVersion> missed = missed(state);
        if (!missed.isEmpty() && rules.missed() == MissedPolicy.REFUSE) {
            throw PlanErrors.missed(missed, state.version());
        }
        List<PlannedStep> steps = Stream.concat(
                        rules.missed() == MissedPolicy.RUN ? steps(missed, true) : Stream.of(),
                        steps(between(state.version(), target), false))
                .toList();
        return new PlannedRun(
                Optional.of(state),
                target,
                Optional.empty(),
                false,
                steps,
                finalStamp(state.version(), target),
                rules.missed() == MissedPolicy.WARN ? missed : List.of());
    }

    private PlannedRun planUnrecorded(SchemaVersion target, Optional<SchemaVersion> from) {
        List<SchemaVersion> all = between(SchemaVersion.ZERO, target);
        if (from.isEmpty() && !rules.emptyMeansZero()) {
            if (!all.isEmpty()) {
                throw PlanErrors.uninitialised(rules.component(), target, all);
            }
            return unrecorded(target, Optional.empty(), false, List.of(), Optional.of(target));
        }
        SchemaVersion start = from.orElse(SchemaVersion.ZERO);
        if (start.isAfter(target)) {
            throw PlanErrors.fromAboveTarget(start, target);
        }
        if (from.isPresent()) {
            requireSupported(start);
        }
        return unrecorded(
                target,
                Optional.of(start),
                from.isEmpty(),
                steps(between(start, target), false).toList(),
                finalStamp(start, target));
    }

    private PlannedRun unrecorded(
            SchemaVersion target,
            Optional<SchemaVersion> initialiseAt,
            boolean requiresEmpty,
            List<PlannedStep> steps,
            Optional<SchemaVersion> stamp) {
        return new PlannedRun(Optional.empty(), target, initialiseAt, requiresEmpty, steps, stamp, List.of());
    }

    private static PlannedRun nothing(RecordedState state, SchemaVersion target) {
        return new PlannedRun(
                Optional.of(state), target, Optional.empty(), false, List.of(), Optional.empty(), List.of());
    }

    private Stream<PlannedStep> steps(List<SchemaVersion> versions, boolean missed) {
        return versions.stream().map(v -> new PlannedStep(upgrade(v), missed));
    }

    private RegisteredMethod upgrade(SchemaVersion version) {
        return Objects.requireNonNull(registry.upgrades().get(version));
    }

    /** Where the target is an upgrade's version, that upgrade's own stamp is the last one. */
    private Optional<SchemaVersion> finalStamp(SchemaVersion from, SchemaVersion target) {
        List<SchemaVersion> pending = between(from, target);
        SchemaVersion reached = pending.isEmpty() ? from : pending.get(pending.size() - 1);
        return reached.equals(target) ? Optional.empty() : Optional.of(target);
    }

    private void requireSupported(SchemaVersion recorded) {
        rules.upgradableFrom().filter(recorded::isBefore).ifPresent(oldest -> {
            throw PlanErrors.versionTooOld(
                    recorded, oldest, rules.applicationVersion().text());
        });
    }

    /** What was begun must be known, or it could never be finished. */
    private void requireFinishable(RecordedState state, SchemaVersion target) {
        state.unfinishedRollbacks().stream().findFirst().ifPresent(v -> {
            throw PlanErrors.unfinishedRollback(v);
        });
        new TreeSet<>(state.unfinishedUpgrades())
                .headSet(target, true).stream()
                        .filter(v -> !registry.upgrades().containsKey(v))
                        .findFirst()
                        .ifPresent(v -> {
                            throw PlanErrors.unfinishedUpgrade(v);
                        });
    }
}
