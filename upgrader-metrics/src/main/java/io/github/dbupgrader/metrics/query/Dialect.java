package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.profile.ColumnType;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Everything that an engine does differently. The defaults speak plain JDBC, so that another engine is one small class: its name, its types where JDBC's own are not enough, and
 * how it closes itself against writing.
 *
 * <p>The calls of one query come in this order, on one connection and one thread: {@link #check}, {@link #begin}, {@link #open}, {@link #column} for each column, {@link #end}; where one of them fails, {@link #explain} and {@link #describe} before {@link #end}.
 *
 * <p>Implement freely, and thread-safe: one object serves all queries.
 */
public interface Dialect {

    /** {@return the engine's name, for messages} */
    String name();

    /** {@return what is asked of a text before it is sent; standard SQL by default} */
    default QueryRules rules() {
        return QueryRules.standard();
    }

    /**
     * Refuses what is not one query.
     *
     * @param sql the text
     * @throws QueryException if it is refused
     */
    default void check(String sql) {
        rules().check(sql);
    }

    /**
     * Begins a transaction in which nothing can be written and everything ends in time. By default: a read-only connection without autocommit.
     *
     * @param connection a connection in autocommit mode
     * @param limits what to hold it to
     * @throws QueryException if the connection is not suitable; nothing was changed then
     * @throws SQLException if the engine fails
     */
    default void begin(Connection connection, QueryLimits limits) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    /**
     * Sends the text in such a way that the engine itself refuses what is no query. By default it is executed as a query.
     *
     * @param statement a statement of the connection, without escape processing; the one that is cancelled when the time is over
     * @param sql the text, which has passed {@link #check}
     * @param limits what to hold it to
     * @return its rows, not all in memory
     * @throws SQLException if the engine fails
     */
    default RowStream open(Statement statement, String sql, QueryLimits limits) throws SQLException {
        statement.setFetchSize(limits.fetchSize());
        return RowStream.of(statement.executeQuery(sql));
    }

    /**
     * Ends the transaction, and takes back whatever a query may leave in the session. By default: rollback, autocommit.
     *
     * @param connection the connection
     * @throws SQLException if it could not be cleaned; it is then closed for good
     */
    default void end(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
    }

    /**
     * Understands a column from the metadata alone. By default by its JDBC type.
     *
     * @param metadata the result's metadata
     * @param column the column's number, from 1
     * @return the column
     * @throws SQLException if the driver fails
     */
    default ResultColumn column(ResultSetMetaData metadata, int column) throws SQLException {
        return JdbcColumns.column(metadata, column);
    }

    /**
     * Finds out what was wrong with a query, where the driver has lost it. By default nothing was lost.
     *
     * @param statement another statement of the connection, with as much time as the query had
     * @param sql the text that failed
     * @param error what the driver threw
     * @return what to report
     * @throws SQLException if the engine fails; the first error is reported then
     */
    default SQLException explain(Statement statement, String sql, SQLException error) throws SQLException {
        return error;
    }

    /**
     * Makes an engine's error fit to be shown.
     *
     * @param error what the driver threw
     * @return its first line; values masked where it is about data, or a routine says it
     */
    default DatabaseError describe(SQLException error) {
        DatabaseError described = new DatabaseError(String.valueOf(error.getMessage()), error.getSQLState(), 0);
        String state = described.sqlState();
        return state == null || state.matches("(22|23|38|39).*") ? described.masked() : described;
    }

    /**
     * Tells which values of a column have a place in an order, for aggregates that the engine computes.
     *
     * @param type the column's type
     * @param column its name in the statement
     * @return a condition, or an empty text where all values are finite
     */
    default String finite(ColumnType type, String column) {
        return "";
    }

    /**
     * Gives an expression whose different values can be counted.
     *
     * @param type the column's type
     * @param column its name in the statement
     * @return the column itself, or something equal where it is
     */
    default String countable(ColumnType type, String column) {
        return column;
    }
}
