package io.github.dbupgrader;

import io.github.dbupgrader.FailureRecorder.Attempt;
import io.github.dbupgrader.TransactionRetry.Done;
import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.plan.RollbackPlanner.Undo;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;

/** Runs a transactional rollback: its changes, the lower stamp and the history row are one commit. */
final class TransactionalRollback {

    private final Configuration configuration;
    private final RunSession session;

    TransactionalRollback(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    StepResult run(Undo undo, RegisteredMethod rollback, Position position, List<StepResult> completed) {
        long start = System.nanoTime();
        SchemaVersion compatible = RollbackFloor.after(configuration, session, undo.version(), position);
        HistoryRow row = HistoryRow.of(HistoryAction.ROLLBACK)
                .versions(Optional.of(position.version()), undo.stampTo())
                .step(undo.version(), rollback.description())
                .compatible(Optional.of(position.compatibleFrom()), compatible);
        try {
            Done done = new TransactionRetry(configuration, session).run(rollback, (handle, transactionId, log) -> {
                TransactionalStep.call(rollback, handle, configuration);
                session.takeRoleBack(log);
                return session.writer()
                        .undo(
                                session.own(),
                                session.fence(position.revision(), Optional.of(transactionId)),
                                undo.stampTo(),
                                compatible,
                                row.statements(log.entries(), log.count(), log.omitted()));
            });
            position.advance(done.revision(), undo.stampTo(), compatible);
            return new StepResult(
                    undo.version(),
                    rollback.description(),
                    false,
                    Durations.since(start),
                    done.log().count(),
                    0);
        } catch (Failed e) {
            throw new FailureRecorder(configuration, session)
                    .record(
                            new Attempt(HistoryAction.ROLLBACK, rollback, Optional.empty(), position, start, completed),
                            e);
        }
    }
}
