package io.github.dbupgrader;

import io.github.dbupgrader.LockAcquirer.Acquisition;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.UserObjects;
import io.github.dbupgrader.plan.PlannedRun;
import io.github.dbupgrader.plan.PlannedStep;
import io.github.dbupgrader.plan.UpgradePlanner;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@code upgrade()}: look; if something is pending, take the lock and look again; ask the conditions; run the steps; stamp.
 */
final class UpgradeRun {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeRun.class);

    private final Configuration configuration;
    private final UpgradeOptions options;
    private final UpgradePlanner planner;

    UpgradeRun(Configuration configuration, UpgradeOptions options) {
        this.configuration = configuration;
        this.options = options;
        this.planner = configuration.planner();
    }

    /** What to say where another thread has the turn and is not to be waited for. */
    UpgradeResult leave(Optional<RecordedState> found) {
        PlannedRun plan = plan(found);
        Outcome outcome = plan.nothingToDo() ? Outcome.NOTHING_TO_DO : Outcome.LEFT_TO_ANOTHER;
        return nothing(plan, outcome, System.nanoTime(), Duration.ZERO);
    }

    UpgradeResult run(Turns.Turn turn) {
        try (RunSession session = RunSession.open(configuration)) {
            PlannedRun plan = plan(session.readState());
            if (plan.nothingToDo()) {
                return nothing(plan, Outcome.NOTHING_TO_DO, turn.start(), turn.waited());
            }
            session.prepare();
            Acquisition lock = new LockAcquirer(configuration, session, turn)
                    .acquire(plan.recorded(), state -> plan(state).nothingToDo());
            return switch (lock.outcome()) {
                case LOCKED -> locked(session, plan(lock.state()), turn.start(), lock.waited());
                case NOT_NEEDED -> nothing(plan(lock.state()), Outcome.NOTHING_TO_DO, turn.start(), lock.waited());
                case HELD_BY_ANOTHER ->
                    nothing(plan(lock.state()), Outcome.LEFT_TO_ANOTHER, turn.start(), lock.waited());
            };
        }
    }

    private PlannedRun plan(Optional<RecordedState> state) {
        return planner.plan(state, options.target(), options.fromVersion());
    }

    private UpgradeResult nothing(PlannedRun plan, Outcome outcome, long start, Duration waited) {
        Optional<SchemaVersion> recorded = plan.recorded().map(RecordedState::version);
        warnOfIgnored(plan);
        if (plan.recorded().filter(planner::isTooOld).isPresent()) {
            LOG.warn(
                    "the application is older than the schema allows, and runs at its own risk: component={}",
                    configuration.component());
        }
        return new UpgradeResult(
                outcome,
                recorded,
                recorded.orElse(plan.target()),
                List.of(),
                Durations.since(start),
                waited,
                plan.ignoredMissed());
    }

    private UpgradeResult locked(RunSession session, PlannedRun plan, long start, Duration waited) {
        configuration.listeners().tell(l -> l.runStarted(plan.steps().size()));
        try {
            UpgradeResult result = work(session, plan, start, waited);
            configuration.listeners().tell(l -> l.runEnded(result));
            return result;
        } catch (RuntimeException | Error e) {
            configuration.listeners().tell(l -> l.runFailed(e));
            throw e;
        }
    }

    private UpgradeResult work(RunSession session, PlannedRun plan, long start, Duration waited) {
        warnOfIgnored(plan);
        if (plan.requiresEmptyDatabase()) {
            requireEmpty(session);
        }
        ConditionChecker conditions = new ConditionChecker(configuration, options.skipsConditions());
        List<SchemaVersion> notBegun = notBegun(plan);
        conditions.requireAll(session, notBegun);
        new Preconditions(configuration, session).requireBeforeRun(plan, notBegun);
        if (plan.recorded().isEmpty()) {
            new FirstRecord(configuration, session).create(firstVersion(plan), firstRow(plan));
        }
        Position position = new Position(session.requireState());
        List<StepResult> results = new ArrayList<>();
        for (PlannedStep step : plan.steps()) {
            results.add(runStep(session, conditions, step, position, results));
        }
        boolean stampedAlready =
                plan.recorded().isEmpty() && plan.initialiseAt().isEmpty();
        if (plan.stamp().isPresent() && !stampedAlready) {
            new Stamp(session).stamp(position, plan.stamp().get());
        }
        return new UpgradeResult(
                results.isEmpty() ? Outcome.STAMPED_ONLY : Outcome.APPLIED,
                plan.recorded().map(RecordedState::version).or(plan::initialiseAt),
                position.version(),
                results,
                Durations.since(start),
                waited,
                plan.ignoredMissed());
    }

    /** An ONLINE upgrade that is resumed was let through when it began, and what it did since may be the very thing that its condition asked about. */
    private static List<SchemaVersion> notBegun(PlannedRun plan) {
        Set<SchemaVersion> begun =
                plan.recorded().map(RecordedState::unfinishedUpgrades).orElse(Set.of());
        return plan.steps().stream()
                .map(s -> s.upgrade().version())
                .filter(v -> !begun.contains(v))
                .toList();
    }

    private StepResult runStep(
            RunSession session,
            ConditionChecker conditions,
            PlannedStep step,
            Position position,
            List<StepResult> completed) {
        SchemaVersion version = step.upgrade().version();
        String description = step.upgrade().description();
        LOG.info(
                "upgrade starts: component={} version={} mode={} description=\"{}\"",
                configuration.component(),
                version,
                step.upgrade().mode(),
                description);
        configuration.listeners().tell(l -> l.stepStarted(version, description));
        StepResult result = step.upgrade().isOnline()
                ? new OnlineStep(configuration, session, conditions).run(step, position, completed)
                : new TransactionalStep(configuration, session, conditions).run(step, position, completed);
        LOG.info(
                "upgrade ends: component={} version={} duration={} statements={}",
                configuration.component(),
                version,
                Durations.human(result.duration()),
                result.statements());
        configuration.listeners().tell(l -> l.stepEnded(result));
        return result;
    }

    private void requireEmpty(RunSession session) {
        List<String> objects = UserObjects.first(session.own(), configuration.tables());
        if (!objects.isEmpty()) {
            throw UpgraderErrors.notEmpty(objects);
        }
    }

    private static SchemaVersion firstVersion(PlannedRun plan) {
        return plan.initialiseAt().orElse(plan.target());
    }

    private static HistoryRow firstRow(PlannedRun plan) {
        SchemaVersion version = firstVersion(plan);
        HistoryAction action = plan.initialiseAt().isPresent() ? HistoryAction.INITIALISE : HistoryAction.STAMP;
        return HistoryRow.of(action).versions(Optional.empty(), version).compatible(Optional.empty(), version);
    }

    private void warnOfIgnored(PlannedRun plan) {
        if (!plan.ignoredMissed().isEmpty()) {
            LOG.warn(
                    "upgrades were merged late, never ran here and are left out: component={} versions={}",
                    configuration.component(),
                    plan.ignoredMissed());
        }
    }
}
