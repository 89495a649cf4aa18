package io.github.dbupgrader.metrics.profile;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one cell of the current row as the Java value that the {@linkplain ColumnType#kind() kind} of its column names. Implement freely.
 */
@FunctionalInterface
public interface CellReader {

    /**
     * Reads a cell.
     *
     * @param row the result set, on a row
     * @param column the column's number, from 1
     * @return the value, or {@code null} for NULL
     * @throws SQLException if the driver cannot read it; a cell that cannot be decoded makes its column one of texts
     */
    @Nullable
    Object read(ResultSet row, int column) throws SQLException;
}
