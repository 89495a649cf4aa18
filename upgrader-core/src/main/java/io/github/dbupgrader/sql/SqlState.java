package io.github.dbupgrader.sql;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * The SQLSTATEs that the library tells apart, by name, and questions about exceptions that carry one.
 *
 * <p>Each question looks through the causes, because libraries on top of JDBC wrap what the driver throws.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class SqlState {

    /** A lock was not to be had within {@code lock_timeout}. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    /** The server broke a deadlock at the cost of this statement. */
    public static final String DEADLOCK_DETECTED = "40P01";
    /** A statement was cancelled, by {@code statement_timeout} or by somebody. */
    public static final String QUERY_CANCELED = "57014";
    /** A table or view does not exist. */
    public static final String UNDEFINED_TABLE = "42P01";
    /** Some other object, a setting for instance, does not exist. */
    public static final String UNDEFINED_OBJECT = "42704";
    /** The role lacks a right. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** The value of a setting or parameter is refused. */
    public static final String INVALID_PARAMETER_VALUE = "22023";
    /** A row with this key exists. */
    public static final String UNIQUE_VIOLATION = "23505";
    /** The statement cannot run in a transaction. */
    public static final String ACTIVE_SQL_TRANSACTION = "25001";
    /** A prepared statement of that name exists in the session. */
    public static final String DUPLICATE_PREPARED_STATEMENT = "42P05";
    /** No prepared statement of that name exists in the session. */
    public static final String INVALID_SQL_STATEMENT_NAME = "26000";
    /** An earlier statement failed, and the transaction can only be rolled back. */
    public static final String IN_FAILED_SQL_TRANSACTION = "25P02";

    /** The connection broke in the middle of something. */
    public static final String CONNECTION_FAILURE = "08006";

    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");
    private static final String CONNECTION_CLASS = "08";

    /** A pool that has thrown a broken connection away says so without a SQLSTATE. */
    private static final Pattern CLOSED_BY_POOL =
            Pattern.compile("connection (is|has( already)? been) closed", Pattern.CASE_INSENSITIVE);

    private SqlState() {}

    /**
     * {@return the database error behind an exception: the driver's own if there is one, else the outermost}
     *
     * @param throwable any exception; its causes may form a cycle
     */
    public static Optional<SQLException> find(Throwable throwable) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        SQLException[] outermost = new SQLException[1];
        Optional<SQLException> driver = search(throwable, seen, outermost);
        return driver.isPresent() ? driver : Optional.ofNullable(outermost[0]);
    }

    /**
     * {@return the SQLSTATE of the database error behind an exception}
     *
     * @param throwable any exception
     */
    public static Optional<String> of(Throwable throwable) {
        return find(throwable).map(SQLException::getSQLState);
    }

    /**
     * {@return whether the database error behind an exception has one of these states}
     *
     * @param throwable any exception
     * @param states SQLSTATEs
     */
    public static boolean is(Throwable throwable, String... states) {
        return of(throwable).filter(Arrays.asList(states)::contains).isPresent();
    }

    /**
     * {@return whether the same work may succeed in a new transaction: a lock was not to be had, or a deadlock}
     *
     * @param throwable any exception
     */
    public static boolean isRetriable(Throwable throwable) {
        return is(throwable, LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED);
    }

    /**
     * {@return whether the session is gone: the connection broke, or the server ended it}
     *
     * @param throwable any exception
     */
    public static boolean isConnectionLost(Throwable throwable) {
        return find(throwable).filter(SqlState::tellsOfALostConnection).isPresent();
    }

    private static boolean tellsOfALostConnection(SQLException e) {
        String state = e.getSQLState();
        return state == null
                ? CLOSED_BY_POOL.matcher(String.valueOf(e.getMessage())).find()
                : state.startsWith(CONNECTION_CLASS) || SESSION_ENDED.contains(state);
    }

    /**
     * {@return whether the connection broke while an answer was due, so that nobody knows what became of the statement}
     *
     * @param throwable any exception
     */
    public static boolean isAnswerLost(Throwable throwable) {
        return is(throwable, CONNECTION_FAILURE);
    }

    /**
     * {@return whether a table or view does not exist}
     *
     * @param throwable any exception
     */
    public static boolean isUndefinedTable(Throwable throwable) {
        return is(throwable, UNDEFINED_TABLE);
    }

    /**
     * {@return whether a row with this key exists already}
     *
     * @param throwable any exception
     */
    public static boolean isUniqueViolation(Throwable throwable) {
        return is(throwable, UNIQUE_VIOLATION);
    }

    /**
     * {@return whether the role lacks a right}
     *
     * @param throwable any exception
     */
    public static boolean isInsufficientPrivilege(Throwable throwable) {
        return is(throwable, INSUFFICIENT_PRIVILEGE);
    }

    /**
     * {@return whether a statement that cannot run in a transaction was sent in one}
     *
     * @param throwable any exception
     */
    public static boolean isRefusedInTransaction(Throwable throwable) {
        return is(throwable, ACTIVE_SQL_TRANSACTION);
    }

    /**
     * {@return whether a statement was cancelled}
     *
     * @param throwable any exception
     */
    public static boolean isCanceled(Throwable throwable) {
        return is(throwable, QUERY_CANCELED);
    }

    private static Optional<SQLException> search(
            @Nullable Throwable throwable, Set<Throwable> seen, @Nullable SQLException[] outermost) {
        for (Throwable t = throwable; t != null && seen.add(t); t = t.getCause()) {
            if (t instanceof PSQLException driver) {
                return Optional.of(driver);
            }
            if (t instanceof SQLException sql) {
                outermost[0] = outermost[0] == null ? sql : outermost[0];
                // A batch failure names what went wrong in its next exception, not in its cause.
                Optional<SQLException> next = search(sql.getNextException(), seen, outermost);
                if (next.isPresent()) {
                    return next;
                }
            }
        }
        return Optional.empty();
    }
}
