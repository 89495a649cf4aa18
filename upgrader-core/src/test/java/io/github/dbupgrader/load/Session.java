package io.github.dbupgrader.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection that an application keeps for good, with the statements that it has prepared. Its thread's alone, but for the longest stall. */
public final class Session {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private volatile long longestNanos;
    private volatile String longestSql = "";

    Session(Connection connection) {
        this.connection = connection;
    }

    /** What an application does again and again. */
    @FunctionalInterface
    public interface Round {
        /**
         * Does it once.
         *
         * @param number how often it was done before
         */
        void run(Session session, long number) throws SQLException;
    }

    /** Does some work in one transaction. */
    public void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        work.run();
        timed("commit", () -> {
            connection.commit();
            return 0;
        });
        connection.setAutoCommit(true);
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    /** Executes a statement, and requires that it did something to exactly one row. */
    public void write(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = bound(sql, parameters);
        int rows = timed(sql, statement::executeUpdate);
        if (rows != 1) {
            throw new IllegalStateException(rows + " rows instead of one: " + sql);
        }
    }

    /** {@return the numbers in the only row, null for a null} */
    public List<Long> numbers(String sql, Object... parameters) throws SQLException {
        List<List<Long>> rows = rows(sql, parameters);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows instead of one: " + sql);
        }
        return rows.get(0);
    }

    private List<List<Long>> rows(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = bound(sql, parameters);
        return timed(sql, () -> {
            List<List<Long>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<Long> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        long number = result.getLong(i);
                        row.add(result.wasNull() ? null : number);
                    }
                    rows.add(row);
                }
            }
            return rows;
        });
    }

    /** Reads all columns of all rows, whatever they are. */
    public void read(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = bound(sql, parameters);
        timed(sql, () -> {
            int read = 0;
            try (ResultSet result = statement.executeQuery()) {
                for (; result.next(); read++) {
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        result.getString(i);
                    }
                }
            }
            return read;
        });
    }

    long longestNanos() {
        return longestNanos;
    }

    String longestSql() {
        return longestSql;
    }

    private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private <T> T timed(String sql, Call<T> call) throws SQLException {
        long start = System.nanoTime();
        try {
            return call.run();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " [" + sql + "]", e.getSQLState(), e);
        } finally {
            long took = System.nanoTime() - start;
            if (took > longestNanos) {
                longestNanos = took;
                longestSql = sql;
            }
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException;
    }
}
