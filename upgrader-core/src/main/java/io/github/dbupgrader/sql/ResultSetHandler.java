package io.github.dbupgrader.sql;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers the calls on a result of an observed connection, and counts the rows that the caller reads. */
final class ResultSetHandler extends ObservedProxy {

    private final ConnectionHandler.Session session;
    private final ResultSet resultSet;
    private final @Nullable Statement statement;
    private final AtomicLong rows;

    private ResultSetHandler(
            ConnectionHandler.Session session, ResultSet resultSet, @Nullable Statement statement, AtomicLong rows) {
        super(resultSet);
        this.session = session;
        this.resultSet = resultSet;
        this.statement = statement;
        this.rows = rows;
    }

    /** {@return a result whose statement is observed already} */
    static ResultSet proxy(
            ConnectionHandler.Session session, ResultSet resultSet, Statement statement, AtomicLong rows) {
        return proxy(ResultSet.class, new ResultSetHandler(session, resultSet, statement, rows));
    }

    /** {@return a result of the driver's own queries, which are not recorded} */
    static ResultSet proxy(ConnectionHandler.Session session, ResultSet resultSet) {
        return proxy(ResultSet.class, new ResultSetHandler(session, resultSet, null, new AtomicLong()));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        if ("getStatement".equals(method.getName())) {
            return observedStatement();
        }
        Object result = forward(method, args);
        if (Boolean.TRUE.equals(result) && "next".equals(method.getName())) {
            rows.incrementAndGet();
        }
        // A refcursor column is a result of its own.
        return result instanceof ResultSet inner ? proxy(session, inner) : result;
    }

    @Override
    String description() {
        return "observed " + target;
    }

    private @Nullable Statement observedStatement() throws SQLException {
        Statement inner = resultSet.getStatement();
        if (inner == null || statement != null) {
            return statement;
        }
        return proxy(Statement.class, new StatementHandler(session, "", inner));
    }
}
