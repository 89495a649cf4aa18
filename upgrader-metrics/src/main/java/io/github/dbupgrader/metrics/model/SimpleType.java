package io.github.dbupgrader.metrics.model;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of values a column has, as far as charts care. */
public enum SimpleType {
    /** Integers, floating point and exact numbers. */
    NUMBER,
    /** Text, enums, identifiers. */
    STRING,
    /** Dates and timestamps. */
    DATE,
    /** True and false. */
    BOOLEAN,
    /** Everything else, and what is unknown. */
    OTHER;

    /** {@return how it is written in JSON, such as {@code number}} */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether columns of this kind have a least and a greatest value} */
    public boolean isOrdered() {
        return this == NUMBER || this == DATE;
    }

    /**
     * Reads what any generation of writers wrote.
     *
     * @param text a stored text, or {@code null} where there was none
     * @return the kind: {@code text} is STRING; whatever is unknown or absent is OTHER
     */
    public static SimpleType of(@Nullable String text) {
        if (text == null) {
            return OTHER;
        }
        if (text.equals("text")) {
            return STRING;
        }
        return Arrays.stream(values())
                .filter(type -> type.text().equals(text))
                .findFirst()
                .orElse(OTHER);
    }
}
