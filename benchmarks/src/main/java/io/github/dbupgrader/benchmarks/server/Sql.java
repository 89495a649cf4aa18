package io.github.dbupgrader.benchmarks.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** SQL before and after a run, each time on a connection of its own. */
public final class Sql {

    private Sql() {}

    /**
     * Runs statements.
     *
     * @param dataSource gives the connection
     * @param statements the statements
     * @throws SQLException if one fails
     */
    public static void execute(DataSource dataSource, String statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /**
     * {@return the number that a query has as its answer; 0 for NULL}
     *
     * @param dataSource gives the connection
     * @param query the query
     * @throws SQLException if it fails
     */
    public static long number(DataSource dataSource, String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
