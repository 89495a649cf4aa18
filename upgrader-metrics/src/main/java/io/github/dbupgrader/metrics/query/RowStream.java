package io.github.dbupgrader.metrics.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The rows of a running query, of which only some are in memory. Implement freely. */
public interface RowStream extends AutoCloseable {

    /** {@return the result set that holds the current row; before the first row, one that has the metadata} */
    ResultSet current();

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws SQLException if the engine fails
     */
    boolean next() throws SQLException;

    @Override
    void close() throws SQLException;

    /**
     * The rows of one result set.
     *
     * @param rows the result set
     * @return the same as a stream
     */
    static RowStream of(ResultSet rows) {
        return new RowStream() {
            @Override
            public ResultSet current() {
                return rows;
            }

            @Override
            public boolean next() throws SQLException {
                return rows.next();
            }

            @Override
            public void close() throws SQLException {
                rows.close();
            }
        };
    }
}
