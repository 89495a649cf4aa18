package io.github.dbupgrader;

import io.github.dbupgrader.DryRunReport.Part;
import io.github.dbupgrader.DryRunReport.Rehearsal;
import io.github.dbupgrader.LockAcquirer.Acquisition;
import io.github.dbupgrader.LockAcquirer.Outcome;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.history.UserObjects;
import io.github.dbupgrader.plan.PlannedRun;
import io.github.dbupgrader.plan.PlannedStep;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One call of {@code dryRun()}: the pending steps really run, in one transaction that is rolled back. It tries once; a lock that is not to be had ends it.
 */
final class DryRun {

    private final Configuration configuration;
    private final UpgradeOptions options;

    /** Whether all that came before was really done. */
    private boolean whole = true;

    DryRun(Configuration configuration, UpgradeOptions options) {
        this.configuration = configuration;
        this.options = options;
    }

    DryRunReport run(Turns.Turn turn) {
        long start = turn.start();
        try (RunSession session = RunSession.open(configuration)) {
            PlannedRun plan = plan(session.readState());
            if (plan.steps().isEmpty()) {
                return new DryRunReport(List.of(), Durations.since(start));
            }
            session.prepare();
            Acquisition lock = new LockAcquirer(configuration, session, turn).acquire(plan.recorded(), state -> false);
            if (lock.outcome() != Outcome.LOCKED) {
                throw UpgraderErrors.dryRunWithoutLock(configuration.component());
            }
            PlannedRun now = plan(lock.state());
            requireEmpty(session, now);
            return new DryRunReport(rehearse(session, now), Durations.since(start));
        }
    }

    /** What to say where another thread has the turn and is not to be waited for. */
    DryRunReport leave(Optional<RecordedState> found) {
        if (!plan(found).steps().isEmpty()) {
            throw UpgraderErrors.dryRunWithoutLock(configuration.component());
        }
        return new DryRunReport(List.of(), Duration.ZERO);
    }

    private PlannedRun plan(Optional<RecordedState> state) {
        return configuration.planner().plan(state, options.target(), options.fromVersion());
    }

    private void requireEmpty(RunSession session, PlannedRun plan) {
        List<String> objects =
                plan.requiresEmptyDatabase() ? UserObjects.first(session.own(), configuration.tables()) : List.of();
        if (!objects.isEmpty()) {
            throw UpgraderErrors.notEmpty(objects);
        }
    }

    private List<DryRunReport.Step> rehearse(RunSession session, PlannedRun plan) {
        List<DryRunReport.Step> steps = new ArrayList<>();
        Handle own = session.own();
        session.begin();
        try {
            String transactionId = begin(own);
            for (PlannedStep step : plan.steps()) {
                steps.add(rehearse(session, step.upgrade(), plan.recorded().isPresent()));
                requireSameTransaction(own, transactionId, step.upgrade());
                // What a step set in the session must not reach the next one, as in an upgrade.
                session.resetInTransaction();
                begin(own);
            }
            return steps;
        } finally {
            rollBack(session);
        }
    }

    private String begin(Handle own) {
        return own.createQuery("""
                        select pg_current_xact_id()::text, set_config('lock_timeout', :lock, true),
                          set_config('statement_timeout', :statement, true)""")
                .bind("lock", configuration.timeouts().firstLock().toMillis() + "ms")
                .bind("statement", configuration.timeouts().statement().toMillis() + "ms")
                .mapTo(String.class)
                .one();
    }

    private DryRunReport.Step rehearse(RunSession session, RegisteredMethod upgrade, boolean recordedBefore) {
        List<Part> parts = upgrade.isOnline()
                ? online(session, upgrade, recordedBefore)
                : List.of(transactional(session, upgrade));
        return new DryRunReport.Step(upgrade.version(), upgrade.description(), parts);
    }

