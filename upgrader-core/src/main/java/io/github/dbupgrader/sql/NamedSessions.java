package io.github.dbupgrader.sql;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource that gives its sessions an {@code application_name}, by which others recognise them in {@code pg_stat_activity}.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class NamedSessions extends ObservedProxy {

    private static final String PROPERTY = "ApplicationName";

    private final String name;

    private NamedSessions(DataSource target, String name) {
        super(target);
        this.name = name;
    }

    /**
     * {@return a DataSource that names each session when it is lent}
     *
     * @param dataSource where the sessions come from
     * @param name the name, in ASCII and at most 63 bytes long
     */
    public static DataSource of(DataSource dataSource, String name) {
        return proxy(DataSource.class, new NamedSessions(dataSource, name));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        if ("createConnectionBuilder".equals(method.getName())) {
            throw new SQLFeatureNotSupportedException("sessions of a builder would have no name: use getConnection");
        }
        Object result = forward(method, args);
        return result instanceof Connection connection ? named(connection) : result;
    }

    private Connection named(Connection connection) throws SQLException {
        try {
            give(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * The driver knows the present name without asking. What is set in a transaction goes with its rollback, and without autocommit setting it begins one; that one is
     * committed, if none was open before: the work of others never is.
     */
    private void give(Connection connection) throws SQLException {
        if (name.equals(connection.getClientInfo(PROPERTY))) {
            return;
        }
        boolean commits = !connection.getAutoCommit() && BetweenTransactions.is(connection);
        connection.setClientInfo(PROPERTY, name);
        if (commits) {
            connection.commit();
        }
    }

    @Override
    String description() {
        return "sessions of " + name + " from " + target;
    }
}
