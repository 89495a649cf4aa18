package io.github.dbupgrader.examples.metrics.demo;

import io.github.dbupgrader.examples.text.TextTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The database as somebody with psql sees it. */
final class Rows {

    private final String url;

    Rows(String url) {
        this.url = url;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** {@return what a query returns, as a table} */
    String table(String sql, String... headings) throws SQLException {
        TextTable table = new TextTable(headings);
        for (List<String> row : rows(sql, headings.length)) {
            table.add(row);
        }
        return table.render();
    }

    /** {@return the first two columns of a query, by the first one} */
    Map<String, String> pairs(String sql) throws SQLException {
        Map<String, String> pairs = new TreeMap<>();
        for (List<String> row : rows(sql, 2)) {
            pairs.put(row.get(0), row.get(1));
        }
        return pairs;
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(rows(sql, 1).get(0).get(0));
    }

    private List<List<String>> rows(String sql, int columns) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String cell = result.getString(column);
                    row.add(cell == null ? "-" : cell);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
