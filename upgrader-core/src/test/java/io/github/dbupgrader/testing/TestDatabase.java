package io.github.dbupgrader.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty database of one test, owned by a superuser, in UTF-8 and the C locale. Its own calls each use a connection of
 * their own and close it, so that every session found in the database is the test's.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server;
    private final String name;
    private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
    private final List<String> roles = new CopyOnWriteArrayList<>();

    private TestDatabase(TestServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Creates a database, for tests that no Jupiter extension serves; close it. */
    public static TestDatabase create() {
        TestServer server = TestServer.get();
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        // template0, so that nothing that somebody added to a server's template1 is in it
        server.execute("create database " + name + " template template0 encoding 'UTF8' locale 'C'");
        return new TestDatabase(server, name);
    }

    public String name() {
        return name;
    }

    /** {@return the JDBC URL, without user and password} */
    public String url() {
        return server.url(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** {@return a new data source without a pool: each connection is a new session} */
    public PGSimpleDataSource dataSource() {
        return dataSource(user(), password());
    }

    /** {@return a new data source without a pool, for a role made by {@link #role}} */
    public PGSimpleDataSource dataSource(String role) {
        return dataSource(role, role);
    }

    private PGSimpleDataSource dataSource(String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /** {@return a pool, closed when the test ends} */
    public HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /**
     * Creates a role without any right beyond what everybody has; its password is its name.
     *
     * @param purpose the start of its name
     * @return its name; dropped when the test ends
     */
    public String role(String purpose) {
        String role = purpose + "_" + name;
        server.execute("create role " + role + " login password '" + role + "'");
        roles.add(role);
        return role;
    }

    public Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    /** {@return the server's major version} */
    public int serverVersion() {
        return (int) (queryLong("select current_setting('server_version_num')::int") / 10_000);
    }

    /** Executes one or more statements, in a session of their own that autocommits. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** {@return what {@code row} makes of each row} */
    public <T> List<T> query(String sql, RowReader<T> row) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** {@return each row as text, its columns between bars} */
    public List<String> rows(String sql) {
        return query(sql, result -> {
            StringJoiner row = new StringJoiner("|");
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                row.add(String.valueOf(result.getString(column)));
            }
            return row.toString();
        });
    }

    /** {@return the first column of the only row} */
    public String queryText(String sql) {
        return only(sql, query(sql, result -> String.valueOf(result.getString(1))));
    }

    /** {@return the first column of the only row} */
    public long queryLong(String sql) {
        return only(sql, query(sql, result -> result.getLong(1)));
    }

    private static <T> T only(String sql, List<T> rows) {
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows instead of one: " + sql);
        }
        return rows.get(0);
    }

    /** {@return the backend's process id of a connection, pooled or wrapped or not} */
    public static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /** Waits until that backend waits for a lock. */
    public void awaitBlocked(int pid) {
        await("backend " + pid + " waits for a lock", "pid = " + pid + " and wait_event_type = 'Lock'");
    }

    /** Waits until some backend of this database waits for a lock. */
    public void awaitSomeoneBlocked() {
        await("a backend waits for a lock", "wait_event_type = 'Lock'");
    }

    /**
     * Waits until a session of this database fits.
     *
     * @param what the same in words
     * @param condition over the columns of {@code pg_stat_activity}
     */
    public void await(String what, String condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sessions(condition) > 0);
    }

    /** Terminates a backend and returns when it is gone. */
    public void kill(int pid) {
        if (!queryText("select pg_terminate_backend(" + pid + ", 20000)").equals("t")) {
            throw new IllegalStateException("backend " + pid + " is still there");
        }
    }

    private long sessions(String condition) {
        return queryLong("select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and (" + condition + ")");
    }

    /** Closes the pools, fails if anything else is still in the database, and drops it in any case. */
    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        try {
            LeakCheck.of(server, name).verify();
        } finally {
            server.execute("drop database " + name + " with (force)");
            roles.forEach(role -> server.execute("drop role " + role));
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
