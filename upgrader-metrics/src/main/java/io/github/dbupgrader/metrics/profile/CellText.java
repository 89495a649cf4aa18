package io.github.dbupgrader.metrics.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of a value; the one place for it, so that an extreme in the metadata is, character for character, the value in the rows.
 *
 * <p>JSON has no token for what is not finite: in rows it is the text {@code NaN}, {@code Infinity} or {@code -Infinity}, for dates {@code infinity} or
 * {@code -infinity}. Metadata never hold such a value.
 */
final class CellText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CellText() {}

    static JsonNode of(@Nullable Object value, ColumnType.Kind kind) {
        if (value == null) {
            return NullNode.getInstance();
        }
        if (kind == ColumnType.Kind.JSON && value instanceof String text) {
            return json(text);
        }
        return of(value);
    }

    static JsonNode of(Object value) {
        if (value instanceof Long number) {
            return LongNode.valueOf(number);
        } else if (value instanceof BigDecimal number) {
            return DecimalNode.valueOf(number);
        } else if (value instanceof Double number) {
            return Double.isFinite(number) ? DoubleNode.valueOf(number + 0.0) : TextNode.valueOf(number.toString());
        } else if (value instanceof Float number) {
            // the shortest digits that mean this float, not those of the double nearest to it
            return Float.isFinite(number)
                    ? DecimalNode.valueOf(new BigDecimal(Float.toString(number + 0.0f)))
                    : TextNode.valueOf(number.toString());
        } else if (value instanceof Boolean truth) {
            return BooleanNode.valueOf(truth);
        } else if (value instanceof LocalDate date) {
            return TextNode.valueOf(date(date));
        } else if (value instanceof LocalDateTime time) {
            return TextNode.valueOf(timestamp(time));
        } else if (value instanceof Instant instant) {
            return TextNode.valueOf(instant(instant));
        } else if (value instanceof byte[] bytes) {
            return TextNode.valueOf("\\x" + HexFormat.of().formatHex(bytes));
        }
        return TextNode.valueOf(value.toString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // an engine may take for JSON what Jackson does not; the text itself loses nothing
            return TextNode.valueOf(text);
        }
    }

    private static String date(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return "infinity";
        }
        return date.equals(LocalDate.MIN) ? "-infinity" : date.toString();
    }

    private static String instant(Instant instant) {
        if (instant.equals(Instant.MAX)) {
            return "infinity";
        }
        return instant.equals(Instant.MIN)
                ? "-infinity"
                : timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
    }

    private static String timestamp(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX)) {
            return "infinity";
        } else if (time.equals(LocalDateTime.MIN)) {
            return "-infinity";
        }
        StringBuilder text = new StringBuilder(29).append(time.toLocalDate()).append('T');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, time.getSecond());
        int nanos = time.getNano();
        if (nanos != 0) {
            boolean micros = nanos % 1_000 == 0;
            String digits = Integer.toString(micros ? nanos / 1_000 : nanos);
            text.append('.')
                    .append("0".repeat((micros ? 6 : 9) - digits.length()))
                    .append(digits);
        }
        return text.toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }
}
