package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.BatchSql.Placeholder;
import io.github.dbupgrader.backfill.BatchSql.Prepared;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements on the visited table. Not through Jdbi, which would take a colon in the user's SQL for a parameter. */
final class Statements {

    private Statements() {}

    /** Where the next batch ends, and how many rows it has. */
    record Boundary(List<String> key, int rows) {}

    static Optional<Boundary> boundary(Connection connection, Prepared prepared, KeyRange range, int rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            statement.setInt(bind(statement, prepared, range), rows - 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                List<String> key = TableCatalogue.list(row, "last_key");
                int left = row.getInt("rows_left");
                return key.isEmpty() ? Optional.empty() : Optional.of(new Boundary(key, row.wasNull() ? rows : left));
            }
        }
    }

    static Optional<List<String>> keyAhead(Connection connection, Prepared prepared, KeyRange range, int rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            statement.setInt(bind(statement, prepared, range), rows - 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(TableCatalogue.list(row, "last_key")) : Optional.empty();
            }
        }
    }

    /** {@return the largest key; empty where there is no row} */
    static Optional<List<String>> lastKey(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(TableCatalogue.list(row, "last_key")) : Optional.empty();
        }
    }

    static long change(Connection connection, Prepared prepared, KeyRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            bind(statement, prepared, range);
            statement.execute();
            return Math.max(0, statement.getUpdateCount());
        }
    }

    static boolean any(Connection connection, Prepared prepared, KeyRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            bind(statement, prepared, range);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    static List<List<String>> keys(Connection connection, Prepared prepared, KeyRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            bind(statement, prepared, range);
            List<List<String>> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(TableCatalogue.list(row, "last_key"));
                }
            }
            return keys;
        }
    }

    static List<BackfillRow> rows(Connection connection, Prepared prepared, KeyRange range, Work.Compute compute)
            throws SQLException {
        int columns = range.to().size();
        List<String> writable = compute.write().stream().map(i -> i.text()).toList();
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            bind(statement, prepared, range);
            List<BackfillRow> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> key = key(row, columns);
                    rows.add(new BackfillRow(
                            key, row.getString(columns + 1), values(row, columns + 2, compute), writable));
                }
            }
            return rows;
        }
    }

    private static List<String> key(ResultSet row, int columns) throws SQLException {
        List<String> key = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            key.add(row.getString(i));
        }
        return key;
    }

    private static Map<String, @Nullable Object> values(ResultSet row, int from, Work.Compute compute)
            throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int index = from;
        for (Work.Compute.Column column : compute.read()) {
            values.put(column.name().text(), row.getObject(index++, column.type()));
        }
        return values;
    }

    private static int bind(PreparedStatement statement, Prepared prepared, KeyRange range) throws SQLException {
        return bind(statement, 1, prepared, range);
    }

    /** Binds the keys from an index on, and returns the index of the next placeholder. */
    static int bind(PreparedStatement statement, int from, Prepared prepared, KeyRange range) throws SQLException {
        int index = from;
        for (Placeholder placeholder : prepared.placeholders()) {
            List<String> key = placeholder.upper() ? range.to() : range.after().orElseThrow();
            index = placeholder.condition().bind(statement, index, key);
        }
        return index;
    }
}
