package io.github.dbupgrader.sql;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Finds out whether a connection pooler such as PgBouncer stands between, and whether it keeps a session together.
 *
 * <p>A session lock needs one server session for the whole run. A pooler in transaction mode gives each transaction
 * whichever session is free.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class PoolerCheck {

    /** How a pooler hands out server sessions. */
    public enum Mode {
        /** One for as long as the client is connected. */
        SESSION,
        /** One for each transaction. */
        TRANSACTION,
        /** It could not be found out, because no second connection was to be had. */
        UNKNOWN
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Longer, because the first connection is lost to a run that asks it in vain. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(5);

    /** A pooler that takes turns may give the first connection the same session again by chance, but not so often. */
    private static final int ROUNDS = 3;

    private PoolerCheck() {}

    /**
     * {@return whether a pooler stands between}
     *
     * <p>A pooler invents the process number that it gives to its client when it connects, so it differs from the
     * server's.
     *
     * @param connection any connection, in autocommit
     * @throws SQLException if the database cannot be asked
     */
    public static boolean poolerPresent(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID() != backendPid(connection);
    }

    /**
     * {@return how the pooler hands out sessions}
     *
     * <p>A second connection holds a transaction, and with it the session that a pooler in transaction mode would most
     * likely give the first one again. Two equal answers of one connection that is alone prove nothing.
     *
     * <p>Neither waits long for a session that the pooler does not have: in transaction mode two runs that ask at the same
     * moment could else wait for each other. A driver's prepared statement that is there already was made by another
     * client of the same session; one that is gone was made in another session.
     *
     * @param first a connection through the pooler, in autocommit
     * @param dataSource where the second connection comes from
     * @throws SQLException if the database cannot be asked
     * @throws InterruptedException if the thread is interrupted while it waits for the second connection
     */
    public static Mode mode(Connection first, DataSource dataSource) throws SQLException, InterruptedException {
        try (PromptConnection prompt = PromptConnection.ask(dataSource)) {
            Optional<Connection> second = await(prompt);
            if (second.isEmpty()) {
                return Mode.UNKNOWN;
            }
            boolean autoCommit = second.get().getAutoCommit();
            second.get().setAutoCommit(false);
            Mode mode = mode(first, second.get());
            if (mode != Mode.UNKNOWN) {
                second.get().rollback();
                second.get().setAutoCommit(autoCommit);
            }
            return mode;
        } catch (SQLException e) {
            if (SqlState.is(e, SqlState.DUPLICATE_PREPARED_STATEMENT, SqlState.INVALID_SQL_STATEMENT_NAME)) {
                return Mode.TRANSACTION;
            }
            throw e;
        }
    }

    private static Optional<Connection> await(PromptConnection prompt) throws InterruptedException {
        try {
            return prompt.await(PATIENCE);
        } catch (SQLException noneToBeHad) {
            return Optional.empty();
        }
    }

    private static Mode mode(Connection first, Connection second) throws SQLException {
        Set<Integer> pids = new HashSet<>();
        pids.add(backendPid(first));
        for (int round = 0; round < ROUNDS; round++) {
            OptionalInt held = backendPid(second, PATIENCE);
            if (held.isEmpty()) {
                return Mode.UNKNOWN;
            }
            // Two clients with one session at a time: then it belongs to neither. Asking the first now might wait for
            // it.
            if (pids.contains(held.getAsInt())) {
                return Mode.TRANSACTION;
            }
            // A session of its own would answer at once.
            OptionalInt again = backendPid(first, LONG_PATIENCE);
            if (again.isEmpty() || pids.add(again.getAsInt())) {
                return Mode.TRANSACTION;
            }
            second.rollback();
        }
        return Mode.SESSION;
    }

    /** Empty where there is no answer in time; the connection is then broken. */
    private static OptionalInt backendPid(Connection connection, Duration patience) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
        try {
            int pid = backendPid(connection);
            connection.setNetworkTimeout(Runnable::run, before);
            return OptionalInt.of(pid);
        } catch (SQLException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private static int backendPid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
