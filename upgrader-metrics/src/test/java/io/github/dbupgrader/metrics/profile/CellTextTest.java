package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.metrics.profile.ColumnType.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** {@code metrics 17}, {@code metrics 18}, {@code metrics 20}: one way to write a value, in rows and as an extreme. */
class CellTextTest {

    @Test
    void numbers_areExact() {
        assertThat(text(Long.MIN_VALUE, Kind.INTEGER)).isEqualTo("-9223372036854775808");
        assertThat(text(new BigDecimal("0.00"), Kind.DECIMAL)).isEqualTo("0.00");
        assertThat(text(new BigDecimal("123456789012345678901234567890.123456789"), Kind.DECIMAL))
                .isEqualTo("123456789012345678901234567890.123456789");
        assertThat(text(0.1f, Kind.FLOAT)).isEqualTo("0.1");
        assertThat(text(-0.0f, Kind.FLOAT)).isEqualTo("0.0");
        assertThat(text(-0.0, Kind.FLOAT)).isEqualTo("0.0");
        assertThat(text(1.5, Kind.FLOAT)).isEqualTo("1.5");
    }

    @Test
    void whatIsNotFinite_isText() {
        assertThat(text(Double.NaN, Kind.FLOAT)).isEqualTo("\"NaN\"");
        assertThat(text(Float.NEGATIVE_INFINITY, Kind.FLOAT)).isEqualTo("\"-Infinity\"");
        assertThat(text(LocalDate.MAX, Kind.DATE)).isEqualTo("\"infinity\"");
        assertThat(text(LocalDate.MIN, Kind.DATE)).isEqualTo("\"-infinity\"");
        assertThat(text(LocalDateTime.MAX, Kind.TIMESTAMP)).isEqualTo("\"infinity\"");
        assertThat(text(LocalDateTime.MIN, Kind.TIMESTAMP)).isEqualTo("\"-infinity\"");
        assertThat(text(Instant.MAX, Kind.INSTANT)).isEqualTo("\"infinity\"");
        assertThat(text(Instant.MIN, Kind.INSTANT)).isEqualTo("\"-infinity\"");
    }

    @Test
    void dates_areIso() {
        assertThat(text(LocalDate.of(-43, 3, 15), Kind.DATE)).isEqualTo("\"-0043-03-15\"");
        assertThat(text(LocalDateTime.of(2025, 1, 5, 10, 0), Kind.TIMESTAMP)).isEqualTo("\"2025-01-05T10:00:00\"");
        assertThat(text(LocalDateTime.of(2025, 1, 5, 10, 0, 0, 500_000_000), Kind.TIMESTAMP))
                .isEqualTo("\"2025-01-05T10:00:00.500000\"");
        assertThat(text(LocalDateTime.of(2025, 1, 5, 10, 0, 0, 7), Kind.TIMESTAMP))
                .isEqualTo("\"2025-01-05T10:00:00.000000007\"");
        assertThat(text(Instant.parse("2025-02-09T23:00:00Z"), Kind.INSTANT)).isEqualTo("\"2025-02-09T23:00:00Z\"");
    }

    @Test
    void otherValues_haveTheirForms() {
        assertThat(text(null, Kind.TEXT)).isEqualTo("null");
        assertThat(text(true, Kind.BOOLEAN)).isEqualTo("true");
        assertThat(text(new byte[] {(byte) 0xDE, (byte) 0xAD}, Kind.BYTES)).isEqualTo("\"\\\\xdead\"");
        assertThat(text("{\"k\": 1.10}", Kind.JSON)).isEqualTo("{\"k\":1.10}");
        assertThat(text("{not json", Kind.JSON)).isEqualTo("\"{not json\"");
        assertThat(text("{\"k\": 1.10}", Kind.TEXT)).isEqualTo("\"{\\\"k\\\": 1.10}\"");
    }

    private static String text(Object value, Kind kind) {
        return CellText.of(value, kind).toString();
    }
}
