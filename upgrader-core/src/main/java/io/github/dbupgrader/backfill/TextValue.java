package io.github.dbupgrader.backfill;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * A Java value as the text that PostgreSQL reads, for {@code unnest(?::text[])} and a cast to the column's type.
 *
 * <p>Text is the one form that every type has, the host's own types included, so that one statement writes values of any type. Each text is read in the
 * same way whatever {@code datestyle}, {@code intervalstyle} and {@code timezone} are: times with a zone name their offset, years come first.
 */
final class TextValue {

    /** The server takes no offset of 16 hours and more, but Java does. */
    private static final int LARGEST_OFFSET_SECONDS = 16 * 3600 - 1;

    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    private TextValue() {}

    /** {@return the text, or {@code null} for what is null in the database} */
    static @Nullable String of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof PGobject object) {
            return object.getValue();
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Collection<?> elements) {
            return array(elements);
        }
        if (value.getClass().isArray()) {
            return array(value);
        }
        return time(value);
    }

    private static String time(Object value) {
        if (value instanceof Instant instant) {
            return instant(instant);
        }
        if (value instanceof ZonedDateTime zoned) {
            return offsetDateTime(zoned.toOffsetDateTime());
        }
        if (value instanceof OffsetDateTime offset) {
            return offsetDateTime(offset);
        }
        if (value instanceof LocalDateTime local) {
            return localDateTime(local);
        }
        if (value instanceof LocalDate date) {
            return localDate(date);
        }
        if (value instanceof LocalTime time) {
            return time(time);
        }
        if (value instanceof OffsetTime time) {
            return time(time.toLocalTime()) + offset(time.getOffset());
        }
        if (value instanceof Duration duration) {
            return duration(duration);
        }
        return oldTime(value);
    }

    /** The classes from before java.time mean times in the zone of the JVM. */
    private static String oldTime(Object value) {
        if (value instanceof Calendar calendar) {
            return offsetDateTime(calendar.toInstant()
                    .atZone(calendar.getTimeZone().toZoneId())
                    .toOffsetDateTime());
        }
        if (value instanceof java.sql.Date date) {
            return localDate(date.toLocalDate());
        }
        if (value instanceof java.sql.Time time) {
            return time(Instant.ofEpochMilli(time.getTime())
                    .atZone(ZoneId.systemDefault())
                    .toLocalTime());
        }
        if (value instanceof java.util.Date date) {
            return offsetDateTime(
                    date.toInstant().atZone(ZoneId.systemDefault()).toOffsetDateTime());
        }
        return value.toString();
    }

    // As the driver does, the outermost values of Java stand for the infinities of the server.

    private static String instant(Instant instant) {
        if (instant.equals(Instant.MAX)) {
            return INFINITY;
        }
        return instant.equals(Instant.MIN) ? MINUS_INFINITY : offsetDateTime(instant.atOffset(ZoneOffset.UTC));
    }

    private static String offsetDateTime(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MAX)) {
            return INFINITY;
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return MINUS_INFINITY;
        }
        OffsetDateTime near = Math.abs(time.getOffset().getTotalSeconds()) > LARGEST_OFFSET_SECONDS
                ? time.withOffsetSameInstant(ZoneOffset.UTC)
                : time;
        return date(near.toLocalDate()) + " " + time(near.toLocalTime()) + offset(near.getOffset())
                + era(near.getYear());
    }

    private static String localDateTime(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX)) {
            return INFINITY;
        }
        return time.equals(LocalDateTime.MIN)
                ? MINUS_INFINITY
                : date(time.toLocalDate()) + " " + time(time.toLocalTime()) + era(time.getYear());
    }

    private static String localDate(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return INFINITY;
        }
        return date.equals(LocalDate.MIN) ? MINUS_INFINITY : date(date) + era(date.getYear());
    }

    /** Java has a year 0, which the server calls 1 BC; and a plus before years of five digits, which the server takes for an offset. */
    private static String date(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static String era(int year) {
        return year > 0 ? "" : " BC";
    }

    private static String time(LocalTime time) {
        String seconds =
                String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        return time.getNano() == 0 ? seconds : seconds + String.format(Locale.ROOT, ".%09d", time.getNano());
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00" : offset.getId();
    }

    /** In hours, because the server limits a number of seconds to 68 years. */
    private static String duration(Duration duration) {
        Duration size = duration.abs();
        return String.format(
                Locale.ROOT,
                "%s%d:%02d:%02d.%09d",
                duration.isNegative() ? "-" : "",
                size.toHours(),
                size.toMinutesPart(),
                size.toSecondsPart(),
                size.toNanosPart());
    }

    private static String array(Object array) {
        StringJoiner literal = literal();
        for (int i = 0; i < Array.getLength(array); i++) {
            literal.add(element(Array.get(array, i)));
        }
        return literal.toString();
    }

    private static String array(Collection<?> elements) {
        StringJoiner literal = literal();
        elements.forEach(element -> literal.add(element(element)));
        return literal.toString();
    }

    private static StringJoiner literal() {
        return new StringJoiner(",", "{", "}");
    }

    private static String element(@Nullable Object value) {
        String text = of(value);
        if (text == null) {
            return "NULL";
        }
        return isArray(value) ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isArray(@Nullable Object value) {
        return value instanceof Collection
                || (value != null && value.getClass().isArray() && !(value instanceof byte[]));
    }
}
