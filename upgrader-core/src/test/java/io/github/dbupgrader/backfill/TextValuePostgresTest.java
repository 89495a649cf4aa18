package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.geometric.PGpoint;
import org.postgresql.util.PGobject;

/** The server reads from the text what Java meant, whatever the session's styles and time zone are. */
@DatabaseTest
class TextValuePostgresTest {

    private static final UUID ID = UUID.fromString("0f14d0ab-9605-4a62-a9e4-5ed26688389b");
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2024-02-29T12:34:56.123456+05:45");

    private static TestDatabase database;

    @BeforeAll
    static void database(TestDatabase given) {
        database = given;
    }

    /** The value, the type to cast to, and SQL for what it is to be. */
    static Stream<Arguments> values() {
        return Stream.of(numbersAndTexts(), times(), oldTimes(), arrays()).flatMap(s -> s);
    }

    private static Stream<Arguments> numbersAndTexts() {
        return Stream.of(
                value(null, "text", "null"),
                value("", "text", "''"),
                value("null", "text", "'null'"),
                value("it's \"a\\b\" {}, \n ü 🐄", "text", "U&'it''s \"a\\005Cb\" {}, \\000A \\00FC \\+01F404'"),
                value('x', "text", "'x'"),
                value(Integer.MIN_VALUE, "int", "(-2147483648)::int"),
                value(Long.MAX_VALUE, "bigint", "9223372036854775807"),
                value((short) -7, "smallint", "(-7)::smallint"),
                value(new BigInteger("123456789012345678901234567890"), "numeric", "123456789012345678901234567890"),
                value(new BigDecimal("1E+5"), "numeric", "100000"),
                value(new BigDecimal("1.50"), "numeric", "1.50"),
                value(1e300, "float8", "'1e300'::float8"),
                value(0.1f, "float4", "'0.1'::float4"),
                value(-0.0, "float8", "'-0'::float8"),
                value(Double.MIN_VALUE, "float8", "'4.9e-324'::float8"),
                value(Double.NaN, "float8", "'NaN'::float8"),
                value(Float.POSITIVE_INFINITY, "float4", "'Infinity'::float4"),
                value(Double.NEGATIVE_INFINITY, "float8", "'-Infinity'::float8"),
                value(true, "boolean", "true"),
                value(false, "boolean", "false"),
                value(ID, "uuid", "'0f14d0ab-9605-4a62-a9e4-5ed26688389b'::uuid"),
                value(new byte[] {0, 1, -1, '\\'}, "bytea", "decode('0001ff5c', 'hex')"),
                value(new byte[0], "bytea", "''::bytea"),
                value(DayOfWeek.MONDAY, "text", "'MONDAY'"),
                value(Named.A, "text", "'A'"),
                value(Optional.of(5), "int", "5"),
                value(Optional.empty(), "int", "null::int"),
                value(object("jsonb", "{\"a\": 1}"), "jsonb", "jsonb_build_object('a', 1)"),
                value(object("jsonb", null), "jsonb", "null::jsonb"),
                value(new PGpoint(1, 2), "text", "'(1.0,2.0)'"),
                value(new StringBuilder("built"), "text", "'built'"));
    }

