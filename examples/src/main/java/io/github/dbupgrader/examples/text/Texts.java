package io.github.dbupgrader.examples.text;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values as the examples write them. Call only. */
public final class Texts {

    private Texts() {}

    /**
     * {@return a duration as people read it}
     *
     * @param duration how long
     */
    public static String duration(Duration duration) {
        return duration.toSeconds() >= 1
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
                : duration.toMillis() + " ms";
    }

    /**
     * {@return values in one line}
     *
     * @param values perhaps none
     */
    public static String list(Collection<?> values) {
        return values.isEmpty() ? "none" : values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /**
     * {@return a value, or a dash for none}
     *
     * @param value perhaps empty
     */
    public static String orDash(Optional<?> value) {
        return value.map(Object::toString).orElse("-");
    }
}
