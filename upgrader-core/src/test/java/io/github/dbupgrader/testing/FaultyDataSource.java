package io.github.dbupgrader.testing;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Counts the calls that are a round trip to the server, over all connections taken from it, and commits one fault at the
 * k-th. A test repeats a whole run with k = 1, 2, 3 … until a run ends without {@link #fired}.
 *
 * <p>Counted: the executions of statements, and what a connection does to its transaction. Not counted: what bypasses
 * JDBC ({@code unwrap}), and metadata.
 */
public final class FaultyDataSource implements DataSource {
    /** Exit code of a JVM that {@link Fault#HALT} has halted; a shell says the same of a killed process. */
    public static final int HALTED = 137;

    /** SQLSTATE of {@link Fault#THROW}: not of a class that anybody retries or takes for a lost connection. */
    public static final String SQL_STATE = "58030";

    private static final Set<String> ROUND_TRIPS =
            Set.of("commit", "rollback", "setSavepoint", "releaseSavepoint", "isValid", "setTransactionIsolation");

    private final DataSource delegate;
    private final DataSource side;
    private final Fault fault;
    private final int at;
    private final AtomicInteger count = new AtomicInteger();
    private volatile String firedAt = "";

    /**
     * @param delegate where connections come from, pooled or not
     * @param side another way to the same server, from which a backend is killed
     * @param at the number of the round trip that fails; 0 for a run that is only counted
     */
    public FaultyDataSource(DataSource delegate, DataSource side, Fault fault, int at) {
        this.delegate = delegate;
        this.side = side;
        this.fault = fault;
        this.at = at;
    }

    /** {@return whether the k-th round trip has been reached} */
    public boolean fired() {
        return !firedAt.isEmpty();
    }

    /** {@return the statement or call at which the fault was committed, or an empty text} */
    public String firedAt() {
        return firedAt;
    }

    /** {@return the number of round trips so far} */
    public int count() {
        return count.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrap(delegate.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return wrap(delegate.getConnection(user, password));
    }

    private Connection wrap(Connection connection) {
        return proxy(Connection.class, new ConnectionCalls(connection));
    }

    private void roundTrip(Connection connection, String what) throws SQLException {
        if (count.incrementAndGet() != at) {
            return;
        }
        firedAt = what;
        switch (fault) {
            case KILL_BACKEND -> kill(connection.unwrap(PGConnection.class).getBackendPID());
            case THROW -> throw new SQLException("injected at round trip " + at + ": " + what, SQL_STATE);
            case HALT -> Runtime.getRuntime().halt(HALTED);
        }
    }

    private void kill(int pid) throws SQLException {
        try (Connection connection = side.getConnection();
                PreparedStatement statement = connection.prepareStatement("select pg_terminate_backend(?, 20000)")) {
            statement.setInt(1, pid);
            statement.executeQuery();
        }
    }

    /** Calls of a connection: statements are wrapped, the ends of transactions are counted. */
    private final class ConnectionCalls implements InvocationHandler {
        private final Connection connection;

        ConnectionCalls(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, connection, method, arguments);
            }
            // turning autocommit on commits
            boolean commits = method.getName().equals("setAutoCommit")
                    && arguments[0].equals(true)
                    && !connection.getAutoCommit();
            if (commits || ROUND_TRIPS.contains(method.getName())) {
                roundTrip(connection, method.getName());
            }
            Object result = call(connection, method, arguments);
            if (result instanceof Statement statement) {
                String sql = arguments != null && arguments[0] instanceof String text ? text : "";
                return proxy(
                        method.getReturnType().asSubclass(Statement.class),
                        new StatementCalls(statement, connection, (Connection) proxy, sql));
            }
            return result;
        }
    }

    /** Calls of a statement: its executions are counted. */
    private final class StatementCalls implements InvocationHandler {
        private final Statement statement;
        private final Connection connection;
        private final Connection faulty;
        private final String prepared;

        StatementCalls(Statement statement, Connection connection, Connection faulty, String prepared) {
            this.statement = statement;
            this.connection = connection;
            this.faulty = faulty;
            this.prepared = prepared;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, statement, method, arguments);
            }
            if (method.getName().equals("getConnection")) {
                return faulty;
            }
            if (method.getName().startsWith("execute")) {
                roundTrip(connection, arguments != null && arguments[0] instanceof String text ? text : prepared);
            }
            return call(statement, method, arguments);
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    // a proxy is equal to itself, so that it can be closed and removed where it is a key
    private static Object ofObject(Object proxy, Object target, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "faulty " + target;
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, calls));
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return delegate.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        delegate.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        delegate.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return delegate.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return delegate.isWrapperFor(type);
    }
}
