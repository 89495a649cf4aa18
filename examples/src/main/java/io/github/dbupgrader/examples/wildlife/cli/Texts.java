package io.github.dbupgrader.examples.wildlife.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values as this command line writes them. */
final class Texts {

    private Texts() {}

    static String duration(Duration duration) {
        return duration.toSeconds() >= 1
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
                : duration.toMillis() + " ms";
    }

    static String list(Collection<?> values) {
        return values.isEmpty() ? "none" : values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    static String orDash(Optional<?> value) {
        return value.map(Object::toString).orElse("-");
    }
}