    private Part transactional(RunSession session, RegisteredMethod upgrade) {
        return part(session, upgrade, Optional.empty(), Rehearsal.AS_IT_IS, handle -> {
            new ConditionChecker(configuration, options.skipsConditions()).require(upgrade.version(), handle);
            TransactionalStep.call(upgrade, handle, configuration);
        });
    }

    private List<Part> online(RunSession session, RegisteredMethod upgrade, boolean recordedBefore) {
        List<SubStep> declared = PlanReader.declare(upgrade, configuration);
        List<RecordedSubStep> recorded = recordedBefore
                ? session.subSteps().open(session.own(), upgrade.version(), Direction.UPGRADE)
                : List.of();
        List<Part> parts = new ArrayList<>();
        if (recorded.isEmpty()) {
            requireConditions(session, upgrade);
        }
        for (SubStep subStep : declared) {
            boolean done = SubSteps.find(recorded, subStep.name())
                    .filter(RecordedSubStep::isDone)
                    .isPresent();
            Part part = done ? notRun(subStep, Rehearsal.DONE_BEFORE) : rehearse(session, upgrade, subStep);
            whole &= part.rehearsal() == Rehearsal.AS_IT_IS || part.rehearsal() == Rehearsal.DONE_BEFORE;
            parts.add(part);
        }
        return parts;
    }

    private void requireConditions(RunSession session, RegisteredMethod upgrade) {
        part(
                session,
                upgrade,
                Optional.empty(),
                Rehearsal.AS_IT_IS,
                handle -> new ConditionChecker(configuration, options.skipsConditions())
                        .require(upgrade.version(), handle));
    }

    private Part rehearse(RunSession session, RegisteredMethod upgrade, SubStep subStep) {
        if (subStep.rehearsal().isPresent()) {
            SubStep.Work equivalent = subStep.rehearsal().get();
            return part(session, upgrade, Optional.of(subStep), Rehearsal.EQUIVALENT, equivalent);
        }
        return subStep.isTransactional()
                ? part(session, upgrade, Optional.of(subStep), Rehearsal.AS_IT_IS, subStep.work())
                : notRun(subStep, Rehearsal.NOT_RUN);
    }

    private static Part notRun(SubStep subStep, Rehearsal rehearsal) {
        return new Part(subStep.name(), rehearsal, List.of(), 0, Duration.ZERO);
    }

    private Part part(
            RunSession session,
            RegisteredMethod upgrade,
            Optional<SubStep> subStep,
            Rehearsal rehearsal,
            SubStep.Work work) {
        long start = System.nanoTime();
        StatementLog log = new StatementLog(true);
        try (Handle handle = session.stepHandles().open(log, Guard.TRANSACTION)) {
            work.run(handle);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (subStep.isPresent() && !whole && isFailedVerification(e)) {
                return part(subStep, Rehearsal.UNDECIDED, log, start);
            }
            throw StepErrors.exception(
                    StepErrors.failure(StepErrors.Doing.DRY_RUN, upgrade, subStep, e, log), List.of());
        }
        return part(subStep, rehearsal, log, start);
    }

    private static Part part(Optional<SubStep> subStep, Rehearsal rehearsal, StatementLog log, long start) {
        return new Part(
                subStep.map(SubStep::name).orElse(""),
                rehearsal,
                HistoryView.statements(log.entries()),
                log.omitted(),
                Durations.since(start));
    }

    private static boolean isFailedVerification(Exception e) {
        return e instanceof UpgradeException known && known.code() == ErrorCode.VERIFICATION_FAILED;
    }

    private static void requireSameTransaction(Handle own, String transactionId, RegisteredMethod upgrade) {
        String now = own.createQuery("select pg_current_xact_id()::text")
                .mapTo(String.class)
                .one();
        if (!now.equals(transactionId)) {
            throw StepErrors.dryRunLeftTransaction(upgrade.version());
        }
    }

    private static void rollBack(RunSession session) {
        try {
            session.rollBack();
        } catch (SQLException e) {
            throw UpgraderErrors.database("The transaction of the dry run could not be rolled back", e);
        }
        session.reset(new StatementLog(false));
    }
}