    private static Stream<Arguments> times() {
        return Stream.of(
                value(NOON, "timestamptz", "timestamptz '2024-02-29 06:49:56.123456 UTC'"),
                value(NOON, "timestamp", "timestamp '2024-02-29 12:34:56.123456'"),
                value(NOON.toInstant(), "timestamptz", "timestamptz '2024-02-29 06:49:56.123456 UTC'"),
                value(NOON.toLocalDateTime(), "timestamp", "timestamp '2024-02-29 12:34:56.123456'"),
                value(NOON.toLocalDate(), "date", "date '2024-02-29'"),
                value(NOON.toLocalTime(), "time", "time '12:34:56.123456'"),
                value(LocalTime.MIDNIGHT, "time", "time '00:00'"),
                value(LocalTime.MAX, "time", "time '24:00'"),
                value(OffsetTime.parse("12:34+05:45"), "timetz", "timetz '12:34+05:45'"),
                value(OffsetTime.parse("12:34Z"), "timetz", "timetz '12:34+00'"),
                value(
                        ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Zurich")),
                        "timestamptz",
                        "timestamptz '2024-07-01 10:00 UTC'"),
                value(NOON.withOffsetSameInstant(ZoneOffset.ofHours(18)), "timestamptz", timestamptz(NOON)),
                value(NOON.withOffsetSameInstant(ZoneOffset.ofHours(-18)), "timestamptz", timestamptz(NOON)),
                value(
                        NOON.withOffsetSameInstant(ZoneOffset.ofHoursMinutesSeconds(15, 59, 59)),
                        "timestamptz",
                        timestamptz(NOON)),
                value(
                        NOON.withOffsetSameInstant(ZoneOffset.ofHoursMinutesSeconds(0, -34, -8)),
                        "timestamptz",
                        timestamptz(NOON)),
                value(LocalDate.of(9999, 12, 31), "date", "make_date(9999, 12, 31)"),
                value(LocalDate.of(10_000, 1, 1), "date", "make_date(10000, 1, 1)"),
                value(LocalDate.of(123_456, 7, 8), "date", "make_date(123456, 7, 8)"),
                value(LocalDate.of(1, 1, 1), "date", "make_date(1, 1, 1)"),
                value(LocalDate.of(0, 12, 31), "date", "make_date(-1, 12, 31)"),
                value(LocalDate.of(-43, 3, 15), "date", "make_date(-44, 3, 15)"),
                value(LocalDateTime.of(-43, 3, 15, 8, 0), "timestamp", "make_timestamp(-44, 3, 15, 8, 0, 0)"),
                value(LocalDateTime.of(20_000, 1, 1, 0, 0), "timestamp", "make_timestamp(20000, 1, 1, 0, 0, 0)"),
                value(
                        LocalDateTime.of(-43, 3, 15, 8, 0).toInstant(ZoneOffset.UTC),
                        "timestamptz",
                        "make_timestamptz(-44, 3, 15, 8, 0, 0, 'UTC')"),
                value(
                        Instant.parse("+20000-01-01T00:00:00Z"),
                        "timestamptz",
                        "make_timestamptz(20000, 1, 1, 0, 0, 0, 'UTC')"),
                value(Instant.MAX, "timestamptz", "timestamptz 'infinity'"),
                value(Instant.MIN, "timestamptz", "timestamptz '-infinity'"),
                value(OffsetDateTime.MAX, "timestamptz", "timestamptz 'infinity'"),
                value(OffsetDateTime.MIN, "timestamptz", "timestamptz '-infinity'"),
                value(LocalDateTime.MAX, "timestamp", "timestamp 'infinity'"),
                value(LocalDateTime.MIN, "timestamp", "timestamp '-infinity'"),
                value(LocalDate.MAX, "date", "date 'infinity'"),
                value(LocalDate.MIN, "date", "date '-infinity'"),
                value(Duration.ZERO, "interval", "make_interval()"),
                value(Duration.ofMillis(-500), "interval", "make_interval(secs => -0.5)"),
                value(Duration.ofNanos(-3_723_000_001_000L), "interval", "make_interval(0,0,0,0,-1,-2,-3.000001)"),
                value(Duration.ofHours(2_000_000), "interval", "make_interval(hours => 2000000)"),
                value(Period.of(1, -2, 3), "interval", "make_interval(1, -2, 0, 3)"));
    }

    private static Stream<Arguments> oldTimes() {
        Instant winter = Instant.parse("2024-01-15T10:00:00.123Z");
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        calendar.setTimeInMillis(winter.toEpochMilli());
        return Stream.of(
                value(Timestamp.from(NOON.toInstant()), "timestamptz", timestamptz(NOON)),
                value(Timestamp.valueOf("2024-02-29 12:34:56.5"), "timestamp", "timestamp '2024-02-29 12:34:56.5'"),
                value(java.util.Date.from(winter), "timestamptz", "timestamptz '2024-01-15 10:00:00.123 UTC'"),
                value(calendar, "timestamptz", "timestamptz '2024-01-15 10:00:00.123 UTC'"),
                value(calendar, "timestamp", "timestamp '2024-01-15 19:00:00.123'"),
                value(java.sql.Date.valueOf("2024-02-29"), "date", "date '2024-02-29'"),
                value(java.sql.Time.valueOf("12:34:56"), "time", "time '12:34:56'"));
    }

