package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.BatchSql.Prepared;
import io.github.dbupgrader.backfill.Work.Compute;
import io.github.dbupgrader.sql.Identifier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what Java computed, in one statement for all rows that set the same columns.
 *
 * <p>A value is written where what was read is unchanged, compared as the server's text of it: that works for every type, also for those without an operator for
 * equality.
 */
final class ComputedValues {

    private ComputedValues() {}

    /** Writes the rows, all of which are in the range, and returns those that are there and are not any more as they were read. */
    static List<BackfillRow> write(
            Connection connection, BatchSql sql, KeyRange range, Compute compute, List<BackfillRow> rows)
            throws SQLException {
        Map<List<String>, List<BackfillRow>> byColumns = new LinkedHashMap<>();
        for (BackfillRow row : rows) {
            if (row.rejection().isEmpty() && !row.written().isEmpty()) {
                byColumns
                        .computeIfAbsent(columnsOf(row, compute), columns -> new ArrayList<>())
                        .add(row);
            }
        }
        List<BackfillRow> missed = new ArrayList<>();
        for (Map.Entry<List<String>, List<BackfillRow>> group : byColumns.entrySet()) {
            missed.addAll(writeGroup(
                    connection,
                    sql.write(range, compute, names(group.getKey())),
                    range,
                    group.getKey(),
                    group.getValue()));
        }
        return missed;
    }

    private static List<String> columnsOf(BackfillRow row, Compute compute) {
        return compute.write().stream()
                .map(Identifier::text)
                .filter(row.written()::containsKey)
                .toList();
    }

    private static List<Identifier> names(List<String> columns) {
        return columns.stream().map(Identifier::new).toList();
    }

    private static List<BackfillRow> writeGroup(
            Connection connection, Prepared prepared, KeyRange range, List<String> columns, List<BackfillRow> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            int index = 1;
            for (int i = 0; i < rows.get(0).key().size(); i++) {
                int column = i;
                statement.setArray(
                        index++, array(connection, rows, row -> row.key().get(column)));
            }
            statement.setArray(index++, array(connection, rows, BackfillRow::seen));
            for (String column : columns) {
                statement.setArray(
                        index++,
                        array(
                                connection,
                                rows,
                                row -> TextValue.of(row.written().get(column))));
            }
            Statements.bind(statement, index, prepared, range);
            List<BackfillRow> missed = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    missed.add(rows.get(result.getInt(1) - 1));
                }
            }
            return missed;
        }
    }

    private static Array array(
            Connection connection, List<BackfillRow> rows, Function<BackfillRow, @Nullable String> value)
            throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(value).toArray(String[]::new));
    }
}
