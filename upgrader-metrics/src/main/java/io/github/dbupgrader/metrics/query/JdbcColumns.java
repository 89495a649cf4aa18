package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.profile.ColumnType;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/** Columns by their JDBC types: what a dialect that says nothing else has. */
final class JdbcColumns {

    private JdbcColumns() {}

    static ResultColumn column(ResultSetMetaData metadata, int column) throws SQLException {
        return column(metadata, column, type(metadata.getColumnType(column)));
    }

    static ResultColumn column(ResultSetMetaData metadata, int column, ColumnType type) throws SQLException {
        boolean decimal = type == ColumnType.NUMERIC;
        return new ResultColumn(
                metadata.getColumnLabel(column),
                type,
                metadata.getColumnTypeName(column),
                decimal ? metadata.getPrecision(column) : 0,
                decimal ? metadata.getScale(column) : 0,
                CellReaders.of(type));
    }

    static ColumnType type(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT -> ColumnType.INT2;
            case Types.INTEGER -> ColumnType.INT4;
            case Types.BIGINT -> ColumnType.INT8;
            case Types.NUMERIC, Types.DECIMAL -> ColumnType.NUMERIC;
            case Types.REAL -> ColumnType.FLOAT4;
            case Types.FLOAT, Types.DOUBLE -> ColumnType.FLOAT8;
            case Types.BOOLEAN -> ColumnType.BOOL;
            case Types.VARCHAR, Types.NVARCHAR -> ColumnType.VARCHAR;
            case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB -> ColumnType.TEXT;
            case Types.CHAR, Types.NCHAR -> ColumnType.BPCHAR;
            case Types.DATE -> ColumnType.DATE;
            case Types.TIMESTAMP -> ColumnType.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.TIMESTAMPTZ;
            case Types.TIME -> ColumnType.TIME;
            case Types.TIME_WITH_TIMEZONE -> ColumnType.TIMETZ;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ColumnType.BYTEA;
            case Types.ARRAY -> ColumnType.ARRAY;
            default -> ColumnType.OTHER;
        };
    }
}
