package io.github.dbupgrader.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a session as it was borrowed, so that neither the next upgrade nor the pool sees what an upgrade left.
 *
 * <p>It knows the settings that were made in the session ({@code application_name}, the pool's own), the role, the
 * session user, and the JDBC connection's autocommit, read-only flag and network timeout; the isolation level is among
 * the settings. Nothing of it uses {@code discard all}, which would release the upgrade lock, or {@code deallocate
 * all}, which would throw away the statements that the driver has prepared.
 *
 * <p>A setting with a name of its own ({@code set app.tenant = 'x'}) is reset, and cannot be made again: the server
 * lists such settings to nobody.
 *
 * <p>Not thread-safe. Public for the library's other packages; not API.
 */
public final class SessionState {

    private static final Logger LOG = LoggerFactory.getLogger(SessionState.class);

    /** Those of the transaction cannot be set for a session; what lasts are their defaults. */
    private static final String READ = """
        select current_setting('role'), session_user,
          coalesce((select r.rolname from pg_stat_get_activity(pg_backend_pid()) a
              join pg_roles r on r.oid = a.usesysid), session_user),
          array(select name from pg_settings where %1$s order by name),
          array(select setting from pg_settings where %1$s order by name)\
        """.formatted("source = 'session' and"
            + " context <>"
            + " 'internal' and name"
            + " not in"
            + " ('transaction_isolation',"
            + " 'transaction_read_only',"
            + " 'transaction_deferrable')");

    private static final String CLEAN = """
        reset session authorization;
        reset role;
        reset all;
        discard temp;
        close all;
        unlisten *\
        """;

    private static final Map<String, String> TRANSACTION_DEFAULTS =
            Map.of("default_transaction_isolation", "read committed", "default_transaction_read_only", "off");

    private final boolean autoCommit;
    private final boolean readOnly;
    private final int networkTimeout;
    private final String role;
    private final String sessionUser;
    private final String authenticatedUser;
    private final Map<String, String> settings;
    private Map<String, String> runSettings = Map.of();

    private SessionState(Connection connection, boolean autoCommit, ResultSet row) throws SQLException {
        this.autoCommit = autoCommit;
        this.readOnly = connection.isReadOnly();
        this.networkTimeout = connection.getNetworkTimeout();
        this.role = row.getString(1);
        this.sessionUser = row.getString(2);
        this.authenticatedUser = row.getString(3);
        this.settings = new LinkedHashMap<>();
        String[] names = (String[]) row.getArray(4).getArray();
        String[] values = (String[]) row.getArray(5).getArray();
        for (int i = 0; i < names.length; i++) {
            settings.put(names[i], values[i]);
        }
    }

    /**
     * {@return the state of a borrowed connection, which is in autocommit afterwards}
     *
     * @param connection the connection, with no transaction open
     * @throws SQLException if the database cannot be asked
     */
    public static SessionState read(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return new SessionState(connection, autoCommit, row);
        }
    }

    /** {@return the settings that were made in the session when it was borrowed} */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** {@return the settings of the run that the server took} */
    public Map<String, String> runSettings() {
        return Map.copyOf(runSettings);
    }

    /**
     * Makes the session ready for a run: autocommit, not read-only, read committed, and the run's settings.
     *
     * <p>A setting that this server or role cannot make is logged and left out, also later.
     *
     * @param connection the connection, with no transaction open
     * @param wanted settings by name; they may override the transaction defaults
     * @throws SQLException if the session is lost
     */
    public void prepareForRun(Connection connection, Map<String, String> wanted) throws SQLException {
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
        Map<String, String> all = new LinkedHashMap<>(TRANSACTION_DEFAULTS);
        all.putAll(wanted);
        try {
            execute(connection, select(all));
            runSettings = all;
        } catch (SQLException e) {
            if (SqlState.isConnectionLost(e)) {
                throw e;
            }
            runSettings = makeOneByOne(connection, all);
        }
    }

    /** {@return the statements that take back what an upgrade left and set the run's settings again} */
    public String resetSql() {
        return resetSql(runSettings);
    }

    /**
     * Takes back what an upgrade left in the session, in one round trip; a transaction that it left open is rolled
     * back.
     *
     * @param connection the connection itself, not an observed one
     * @throws SQLException if the session is lost or a setting is refused
     */
    public void reset(Connection connection) throws SQLException {
        clean(connection, resetSql());
    }

    /**
     * Makes the session work as the role again in which it was borrowed, and leaves the transaction open.
     *
     * @param connection the connection itself, not an observed one
     * @throws SQLException if the session is lost or its transaction is spoilt
     */
    public void takeRoleBack(Connection connection) throws SQLException {
        execute(connection, "reset session authorization;\n" + roleSql());
    }

    /**
     * Gives the session back the state in which it was borrowed, in one round trip.
     *
     * @param connection the connection itself, not an observed one
     * @throws SQLException if the session is lost or a setting is refused
     */
    public void restore(Connection connection) throws SQLException {
        clean(connection, resetSql(Map.of()));
        connection.setReadOnly(readOnly);
        connection.setAutoCommit(autoCommit);
    }

    /**
     * Gives up the statements that were prepared in SQL, and none of the driver's.
     *
     * @param connection the connection
     * @throws SQLException if the database cannot be asked
     */
    public void deallocatePrepared(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name from pg_prepared_statements where from_sql")) {
            while (rows.next()) {
                names.add("deallocate " + new Identifier(rows.getString(1)).quoted());
            }
        }
        if (!names.isEmpty()) {
            execute(connection, String.join("; ", names));
        }
    }

    private void clean(Connection connection, String sql) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        connection.setReadOnly(false);
        if (connection.getNetworkTimeout() != networkTimeout) {
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        }
        execute(connection, sql);
    }

    private String resetSql(Map<String, String> additional) {
        StringBuilder sql = new StringBuilder(CLEAN);
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(additional);
        if (!all.isEmpty()) {
            // Before the role: some settings may be made by the session's user only.
            sql.append(";\n").append(select(all));
        }
        return sql.append(";\n").append(roleSql()).toString();
    }

    private String roleSql() {
        String user = sessionUser.equals(authenticatedUser)
                ? ""
                : "set session authorization " + new Identifier(sessionUser).quoted() + ";\n";
        return user + "set role " + ("none".equals(role) ? "none" : new Identifier(role).quoted());
    }

    private static Map<String, String> makeOneByOne(Connection connection, Map<String, String> wanted)
            throws SQLException {
        Map<String, String> made = new LinkedHashMap<>();
        for (Map.Entry<String, String> setting : wanted.entrySet()) {
            try {
                execute(connection, select(Map.of(setting.getKey(), setting.getValue())));
                made.put(setting.getKey(), setting.getValue());
            } catch (SQLException e) {
                if (SqlState.isConnectionLost(e)) {
                    throw e;
                }
                LOG.info(
                        "going on without a setting that the server refuses setting={} value={} reason={}",
                        setting.getKey(),
                        setting.getValue(),
                        e.getMessage());
            }
        }
        return made;
    }

    private static String select(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(s -> "set_config(" + Literal.quote(s.getKey()) + ", " + Literal.quote(s.getValue()) + ", false)")
                .collect(Collectors.joining(", ", "select ", ""));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
