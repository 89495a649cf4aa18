package io.github.dbupgrader;

import io.github.dbupgrader.TransactionRetry.Done;
import io.github.dbupgrader.TransactionRetry.Failed;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.step.SubStep.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Runs the work of one sub-step, up or down, and its record. */
final class SubStepRunner {

    private final Configuration configuration;
    private final RunSession session;
    private final RegisteredMethod method;
    private final Position position;

    SubStepRunner(Configuration configuration, RunSession session, RegisteredMethod method, Position position) {
        this.configuration = configuration;
        this.session = session;
        this.method = method;
        this.position = position;
    }

    /** Records that the work is done. */
    @FunctionalInterface
    interface Recorder {
        /**
         * Records it.
         *
         * @param transactionId the transaction of the work; empty where it had none
         * @param log what the work ran
         * @param elapsed how long it took
         * @return the new revision of the component's row
         */
        long record(Optional<String> transactionId, StatementLog log, Duration elapsed);
    }

    StatementLog run(SubStep subStep, SubStep.Work work, Recorder recorder) throws Failed {
        return run(subStep, Optional.empty(), work, recorder);
    }

    /** The same, of a sub-step that changes a table as a part of a schema change. */
    StatementLog run(SubStep subStep, Optional<String> table, SubStep.Work work, Recorder recorder) throws Failed {
        return subStep.isTransactional() ? inTransaction(table, work, recorder) : outside(subStep, work, recorder);
    }

    private StatementLog inTransaction(Optional<String> table, SubStep.Work work, Recorder recorder) throws Failed {
        long start = System.nanoTime();
        Done done = new TransactionRetry(configuration, session).run(method, table, (handle, transactionId, log) -> {
            work.run(handle);
            session.takeRoleBack(log);
            return recorder.record(Optional.of(transactionId), log, Durations.since(start));
        });
        position.advance(done.revision());
        return done.log();
    }

    private StatementLog outside(SubStep subStep, SubStep.Work work, Recorder recorder) throws Failed {
        boolean again = subStep.kind() == Kind.REPEATABLE && method.retry(); // batches try again by themselves
        try (LockTries tries = new LockTries(configuration, session, method)) {
            while (true) {
                StatementLog log = new StatementLog(configuration.recordStatements());
                long start = System.nanoTime();
                try {
                    attempt(subStep, work, log);
                    position.advance(recorder.record(Optional.empty(), log, Durations.since(start)));
                    return log;
                } catch (Throwable e) {
                    boolean clean = undo(e, log);
                    tries.afterFailureOutside(answerLost(e), log, clean && again);
                }
            }
        }
    }

    /** No transaction says what became of a statement whose answer is lost. */
    private static Throwable answerLost(Throwable e) {
        Optional<SQLException> lost = SqlState.find(e).filter(SqlState::isAnswerLost);
        return lost.isPresent() ? UpgraderErrors.outcomeUnknown(lost.get()) : e;
    }

    /** Waits of a concurrent build for other transactions count as lock waits, so its lock_timeout is one of minutes. */
    private void attempt(SubStep subStep, SubStep.Work work, StatementLog log) throws Exception {
        session.own()
                .createQuery(
                        "select set_config('lock_timeout', :lock, false), set_config('statement_timeout', '0', false)")
                .bind("lock", configuration.timeouts().outsideLock().toMillis() + "ms")
                .mapTo(String.class)
                .one();
        try (Handle handle = session.stepHandles().open(log, Guard.AUTOCOMMIT)) {
            work.run(handle);
        }
        if (!session.connection().getAutoCommit()) {
            throw StepErrors.transactionLeftOpen(subStep.name());
        }
        session.reset(log);
    }

    private boolean undo(Throwable cause, StatementLog log) {
        try {
            session.rollBack();
            session.reset(log);
            return true;
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
            return false;
        }
    }
}
