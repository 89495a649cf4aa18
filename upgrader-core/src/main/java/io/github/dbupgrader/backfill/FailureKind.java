package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.SqlState;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whose fault the failure of a batch is, and so what happens to its rows.
 *
 * <p>The SQLSTATE decides, first the whole of it and then its class. Where one state stands for different things, the server's routine tells them apart, because
 * its message is translated. One pair cannot be told apart in that way: {@code statement_timeout} and {@code pg_cancel_backend} have the same state and the
 * same routine. So 57014 is a time-out unless the message says in English that somebody asked for it. That is the safe side: a cancelled batch that is
 * taken for a slow one is halved, while a slow one that is taken for a cancelled one would be sent again for ever.
 */
enum FailureKind {

    /** Nobody's fault that is here: the same batch may succeed later. It is never a reason for quarantine. */
    INFRASTRUCTURE,
    /** It took too long: a smaller batch may succeed. The server may have ended the session with it. */
    TIMEOUT,
    /** The statement or code is wrong for this database, whatever the rows. */
    DEFINITION,
    /** This thread shall stop. */
    INTERRUPTED,
    /** One or some of the rows. */
    DATA;

    private static final Map<String, FailureKind> STATES = Map.ofEntries(
            Map.entry("25001", DEFINITION), // a statement that cannot run in a transaction
            Map.entry("25006", INFRASTRUCTURE), // read-only: the other server is the primary now
            Map.entry("25P03", TIMEOUT), // idle_in_transaction_session_timeout: Java work took too long
            Map.entry("25P04", TIMEOUT), // transaction_timeout
            Map.entry("42P05", INFRASTRUCTURE), // a prepared statement that a pooler left in the session
            Map.entry("55006", INFRASTRUCTURE), // an object in use
            Map.entry(SqlState.LOCK_NOT_AVAILABLE, INFRASTRUCTURE));

    private static final Map<String, FailureKind> CLASSES = Map.ofEntries(
            Map.entry("07", DEFINITION), // parameters
            Map.entry("08", INFRASTRUCTURE), // the connection
            Map.entry("0A", DEFINITION), // not supported
            Map.entry("26", INFRASTRUCTURE), // a prepared statement that a pooler took away
            Map.entry("28", INFRASTRUCTURE), // the server lets nobody in
            Map.entry("2D", DEFINITION), // work that ends the transaction
            Map.entry("3D", DEFINITION), // no such database
            Map.entry("3F", DEFINITION), // no such schema
            Map.entry("40", INFRASTRUCTURE), // deadlock, serialization
            Map.entry("42", DEFINITION), // syntax, names, types, rights
            Map.entry("53", INFRASTRUCTURE), // disk, memory, connections
            Map.entry("55", DEFINITION), // such as a view that cannot be updated, or a table without replica identity
            Map.entry("57", INFRASTRUCTURE), // somebody stopped it
            Map.entry("58", INFRASTRUCTURE)); // the system below the server

    /** Routines of the server that share their state with errors of another kind. */
    private static final Map<String, FailureKind> ROUTINES = Map.of(
            "0A000 RevalidateCachedQuery", INFRASTRUCTURE, // the table changed under a prepared statement
            "54000 GetNewTransactionId", INFRASTRUCTURE, // no transaction ids until a vacuum
            "54000 GetNewMultiXactId", INFRASTRUCTURE);

    private static final String ASKED_FOR = "due to user request";

    /** {@return the kind of what a batch threw} */
    static FailureKind of(Throwable failure) {
        for (Throwable t : chain(failure)) {
            if (isInterruption(t)) {
                return INTERRUPTED;
            }
            if (t instanceof TryAgainLaterException
                    || t instanceof SQLTransientConnectionException
                    || t instanceof OutOfMemoryError) {
                return INFRASTRUCTURE;
            }
            if (t instanceof LinkageError || isWrongDeclaration(t)) {
                return DEFINITION;
            }
        }
        return SqlState.find(failure).map(FailureKind::ofDatabase).orElse(DATA);
    }

    private static boolean isInterruption(Throwable t) {
        return t instanceof InterruptedException
                || t instanceof ClosedByInterruptException
                || (t instanceof UpgradeException e && e.code() == ErrorCode.INTERRUPTED);
    }

    private static boolean isWrongDeclaration(Throwable t) {
        return t instanceof UpgradeException e
                && (e.code() == ErrorCode.INVALID_DECLARATION || e.code() == ErrorCode.BACKFILL_REFUSED);
    }

    private static FailureKind ofDatabase(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() != 5) {
            return ofPool(e);
        }
        if (state.equals(SqlState.QUERY_CANCELED)) {
            return String.valueOf(e.getMessage()).contains(ASKED_FOR) ? INFRASTRUCTURE : TIMEOUT;
        }
        return routine(e)
                .map(routine -> ROUTINES.get(state + " " + routine))
                .or(() -> Optional.ofNullable(STATES.get(state)))
                .orElseGet(() -> CLASSES.getOrDefault(state.substring(0, 2), DATA));
    }

    /** Pools that have no connection to give say so in exceptions of their own, mostly without a state. */
    private static FailureKind ofPool(SQLException e) {
        if (e instanceof SQLTimeoutException) {
            return TIMEOUT;
        }
        return e instanceof PSQLException ? DATA : INFRASTRUCTURE;
    }

    private static Optional<String> routine(SQLException e) {
        return e instanceof PSQLException driver
                ? Optional.ofNullable(driver.getServerErrorMessage()).map(ServerErrorMessage::getRoutine)
                : Optional.empty();
    }

    /** The causes may form a cycle. */
    private static Set<Throwable> chain(Throwable failure) {
        Set<Throwable> chain = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = failure; t != null && chain.add(t); t = t.getCause()) {
            // collected by the condition
        }
        return chain;
    }
}
