package io.github.dbupgrader;

import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.StatementLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private static final String BEGIN = """
            select pg_current_xact_id()::text, set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true)""";

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
        return run(step, Optional.empty(), body);
    }

    /** The same, for work of which the table is known that it needs a strong lock of. */
    Done run(RegisteredMethod step, Optional<String> table, InTransaction body) throws Failed {
        try (LockTries tries = new LockTries(configuration, session, step)) {
            tries.awaitCalm(table);
            while (true) {
                StatementLog log = new StatementLog(configuration.recordStatements());
                long revision;
                try {
                    revision = attempt(tries, log, body);
                } catch (Throwable e) {
                    boolean clean = undo(e, log);
                    tries.afterFailure(e, log, clean && step.retry());
                    continue;
                }
                resetAfter(log);
                return new Done(revision, log);
            }
        }
    }

    private long attempt(LockTries tries, StatementLog log, InTransaction body) throws Exception {
        session.begin();
        String transactionId = begin(tries);
        long revision;
        try (Handle handle = session.stepHandles().open(log, Guard.TRANSACTION)) {
            revision = body.run(handle, transactionId, log);
        }
        session.commit();
        return revision;
    }

    /** The time-outs of the transaction and its number, in one round trip. */
    private String begin(LockTries tries) throws SQLException {
        try (PreparedStatement select = session.connection().prepareStatement(BEGIN)) {
            select.setString(
                    1, configuration.timeouts().retryLocks() ? tries.timeout().toMillis() + "ms" : "0");
            select.setString(2, configuration.timeouts().statement().toMillis() + "ms");
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
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
}
