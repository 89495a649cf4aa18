package io.github.dbupgrader.backfill;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition on the key, with a placeholder for each value of it.
 *
 * @param sql the condition
 * @param positions which column of the key each placeholder takes, in order
 */
record KeyCondition(String sql, List<Integer> positions) {

    /** Binds a key from an index on, and returns the next index. */
    int bind(PreparedStatement statement, int from, List<String> key) throws SQLException {
        int index = from;
        for (int position : positions) {
            statement.setObject(index++, key.get(position), Types.OTHER);
        }
        return index;
    }

    static KeyCondition equal(List<KeyColumn> key, String qualifier) {
        Text text = new Text();
        for (int i = 0; i < key.size(); i++) {
            text.add(i == 0 ? "" : " and ").compare(key, qualifier, i, "=");
        }
        return text.condition();
    }

    /** What lies behind a key, in the order of the index. */
    static KeyCondition after(List<KeyColumn> key, String qualifier) {
        return ordered(key, qualifier, true, false);
    }

    /** A key, and what lies before it. */
    static KeyCondition upTo(List<KeyColumn> key, String qualifier) {
        return ordered(key, qualifier, false, true);
    }

    /**
     * A comparison of rows where all columns have one direction, because that is what an index scan can begin at. With mixed directions there is none: then the
     * first column alone bounds the scan, and the rest is a filter.
     */
    private static KeyCondition ordered(List<KeyColumn> key, String qualifier, boolean after, boolean inclusive) {
        Text text = new Text();
        String end = inclusive ? "=" : "";
        boolean uniform = key.stream().map(KeyColumn::descending).distinct().count() == 1;
        if (uniform) {
            text.row(key, qualifier)
                    .add(" " + operator(key.get(0), after) + end + " ")
                    .values(key);
            return text.condition();
        }
        text.compare(key, qualifier, 0, operator(key.get(0), after) + "=").add(" and (");
        for (int i = 0; i < key.size(); i++) {
            boolean last = i == key.size() - 1;
            text.compare(key, qualifier, i, operator(key.get(i), after) + (last ? end : ""));
            if (!last) {
                text.add(" or (").compare(key, qualifier, i, "=").add(" and (");
            }
        }
        return text.add("))".repeat(key.size() - 1)).add(")").condition();
    }

    private static String operator(KeyColumn column, boolean after) {
        return after ? column.after() : column.before();
    }

    /** The text of a condition while it grows. */
    private static final class Text {
        private final StringBuilder sql = new StringBuilder();
        private final List<Integer> positions = new ArrayList<>();

        Text add(String text) {
            sql.append(text);
            return this;
        }

        Text compare(List<KeyColumn> key, String qualifier, int position, String operator) {
            KeyColumn column = key.get(position);
            sql.append(column.expression(qualifier))
                    .append(' ')
                    .append(operator)
                    .append(" ");
            return value(column, position);
        }

        Text row(List<KeyColumn> key, String qualifier) {
            sql.append('(');
            for (int i = 0; i < key.size(); i++) {
                sql.append(i == 0 ? "" : ", ").append(key.get(i).expression(qualifier));
            }
            sql.append(')');
            return this;
        }

        Text values(List<KeyColumn> key) {
            sql.append('(');
            for (int i = 0; i < key.size(); i++) {
                sql.append(i == 0 ? "" : ", ");
                value(key.get(i), i);
            }
            sql.append(')');
            return this;
        }

        private Text value(KeyColumn column, int position) {
            sql.append("?::").append(column.type());
            positions.add(position);
            return this;
        }

        KeyCondition condition() {
            return new KeyCondition(sql.toString(), List.copyOf(positions));
        }
    }
}
