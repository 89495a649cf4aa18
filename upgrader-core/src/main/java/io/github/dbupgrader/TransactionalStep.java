package io.github.dbupgrader;

import io.github.dbupgrader.FailureRecorder.Attempt;
import io.github.dbupgrader.TransactionRetry.Done;
import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.plan.PlannedStep;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Runs a transactional upgrade: its changes, its stamp and its history row are one commit. */
final class TransactionalStep {

    private final Configuration configuration;
    private final RunSession session;
    private final ConditionChecker conditions;

    TransactionalStep(Configuration configuration, RunSession session, ConditionChecker conditions) {
        this.configuration = configuration;
        this.session = session;
        this.conditions = conditions;
    }

    StepResult run(PlannedStep step, Position position, List<StepResult> completed) {
        RegisteredMethod upgrade = step.upgrade();
        long start = System.nanoTime();
        SchemaVersion reached = step.missed() ? position.version() : upgrade.version();
        SchemaVersion compatible = position.raisedTo(upgrade.compatibleFrom());
        try {
            Done done = new TransactionRetry(configuration, session).run(upgrade, (handle, transactionId, log) -> {
                conditions.require(upgrade.version(), handle);
                call(upgrade, handle, configuration);
                session.takeRoleBack(log);
                return session.writer()
                        .stamp(
                                session.own(),
                                session.fence(position.revision(), Optional.of(transactionId)),
                                reached,
                                compatible,
                                row(step, position, reached, compatible, log));
            });
            position.advance(done.revision(), reached, compatible);
            return new StepResult(
                    upgrade.version(),
                    upgrade.description(),
                    step.missed(),
                    Durations.since(start),
                    done.log().count(),
                    0);
        } catch (Failed e) {
            throw new FailureRecorder(configuration, session)
                    .record(
                            new Attempt(HistoryAction.UPGRADE, upgrade, Optional.empty(), position, start, completed),
                            e);
        }
    }

    static void call(RegisteredMethod method, Handle handle, Configuration configuration) throws Exception {
        TransactionalContext context = new TransactionalContext(method, handle, configuration);
        try {
            method.invocation().invoke(context, handle);
        } finally {
            context.close();
        }
    }

    private HistoryRow row(
            PlannedStep step, Position position, SchemaVersion reached, SchemaVersion compatible, StatementLog log) {
        return HistoryRow.of(HistoryAction.UPGRADE)
                .versions(Optional.of(position.version()), reached)
                .step(step.upgrade().version(), step.upgrade().description())
                .compatible(Optional.of(position.compatibleFrom()), compatible)
                .skipping(conditions.skipped(step.upgrade().version()))
                .statements(log.entries(), log.count(), log.omitted());
    }
}
