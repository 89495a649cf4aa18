package io.github.dbupgrader.metrics.store;

import java.util.Arrays;

/** How far somebody has looked at a metric. */
public enum Verification {
    /** Somebody vouches for it. */
    VERIFIED("verified"),
    /** It waits for somebody. */
    BACKLOGGED("backlogged"),
    /** Somebody looks at it. */
    IN_REVIEW("inReview"),
    /** Somebody has asked for a look. */
    REQUESTED("requested"),
    /** Nobody has asked; the default. */
    NOT_REQUESTED("notRequested");

    private final String text;

    Verification(String text) {
        this.text = text;
    }

    /** {@return how it is stored, such as {@code inReview}} */
    public String text() {
        return text;
    }

    static Verification of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
