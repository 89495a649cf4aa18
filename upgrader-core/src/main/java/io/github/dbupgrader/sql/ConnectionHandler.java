package io.github.dbupgrader.sql;

import io.github.dbupgrader.sql.ObservedConnection.Guard;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/** Answers the calls on an observed connection, under whichever interface it is seen. */
final class ConnectionHandler extends ObservedProxy {

    /** What all proxies of one observed connection share. */
    static final class Session {
        private final Connection physical;
        private final StatementLog log;
        private final Guard guard;
        private final Connection connection;

        Session(Connection physical, StatementLog log, Guard guard) {
            this.physical = physical;
            this.log = log;
            this.guard = guard;
            this.connection = proxy(Connection.class, new ConnectionHandler(this, physical));
        }

        StatementLog log() {
            return log;
        }

        Connection connection() {
            return connection;
        }
    }

    private final Session session;

    private ConnectionHandler(Session session, Object target) {
        super(target);
        this.session = session;
    }

    /** {@return what an observed connection stands for; empty where it is none} */
    static Optional<Connection> physical(Connection connection) {
        return Proxy.isProxyClass(connection.getClass())
                        && Proxy.getInvocationHandler(connection) instanceof ConnectionHandler handler
                ? Optional.of(handler.session.physical)
                : Optional.empty();
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "close", "abort" -> null;
            case "commit" -> ending("commit()", method, args);
            case "rollback" -> args.length == 0 ? ending("rollback()", method, args) : forward(method, args);
            case "setAutoCommit" ->
                endsTransaction(args) ? ending("setAutoCommit(true)", method, args) : forward(method, args);
            case "createStatement" -> statement(Statement.class, "", forward(method, args));
            case "prepareStatement" -> statement(PreparedStatement.class, args[0], forward(method, args));
            case "prepareCall" -> statement(CallableStatement.class, args[0], forward(method, args));
            case "getMetaData" ->
                proxy(DatabaseMetaData.class, new MetaDataHandler(session, required(forward(method, args))));
            case "getCopyAPI" -> new RecordingCopyManager(session.physical.unwrap(BaseConnection.class), session.log);
            default -> forward(method, args);
        };
    }

    @Override
    Object unwrap(Object proxy, Class<?> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return proxy;
        }
        Object inner = session.physical.unwrap(type);
        // These interfaces lead to COPY and, the second, to the whole connection.
        return type.isInterface() && PGConnection.class.isAssignableFrom(type)
                ? proxy(type, new ConnectionHandler(session, inner))
                : inner;
    }

    @Override
    String description() {
        return "observed " + target;
    }

    private boolean endsTransaction(@Nullable Object[] args) throws SQLException {
        return Boolean.TRUE.equals(args[0]) && !session.physical.getAutoCommit();
    }

    private @Nullable Object ending(String call, Method method, @Nullable Object[] args) throws Throwable {
        if (session.guard == Guard.TRANSACTION) {
            throw SqlErrors.transactionEnded(call);
        }
        return forward(method, args);
    }

    private Statement statement(Class<? extends Statement> type, @Nullable Object sql, @Nullable Object statement) {
        return proxy(type, new StatementHandler(session, String.valueOf(sql), (Statement) required(statement)));
    }

    private static Object required(@Nullable Object result) {
        if (result == null) {
            throw new IllegalStateException("the driver gave null where JDBC promises an object");
        }
        return result;
    }

    /** The metadata of the database lead back to the observed connection. */
    private static final class MetaDataHandler extends ObservedProxy {

        private final Session session;

        MetaDataHandler(Session session, Object target) {
            super(target);
            this.session = session;
        }

        @Override
        @Nullable
        Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
            if ("getConnection".equals(method.getName())) {
                return session.connection;
            }
            Object result = forward(method, args);
            return result instanceof ResultSet rows ? ResultSetHandler.proxy(session, rows) : result;
        }

        @Override
        String description() {
            return "observed " + target;
        }
    }
}
