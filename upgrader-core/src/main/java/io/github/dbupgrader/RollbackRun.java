package io.github.dbupgrader;

import io.github.dbupgrader.LockAcquirer.Acquisition;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.plan.RollbackPlanner;
import io.github.dbupgrader.plan.RollbackPlanner.PlannedRollback;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of {@code rollback()}. */
final class RollbackRun {

    private static final Logger LOG = LoggerFactory.getLogger(RollbackRun.class);

    private final Configuration configuration;
    private final SchemaVersion to;
    private final RollbackPlanner planner;

    RollbackRun(Configuration configuration, SchemaVersion to) {
        this.configuration = configuration;
        this.to = to;
        this.planner = new RollbackPlanner(configuration.registry(), configuration.component());
    }

    /** What to say where another thread has the turn and is not to be waited for. */
    UpgradeResult leave(Optional<RecordedState> found) {
        Outcome outcome = isDone(found) ? Outcome.NOTHING_TO_DO : Outcome.LEFT_TO_ANOTHER;
        return result(found, found, List.of(), outcome, System.nanoTime(), Duration.ZERO);
    }

    UpgradeResult run(Turns.Turn turn) {
        try (RunSession session = RunSession.open(configuration)) {
            Optional<RecordedState> state = session.readState();
            if (isDone(state)) {
                return result(state, state, List.of(), Outcome.NOTHING_TO_DO, turn.start(), turn.waited());
            }
            session.prepare();
            Acquisition lock = new LockAcquirer(configuration, session, turn).acquire(state, this::isDone);
            return switch (lock.outcome()) {
                case LOCKED -> locked(session, lock.state(), turn.start(), lock.waited());
                case NOT_NEEDED ->
                    result(state, lock.state(), List.of(), Outcome.NOTHING_TO_DO, turn.start(), lock.waited());
                case HELD_BY_ANOTHER ->
                    result(state, lock.state(), List.of(), Outcome.LEFT_TO_ANOTHER, turn.start(), lock.waited());
            };
        }
    }

    private boolean isDone(Optional<RecordedState> state) {
        PlannedRollback plan = planner.plan(state, to);
        return plan.undos().isEmpty() && plan.stamp().isEmpty();
    }

    private UpgradeResult locked(RunSession session, Optional<RecordedState> state, long start, Duration waited) {
        PlannedRollback plan = planner.plan(state, to);
        new UnfinishedUpgrade(configuration, session).requireRevertible(plan.undos());
        configuration.listeners().tell(l -> l.runStarted(plan.undos().size()));
        try {
            List<StepResult> results = work(session, plan, new Position(state.orElseThrow()));
            Outcome outcome = results.isEmpty() ? Outcome.STAMPED_ONLY : Outcome.APPLIED;
            UpgradeResult result = result(state, session.readState(), results, outcome, start, waited);
            configuration.listeners().tell(l -> l.runEnded(result));
            return result;
        } catch (RuntimeException | Error e) {
            configuration.listeners().tell(l -> l.runFailed(e));
            throw e;
        }
    }

    private List<StepResult> work(RunSession session, PlannedRollback plan, Position position) {
        List<StepResult> results = new ArrayList<>();
        for (Undo undo : plan.undos()) {
            results.add(undo(session, undo, position, results));
        }
        plan.stamp().ifPresent(version -> new Stamp(session).stamp(position, version));
        return results;
    }

    private StepResult undo(RunSession session, Undo undo, Position position, List<StepResult> completed) {
        LOG.info("rollback starts: component={} version={}", configuration.component(), undo.version());
        configuration.listeners().tell(l -> l.stepStarted(undo.version(), "rollback"));
        StepResult result;
        if (undo.rollback().isEmpty()) {
            result = new UnfinishedUpgrade(configuration, session).revert(undo, position, completed);
        } else if (undo.rollback().get().isOnline()) {
            result = new OnlineRollback(configuration, session)
                    .run(undo, undo.rollback().get(), position, completed);
        } else {
            result = new TransactionalRollback(configuration, session)
                    .run(undo, undo.rollback().get(), position, completed);
        }
        LOG.info(
                "rollback ends: component={} version={} duration={}",
                configuration.component(),
                undo.version(),
                Durations.human(result.duration()));
        configuration.listeners().tell(l -> l.stepEnded(result));
        return result;
    }

    private UpgradeResult result(
            Optional<RecordedState> before,
            Optional<RecordedState> after,
            List<StepResult> results,
            Outcome outcome,
            long start,
            Duration waited) {
        return new UpgradeResult(
                outcome,
                before.map(RecordedState::version),
                after.map(RecordedState::version).orElse(to),
                results,
                Durations.since(start),
                waited,
                List.of());
    }
}
