package io.github.dbupgrader.metrics.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of chart. */
public enum ChartKind {
    /** Bars. */
    BAR,
    /** Lines. */
    LINE,
    /** Points. */
    SCATTER,
    /** Slices. */
    PIE,
    /** Bars and lines over two scales. */
    COMBO,
    /** One number. */
    METRIC,
    /** Rows. */
    TABLE;

    /** {@return how it stands in a definition, such as {@code bar}} */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ChartKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(ChartKind::text).collect(Collectors.joining(", "));
    }
}
