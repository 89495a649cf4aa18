package io.github.dbupgrader.metrics.query;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB that nothing but queries can be asked of: read-only, its configuration locked, in UTC, and without access to files but those in directories that the host
 * names (CSV, Parquet).
 *
 * <p>Needs {@code org.duckdb:duckdb_jdbc} on the class path, an optional dependency. Thread-safe; {@link #close()} frees the engine's memory and the file.
 */
public final class DuckDbSource implements DataSource, AutoCloseable {
    private final DuckDBConnection engine;

    private DuckDbSource(DuckDBConnection engine) {
        this.engine = engine;
    }

    /**
     * Opens a database file, which must exist.
     *
     * @param file the file
     * @param readableDirectories where queries may read files; none by default
     * @return the data source
     * @throws SQLException if DuckDB cannot open it
     */
    public static DuckDbSource file(Path file, Path... readableDirectories) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        return open("jdbc:duckdb:" + file.toAbsolutePath(), properties, readableDirectories);
    }

    /**
     * Opens an empty database in memory, for queries that read files.
     *
     * @param readableDirectories where queries may read files
     * @return the data source
     * @throws SQLException if DuckDB cannot open it
     */
    public static DuckDbSource files(Path... readableDirectories) throws SQLException {
        return open("jdbc:duckdb:", new Properties(), readableDirectories);
    }

    private static DuckDbSource open(String url, Properties properties, Path... readableDirectories)
            throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            StringJoiner directories = new StringJoiner(", ", "[", "]");
            for (Path directory : List.of(readableDirectories)) {
                directories.add("'" + directory.toAbsolutePath().toString().replace("'", "''") + "/'");
            }
            // rows come in chunks instead of all at once
            statement.execute("set global jdbc_stream_results = true");
            statement.execute("set global TimeZone = 'UTC'");
            if (readableDirectories.length > 0) {
                statement.execute("set global allowed_directories = " + directories);
            }
            // what the dialect switches to find out what an error was
            statement.execute("set global allowed_configs = ['jdbc_stream_results']");
            statement.execute("set global enable_external_access = false");
            statement.execute("set global lock_configuration = true");
            return new DuckDbSource(connection.unwrap(DuckDBConnection.class));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return engine.duplicate();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("DuckDB has no users");
    }

    @Override
    public void close() throws SQLException {
        engine.close();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("DuckDB's driver logs nothing");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("DuckDB has no log-in");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("DuckDB's driver logs nothing");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
