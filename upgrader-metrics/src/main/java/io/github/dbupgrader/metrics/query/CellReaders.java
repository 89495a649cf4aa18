package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.profile.CellReader;
import io.github.dbupgrader.metrics.profile.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How the values of a type are read through JDBC: by position, and dates as {@code java.time}, because {@code java.sql}'s depend on the JVM's zone. */
final class CellReaders {

    private CellReaders() {}

    static CellReader of(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER -> CellReaders::integer;
            case DECIMAL -> CellReaders::decimal;
            case FLOAT -> type == ColumnType.FLOAT4 ? CellReaders::single : CellReaders::twice;
            case BOOLEAN -> CellReaders::truth;
            case DATE -> (row, column) -> row.getObject(column, LocalDate.class);
            case TIMESTAMP -> (row, column) -> row.getObject(column, LocalDateTime.class);
            case INSTANT -> CellReaders::instant;
            case BYTES -> ResultSet::getBytes;
            case TEXT, PADDED_TEXT, JSON, OPAQUE -> ResultSet::getString;
        };
    }

    private static @Nullable Object integer(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    // PostgreSQL's driver gives NaN and the infinities as Double
    private static @Nullable Object decimal(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value == null || value instanceof BigDecimal || value instanceof Double) {
            return value;
        }
        return value instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(value.toString());
    }

    private static @Nullable Object single(ResultSet row, int column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Object twice(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Object truth(ResultSet row, int column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    // the driver gives infinity as the last moment of its class
    private static @Nullable Object instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        if (value == null) {
            return null;
        } else if (value.equals(OffsetDateTime.MAX)) {
            return Instant.MAX;
        }
        return value.equals(OffsetDateTime.MIN) ? Instant.MIN : value.toInstant();
    }
}