    private static Stream<Arguments> arrays() {
        return Stream.of(
                value(new int[] {1, -2}, "int[]", "array[1, -2]"),
                value(new int[0], "int[]", "array[]::int[]"),
                value(new int[][] {{1, 2}, {3, 4}}, "int[]", "array[[1, 2], [3, 4]]"),
                value(List.of(List.of("a"), List.of("b")), "text[]", "array[array['a'], array['b']]"),
                value(Arrays.asList("a", null, "null", "", " "), "text[]", "array['a', null, 'null', '', ' ']"),
                value(
                        new String[] {"a,b", "{c}", "d\"e", "f\\g", "h'i"},
                        "text[]",
                        "array['a,b', '{c}', 'd\"e', U&'f\\005Cg', 'h''i']"),
                value(List.of(1.5, Double.NaN), "float8[]", "array[1.5, 'NaN']::float8[]"),
                value(
                        List.of(new byte[] {1}, new byte[] {'"', '\\'}),
                        "bytea[]",
                        "array[decode('01', 'hex'), decode('225c', 'hex')]"),
                value(new UUID[] {ID}, "uuid[]", "array['0f14d0ab-9605-4a62-a9e4-5ed26688389b']::uuid[]"),
                value(List.of(object("jsonb", "{\"a\": [1]}")), "jsonb[]", "array['{\"a\": [1]}']::jsonb[]"),
                value(
                        new Object[] {NOON, NOON.toInstant()},
                        "timestamptz[]",
                        "array_fill(" + timestamptz(NOON) + ", array[2])"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void of_value_isReadAsMeant(Object value, String type, String expected) throws SQLException {
        try (Connection connection = database.connect()) {
            for (String styles : List.of("iso, mdy|postgres|utc", "iso, dmy|sql_standard|america/caracas")) {
                String[] style = styles.split("\\|");
                execute(
                        connection,
                        "set datestyle = " + style[0] + "; set intervalstyle = " + style[1] + "; set timezone = '"
                                + style[2] + "'");

                assertThat(read(connection, TextValue.of(value), type))
                        .isEqualTo(List.of(text(connection, expected, type), true));
            }
        }
    }

    @Test
    void of_timestampBetween_isRoundedByTheServer() throws SQLException {
        try (Connection connection = database.connect()) {
            Instant instant = Instant.parse("2024-01-01T00:00:00.000000600Z");

            assertThat(read(connection, TextValue.of(instant), "timestamptz").get(0))
                    .isEqualTo(text(connection, "timestamptz '2024-01-01 00:00:00.000001Z'", "timestamptz"));
        }
    }

    private static List<Object> read(Connection connection, String value, String type) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select v::" + type + "::text, pg_typeof(v::" + type + ") = ?::regtype from unnest(?::text[]) v")) {
            select.setString(1, type);
            select.setArray(2, connection.createArrayOf("text", new String[] {value}));
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                return Arrays.asList(String.valueOf(row.getString(1)), row.getBoolean(2));
            }
        }
    }

    private static String text(Connection connection, String expected, String type) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select (" + expected + ")::" + type + "::text")) {
            assertThat(row.next()).isTrue();
            return String.valueOf(row.getString(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Arguments value(Object value, String type, String expected) {
        return Arguments.of(value, type, expected);
    }

    private static String timestamptz(OffsetDateTime time) {
        return "timestamptz '" + time + "'";
    }

    private static PGobject object(String type, String value) {
        PGobject object = new PGobject();
        object.setType(type);
        try {
            object.setValue(value);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return object;
    }

    /** An enum whose text is not its name. */
    private enum Named {
        A {
            @Override
            public String toString() {
                return "a text";
            }
        }
    }
}
