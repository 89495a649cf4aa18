package io.github.dbupgrader;

import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.BlockingSession;
import io.github.dbupgrader.sql.FailedStatement;
import io.github.dbupgrader.sql.LockTimeoutLadder;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.StatementLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in a transaction, and when it cannot get a lock in time or meets a deadlock, rolls back and runs it again in a new one.
 *
 * <p>The whole transaction is what is tried again: after an error PostgreSQL takes nothing more in it, and a savepoint would keep the locks it already has while it
 * waits. {@code lock_timeout} is set for the whole transaction, so that waits for rows count too.
 */
final class TransactionRetry {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionRetry.class);

    private final Configuration configuration;
    private final RunSession session;

    TransactionRetry(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    /** What happens in one transaction. */
    @FunctionalInterface
    interface InTransaction {
        /**
         * Does it, and records it.
         *
         * @param handle the observed handle of the step
         * @param transactionId the transaction
         * @param log what the step has run so far
         * @return the new revision of the component's row
         */
        long run(Handle handle, String transactionId, StatementLog log) throws Exception;
    }

    /** What came of it: the revision, and what the last try ran. */
    record Done(long revision, StatementLog log) {}

    /** A failure together with what the failed try had run. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient StatementLog log;

        Failed(Throwable cause, StatementLog log) {
            super(cause);
            this.log = log;
        }

        StatementLog log() {
            return log;
        }
    }

    Done run(RegisteredMethod step, InTransaction body) throws Failed {
        LockTimeoutLadder ladder = new LockTimeoutLadder(
                configuration.timeouts().ladder(), session.server().deadlockTimeout());
        try (Blockers blockers = new Blockers(configuration, session)) {
            while (true) {
                StatementLog log = new StatementLog(configuration.recordStatements());
                long revision;
                try {
                    revision = attempt(ladder, log, body);
                } catch (Throwable e) {
                    boolean clean = undo(e, log);
                    if (!clean || !step.retry() || !SqlState.isRetriable(e)) {
                        throw new Failed(e, log);
                    }
                    pauseOrGiveUp(step, ladder, log, e, blockers.after(log));
                    continue;
                }
                resetAfter(log);
                return new Done(revision, log);
            }
        }
    }

    private long attempt(LockTimeoutLadder ladder, StatementLog log, InTransaction body) throws Exception {
        Handle own = session.own();
        session.begin();
        String transactionId = begin(own, ladder);
        long revision;
        try (Handle handle = session.stepHandles().open(log, Guard.TRANSACTION)) {
            revision = body.run(handle, transactionId, log);
        }
        session.commit();
        return revision;
    }

    /** The time-outs of the transaction and its number, in one round trip. */
    private String begin(Handle own, LockTimeoutLadder ladder) {
        String lockTimeout =
                configuration.timeouts().retryLocks() ? ladder.timeout().toMillis() + "ms" : "0";
        return own.createQuery("""
                        select pg_current_xact_id()::text, set_config('lock_timeout', :lock, true),
                          set_config('statement_timeout', :statement, true)""")
                .bind("lock", lockTimeout)
                .bind("statement", configuration.timeouts().statement().toMillis() + "ms")
                .mapTo(String.class)
                .one();
    }

    /** What goes wrong here must not hide why the try failed. Returns whether the session may be used for another one. */
    private boolean undo(Throwable cause, StatementLog log) {
        try {
            session.rollBack();
            resetAfter(log);
            return true;
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private void resetAfter(StatementLog log) {
        try {
            session.reset(log);
        } catch (RuntimeException e) {
            if (isAlive()) {
                throw e;
            }
            LOG.debug("the session is gone, so there is nothing to reset", e);
        }
    }

    private boolean isAlive() {
        try {
            return session.connection().isValid(1);
        } catch (SQLException e) {
            LOG.debug("the connection does not know whether it is valid", e);
            return false;
        }
    }

    private void pauseOrGiveUp(
            RegisteredMethod step,
            LockTimeoutLadder ladder,
            StatementLog log,
            Throwable cause,
            List<BlockingSession> blockers)
            throws Failed {
        Duration blocked = log.lastFailure().map(FailedStatement::duration).orElse(Duration.ZERO);
        Optional<Duration> pause = ladder.delayAfterFailure(blocked);
        if (pause.isEmpty()) {
            String statement = log.lastFailure().map(FailedStatement::text).orElse("a statement");
            throw new Failed(
                    UpgraderErrors.tableLockTimeout(
                            statement, ladder.tries(), ladder.blocked(), ladder.elapsed(), blockers, cause),
                    log);
        }
        LOG.info(
                "upgrade {} could not get its locks: tries={} pause={} blockers={}",
                step.version(),
                ladder.tries(),
                Durations.human(pause.get()),
                UpgraderErrors.describe(blockers));
        configuration.listeners().tell(l -> l.stepRetried(step.version(), ladder.tries(), pause.get()));
        try {
            Pause.of(pause.get(), "pausing before another try for locks");
        } catch (RuntimeException e) {
            throw new Failed(e, log);
        }
    }
}
