package io.github.dbupgrader.metrics.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Database files for DuckDB, written and then opened as metrics open them. */
final class DuckDbFiles {

    private DuckDbFiles() {}

    /** A table {@code orders} of three rows, and a sequence. */
    static DuckDbSource orders(Path directory) throws SQLException {
        return file(
                directory,
                "create table orders(id integer, region varchar)",
                "insert into orders values (1, 'EMEA'), (2, 'emea'), (3, null)",
                "create sequence numbers");
    }

    static DuckDbSource file(Path directory, String... statements) throws SQLException {
        Path file = directory.resolve("metrics.db");
        try (Connection writer = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = writer.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return DuckDbSource.file(file);
    }
}
