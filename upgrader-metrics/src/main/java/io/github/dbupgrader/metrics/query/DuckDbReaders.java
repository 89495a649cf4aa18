package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.profile.CellReader;
import io.github.dbupgrader.metrics.profile.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How DuckDB's dates and times are read. Its driver gives the infinities as the greatest and least numbers of days, microseconds, milliseconds and nanoseconds that fit; of seconds it
 * cannot give them at all.
 */
final class DuckDbReaders {
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
    private static final Set<LocalDateTime> INFINITY = farthest(Long.MAX_VALUE);
    private static final Set<LocalDateTime> MINUS_INFINITY = farthest(-Long.MAX_VALUE);

    private DuckDbReaders() {}

    private static Set<LocalDateTime> farthest(long number) {
        return Stream.of(ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS)
                .map(unit -> EPOCH.plus(number, unit))
                .collect(Collectors.toUnmodifiableSet());
    }

    static CellReader of(ColumnType type) {
        return switch (type.kind()) {
            case DATE -> DuckDbReaders::date;
            case TIMESTAMP -> (row, column) -> timestamp(row.getObject(column, LocalDateTime.class));
            case INSTANT -> DuckDbReaders::instant;
            default -> CellReaders.of(type);
        };
    }

    // asked for a LocalDate, the driver loses the era of days before Christ; it does not where it chooses the class
    // itself
    private static @Nullable Object date(ResultSet row, int column) throws SQLException {
        LocalDate date = (LocalDate) row.getObject(column);
        if (date == null) {
            return null;
        }
        long day = date.toEpochDay();
        if (day == Integer.MAX_VALUE) {
            return LocalDate.MAX;
        }
        return day == -Integer.MAX_VALUE ? LocalDate.MIN : date;
    }

    private static @Nullable LocalDateTime timestamp(@Nullable LocalDateTime time) {
        if (time == null) {
            return null;
        } else if (INFINITY.contains(time)) {
            return LocalDateTime.MAX;
        }
        return MINUS_INFINITY.contains(time) ? LocalDateTime.MIN : time;
    }

    private static @Nullable Object instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        if (value == null) {
            return null;
        }
        LocalDateTime time = value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        if (INFINITY.contains(time)) {
            return Instant.MAX;
        }
        return MINUS_INFINITY.contains(time) ? Instant.MIN : value.toInstant();
    }
}
