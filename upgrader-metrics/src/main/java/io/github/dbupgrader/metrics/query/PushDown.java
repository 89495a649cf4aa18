package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.profile.ColumnFacts;
import io.github.dbupgrader.metrics.profile.ColumnType;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Asks the engine that holds the data for what a column's rows would tell, in one statement over the query as a derived table.
 *
 * <p>The derived table has an alias for each column, so that equal and unnamed ones do no harm, and a line break behind the query, so that a comment at its end does not swallow
 * the bracket.
 */
final class PushDown {
    private final Dialect dialect;
    private final List<ResultColumn> columns;

    PushDown(Dialect dialect, List<ResultColumn> columns) {
        this.dialect = dialect;
        this.columns = columns;
    }

    String statement(String sql) {
        StringJoiner list = new StringJoiner(", ", "select count(*), ", "");
        StringJoiner aliases = new StringJoiner(", ", ") as q(", ")");
        for (int column = 0; column < columns.size(); column++) {
            String alias = "c" + (column + 1);
            aliases.add(alias);
            aggregates(list, columns.get(column).type(), alias);
        }
        return list + " from (\n" + QueryRules.withoutTail(sql) + "\n" + aliases;
    }

    private void aggregates(StringJoiner list, ColumnType type, String column) {
        list.add("count(" + column + ")");
        list.add("count(distinct " + dialect.countable(type, column) + ")");
        switch (type.kind()) {
            case INTEGER, DECIMAL, FLOAT, DATE, TIMESTAMP, INSTANT -> {
                String finite = dialect.finite(type, column);
                String value = finite.isEmpty() ? column : "case when " + finite + " then " + column + " end";
                list.add("min(" + value + ")").add("max(" + value + ")").add("count(" + value + ")");
            }
            case BOOLEAN -> list.add("count(case when " + column + " then 1 end)");
            case TEXT, PADDED_TEXT -> {
                String length = "char_length(" + text(type, column) + ")";
                list.add("min(" + length + ")").add("max(" + length + ")");
            }
            case JSON, BYTES, OPAQUE -> {
                // only counts
            }
        }
    }

    // an enum's length is that of its text
    private static String text(ColumnType type, String column) {
        return type == ColumnType.ENUM ? "cast(" + column + " as varchar)" : column;
    }

    /** Reads the one row of the statement's result. */
    DataMetadata.Builder read(ResultSet row, List<String> names) throws SQLException {
        Cells cells = new Cells(row);
        long rows = cells.nextCount();
        List<ColumnMetadata> described = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            described.add(describe(cells, columns.get(column), names.get(column), column + 1, rows));
        }
        return DataMetadata.builder(described).rowCount(rows);
    }

    private static ColumnMetadata describe(Cells cells, ResultColumn column, String name, int position, long rows)
            throws SQLException {
        ColumnFacts facts = new ColumnFacts(column, column.type(), name, position);
        long values = cells.nextCount();
        facts.counts(rows, rows - values, cells.nextCount(), true);
        switch (column.type().kind()) {
            case INTEGER -> {
                facts.extremes(cells.next(column), cells.next(column));
                cells.nextCount();
            }
            case DECIMAL, FLOAT, DATE, TIMESTAMP, INSTANT -> {
                facts.extremes(cells.next(column), cells.next(column));
                facts.count("non_finite_count", values - cells.nextCount());
            }
            case BOOLEAN -> facts.count("true_count", cells.nextCount());
            case TEXT, PADDED_TEXT -> {
                long shortest = cells.nextCount();
                long longest = cells.nextCount();
                if (values > 0) {
                    facts.count("min_length", shortest).count("max_length", longest);
                }
            }
            case JSON, BYTES, OPAQUE -> {
                // only counts
            }
        }
        return facts.metadata();
    }

    private static final class Cells {
        private final ResultSet row;
        private int column;

        Cells(ResultSet row) {
            this.row = row;
        }

        long nextCount() throws SQLException {
            return row.getLong(++column);
        }

        @org.jspecify.annotations.Nullable
        Object next(ResultColumn like) throws SQLException {
            return like.reader().read(row, ++column);
        }
    }
}
