package io.github.dbupgrader.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one PostgreSQL server of this JVM, started at first use: the server that UPGRADER_TEST_URL names, or else embedded
 * binaries, or a container where {@code -Dtest.postgres=container} asks for one.
 *
 * @param url JDBC URL of a database to administer the server from, without user and password
 * @param user a superuser
 * @param password its password
 */
record TestServer(String url, String user, String password) {

    static TestServer get() {
        return Started.SERVER;
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    String url(String database) {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setDatabaseName(database);
        return dataSource.getUrl();
    }

    void execute(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Deferred until a test needs it. */
    private static final class Started {
        static final TestServer SERVER = start();

        private Started() {}
    }

    private static TestServer start() {
        // The driver makes the JVM's zone the session's. One that is not UTC, and not a whole hour from it, finds
        // timestamps that were read as local times. The build sets it; an IDE does not.
        if (TimeZone.getDefault().getRawOffset() == 0) {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
        }
        String url = System.getenv("UPGRADER_TEST_URL");
        if (url != null && !url.isBlank()) {
            return named(url);
        }
        return System.getProperty("test.postgres", "embedded").equals("container") ? container() : embedded();
    }

    private static TestServer named(String url) {
        PGSimpleDataSource parsed = new PGSimpleDataSource();
        parsed.setUrl(url);
        String user = parsed.getUser() == null ? "postgres" : parsed.getUser();
        String password = parsed.getPassword() == null ? "" : parsed.getPassword();
        return new TestServer(url.replaceFirst("[?].*", ""), user, password);
    }

    // Stopped by the shutdown hook that its builder registers.
    private static TestServer embedded() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(ServerDirectory.create())
                // a small log, because its files may lie in memory
                .setServerConfig("max_wal_size", "128MB");
        settings().forEach(builder::setServerConfig);
        try {
            return new TestServer(
                    builder.start().getJdbcUrl("postgres", "postgres").replaceFirst("[?].*", ""),
                    "postgres",
                    "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("embedded PostgreSQL does not start", e);
        }
    }

    // Stopped by Testcontainers' reaper; where that is switched off, by the hook.
    private static TestServer container() {
        StringBuilder command = new StringBuilder("postgres");
        settings()
                .forEach((name, value) ->
                        command.append(" -c ").append(name).append('=').append(value));
        PostgreSQLContainer container = new PostgreSQLContainer(System.getProperty("test.image", "postgres:15-alpine"));
        container.withDatabaseName("postgres").withUsername("postgres").withPassword("postgres");
        container.withCommand(command.toString());
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new TestServer(container.getJdbcUrl().replaceFirst("[?].*", ""), "postgres", "postgres");
    }

    /** Fast, because nothing here has to survive a power cut; quick to find a deadlock; never waiting for ever. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", "off");
        settings.put("synchronous_commit", "off");
        settings.put("full_page_writes", "off");
        settings.put("autovacuum", "off");
        settings.put("jit", "off");
        settings.put("shared_buffers", "64MB");
        settings.put("max_connections", "300");
        settings.put("max_prepared_transactions", "20");
        settings.put("deadlock_timeout", "200ms");
        settings.put("lock_timeout", "60s");
        settings.put("timezone", "Pacific/Chatham");
        return settings;
    }
}
