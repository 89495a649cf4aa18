package io.github.dbupgrader;

import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.history.HistoryAction;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns a failure into a history row and into what the caller gets. */
final class FailureRecorder {

    private final Configuration configuration;
    private final RunSession session;

    FailureRecorder(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    /** What failed. */
    record Attempt(
            HistoryAction action,
            RegisteredMethod method,
            Optional<SubStep> subStep,
            Position position,
            long startNanos,
            List<StepResult> completed) {}

    /**
     * Records the failed attempt in a transaction of its own, and returns what to throw. If it cannot be recorded, that is only added to the failure. An
     * {@link Error} is thrown as it is.
     */
    RuntimeException record(Attempt attempt, Failed failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        StepErrors.Doing doing = attempt.action() == HistoryAction.ROLLBACK || attempt.action() == HistoryAction.REVERT
                ? StepErrors.Doing.ROLLBACK
                : StepErrors.Doing.UPGRADE;
        StepFailedException exception = StepErrors.exception(
                StepErrors.failure(doing, attempt.method(), attempt.subStep(), cause, failed.log()),
                attempt.completed());
        try {
            session.writer()
                    .recordFailure(session.own(), row(attempt, failed.log()), String.valueOf(exception.getMessage()));
        } catch (RuntimeException e) {
            (cause instanceof Error ? cause : exception).addSuppressed(e);
        }
        configuration.listeners().tell(l -> l.stepFailed(attempt.method().version(), exception));
        if (cause instanceof Error error) {
            throw error;
        }
        return exception;
    }

    private static HistoryRow row(Attempt attempt, StatementLog log) {
        HistoryRow row = HistoryRow.of(attempt.action())
                .versions(
                        Optional.of(attempt.position().version()),
                        attempt.position().version())
                .step(attempt.method().version(), attempt.method().description())
                .lasting(Duration.ofNanos(System.nanoTime() - attempt.startNanos()))
                .statements(log.entries(), log.count(), log.omitted());
        return attempt.subStep().map(s -> row.subStep(s.name())).orElse(row);
    }
}
