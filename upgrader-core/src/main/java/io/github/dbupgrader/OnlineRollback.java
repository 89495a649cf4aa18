package io.github.dbupgrader;

import io.github.dbupgrader.FailureRecorder.Attempt;
import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.history.SubStepStore.Place;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;

/** Runs an ONLINE rollback: resumable sub-steps like those of an upgrade, and the lower stamp at the end. */
final class OnlineRollback {

    private final Configuration configuration;
    private final RunSession session;

    OnlineRollback(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    StepResult run(Undo undo, RegisteredMethod rollback, Position position, List<StepResult> completed) {
        long start = System.nanoTime();
        Attempt whole = new Attempt(HistoryAction.ROLLBACK, rollback, Optional.empty(), position, start, completed);
        try {
            List<SubStep> declared = declare(rollback);
            List<RecordedSubStep> recorded = session.subSteps().open(session.own(), undo.version(), Direction.ROLLBACK);
            SubSteps.requireUnchanged(rollback, declared, recorded);
            long statements = 0;
            int ran = 0;
            for (int i = 0; i < declared.size(); i++) {
                Optional<RecordedSubStep> record =
                        SubSteps.find(recorded, declared.get(i).name());
                if (record.filter(RecordedSubStep::isDone).isEmpty()) {
                    Place place = new Place(
                            undo.version(), Direction.ROLLBACK, i + 1, declared.get(i), position.compatibleFrom());
                    statements += runSubStep(
                            whole,
                            place,
                            record.filter(RecordedSubStep::isInterrupted).isPresent());
                    ran++;
                }
            }
            finish(undo, rollback, position, statements);
            return new StepResult(
                    undo.version(), rollback.description(), false, Durations.since(start), statements, ran);
        } catch (Failed e) {
            throw new FailureRecorder(configuration, session).record(whole, e);
        }
    }

    private List<SubStep> declare(RegisteredMethod rollback) throws Failed {
        try {
            return OnlineContext.declare(rollback, configuration).subSteps();
        } catch (Throwable e) {
            throw new Failed(e, new StatementLog(false));
        }
    }

    private long runSubStep(Attempt whole, Place place, boolean interrupted) {
        SubStep subStep = place.subStep();
        RegisteredMethod rollback = whole.method();
        Position position = whole.position();
        long start = System.nanoTime();
        configuration.listeners().tell(l -> l.subStepStarted(rollback.version(), subStep.name()));
        try {
            if (interrupted) {
                SubSteps.requireRepeatable(rollback, subStep);
            } else if (!subStep.isTransactional()) {
                position.advance(session.subSteps()
                        .start(session.own(), session.fence(position.revision(), Optional.empty()), place));
            }
            HistoryRow row = HistoryRow.of(HistoryAction.SUB_STEP)
                    .versions(Optional.of(position.version()), position.version())
                    .step(rollback.version(), rollback.description())
                    .subStep(subStep.name());
            StatementLog log = new SubStepRunner(configuration, session, rollback, position)
                    .run(
                            subStep,
                            subStep.work(),
                            (transactionId, ran, elapsed) -> session.subSteps()
                                    .done(
                                            session.own(),
                                            session.fence(position.revision(), transactionId),
                                            place,
                                            row.lasting(elapsed)
                                                    .statements(ran.entries(), ran.count(), ran.omitted())));
            configuration
                    .listeners()
                    .tell(l -> l.subStepEnded(rollback.version(), subStep.name(), Durations.since(start)));
            return log.count();
        } catch (Failed e) {
            Attempt attempt = new Attempt(
                    HistoryAction.ROLLBACK, rollback, Optional.of(subStep), position, start, whole.completed());
            throw new FailureRecorder(configuration, session).record(attempt, e);
        }
    }

    private void finish(Undo undo, RegisteredMethod rollback, Position position, long statements) throws Failed {
        SchemaVersion compatible = RollbackFloor.after(configuration, session, undo.version(), position);
        HistoryRow row = HistoryRow.of(HistoryAction.ROLLBACK)
                .versions(Optional.of(position.version()), undo.stampTo())
                .step(undo.version(), rollback.description())
                .compatible(Optional.of(position.compatibleFrom()), compatible)
                .statements(List.of(), statements, statements);
        long revision = new TransactionRetry(configuration, session)
                .run(
                        rollback,
                        (handle, transactionId, log) -> session.writer()
                                .undo(
                                        session.own(),
                                        session.fence(position.revision(), Optional.of(transactionId)),
                                        undo.stampTo(),
                                        compatible,
                                        row))
                .revision();
        position.advance(revision, undo.stampTo(), compatible);
    }
}
