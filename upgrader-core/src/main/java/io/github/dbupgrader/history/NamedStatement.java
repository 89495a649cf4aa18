package io.github.dbupgrader.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * A statement of the library itself with named values, sent through plain JDBC.
 *
 * <p>These are sent for every step; parsing and binding them by Jdbi was about 40 % of the time that applying small steps takes in Java. A failure reaches the caller as a
 * {@link JdbiException} all the same, with the database's exception as its cause.
 */
final class NamedStatement {

    private final String sql;
    private final List<String> names = new ArrayList<>();

    /**
     * Reads a text of the library's own: a name stands after a single colon, and there are neither comments, dollar quotes nor question marks outside of quotes.
     */
    NamedStatement(String text) {
        StringBuilder positional = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '\'' || c == '"') {
                end = text.indexOf(c, at + 1) + 1;
            } else if (text.startsWith("::", at)) {
                end = at + 2;
            } else if (c == ':') {
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                names.add(text.substring(at + 1, end));
                positional.append('?');
                at = end;
                continue;
            }
            positional.append(text, at, end);
            at = end;
        }
        this.sql = positional.toString();
    }

    /** Reads the one row of an answer. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs it and returns what its one row says. */
    <T> T one(Connection connection, Map<String, ? extends @Nullable Object> values, Row<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return reader.read(row);
            }
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    /** Runs it. */
    void execute(Connection connection, Map<String, ? extends @Nullable Object> values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.execute();
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private void bind(PreparedStatement statement, Map<String, ? extends @Nullable Object> values) throws SQLException {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!values.containsKey(name)) {
                throw new IllegalStateException("nothing is bound to :" + name);
            }
            bind(statement, i + 1, values.get(name));
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.VARCHAR);
        } else if (value instanceof String[] texts) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
        } else {
            statement.setObject(index, value);
        }
    }

    private static final class Failure extends JdbiException {
        private static final long serialVersionUID = 1L;

        Failure(SQLException cause) {
            super(cause);
        }
    }
}
