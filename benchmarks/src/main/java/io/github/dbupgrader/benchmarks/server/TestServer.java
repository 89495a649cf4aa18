package io.github.dbupgrader.benchmarks.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The one embedded server of a run, its databases, and pools for them. */
public final class TestServer implements AutoCloseable {

    private static final String MAX_CONNECTIONS = "300";

    /** The largest table fits, and no checkpoint begins in the middle of a run, which would fall on one tool more than on another. */
    private static final String SHARED_BUFFERS = "1GB";

    private static final String MAX_WAL_SIZE = "8GB";

    private final EmbeddedPostgres postgres;
    private final CountingProxy proxy;
    private final AtomicInteger databases = new AtomicInteger();

    private TestServer(EmbeddedPostgres postgres, CountingProxy proxy) {
        this.postgres = postgres;
        this.proxy = proxy;
    }

    /**
     * {@return a server that runs}
     *
     * @throws IOException if it does not start
     */
    public static TestServer start() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", MAX_CONNECTIONS)
                .setServerConfig("shared_buffers", SHARED_BUFFERS)
                .setServerConfig("max_wal_size", MAX_WAL_SIZE)
                .start();
        return new TestServer(postgres, CountingProxy.before(postgres.getPort()));
    }

    /** {@return the counter of what goes through {@link #countedPool}} */
    public CountingProxy proxy() {
        return proxy;
    }

    /**
     * {@return the name of a new, empty database}
     *
     * @throws SQLException if it cannot be created
     */
    public String createDatabase() throws SQLException {
        String name = "bench" + databases.incrementAndGet();
        execute("create database " + name);
        return name;
    }

    /**
     * {@return the name of a new copy of a database}
     *
     * @param template the database, to which nobody is connected
     * @throws SQLException if it cannot be created
     */
    public String createDatabase(String template) throws SQLException {
        String name = "bench" + databases.incrementAndGet();
        execute("create database " + name + " template " + template);
        return name;
    }

    /**
     * Drops a database that is no longer needed.
     *
     * @param name its name
     * @throws SQLException if it cannot be dropped
     */
    public void dropDatabase(String name) throws SQLException {
        execute("drop database " + name + " with (force)");
    }

    /**
     * {@return the address of a database}
     *
     * @param database its name
     */
    public String url(String database) {
        return url(database, postgres.getPort());
    }

    /**
     * {@return connections without a pool}
     *
     * @param database the database
     */
    public DataSource direct(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url(database));
        return dataSource;
    }

    /**
     * {@return a pool with all its connections open}
     *
     * @param database the database
     * @param size how many connections it has
     * @throws SQLException if there is no connection
     */
    public HikariDataSource pool(String database, int size) throws SQLException {
        return pool(url(database), database, size);
    }

    /**
     * {@return a pool with all its connections open, through the proxy that counts}
     *
     * @param database the database
     * @param size how many connections it has
     * @throws SQLException if there is no connection
     */
    public HikariDataSource countedPool(String database, int size) throws SQLException {
        return pool(url(database, proxy.port()), database, size);
    }

    /**
     * {@return the server's version}
     *
     * @throws SQLException if it cannot be asked
     */
    public String version() throws SQLException {
        try (Connection connection = direct("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        postgres.close();
    }

    private static HikariDataSource pool(String url, String name, int size) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(name);
        config.setMinimumIdle(size);
        config.setMaximumPoolSize(size);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            waitUntilFull(pool, size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pool.close();
            throw new SQLException("interrupted while the pool was filled", e);
        }
        return pool;
    }

    private static void waitUntilFull(HikariDataSource pool, int size) throws InterruptedException {
        while (pool.getHikariPoolMXBean().getIdleConnections() < size) {
            Thread.sleep(2);
        }
    }

    private static String url(String database, int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + database
                + "?user=postgres&sslmode=disable&gssEncMode=disable";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
