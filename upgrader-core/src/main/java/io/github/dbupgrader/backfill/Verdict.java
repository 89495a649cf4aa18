package io.github.dbupgrader.backfill;

/**
 * What a {@link Throttle} says. Immutable.
 *
 * @param kind whether to go on
 * @param reason why not, or why nobody knows, as a clause for the status such as {@code replica a is 12.0 s behind, more than 10.0 s}; empty for go
 */
public record Verdict(Kind kind, String reason) {

    private static final Verdict GO = new Verdict(Kind.GO, "");

    /** Whether to go on. */
    public enum Kind {
        /** Go on. */
        GO,
        /** Wait, and ask again. */
        HOLD,
        /** The throttle cannot know. The work goes on, and the reason is reported once. */
        UNKNOWN
    }

    /** Checks that there is a reason where one is needed. */
    public Verdict {
        if (kind != Kind.GO && reason.isBlank()) {
            throw ThrottleErrors.verdictWithoutReason(kind);
        }
    }

    /** {@return go on} */
    public static Verdict go() {
        return GO;
    }

    /**
     * {@return wait, and ask again}
     *
     * @param reason what is in the way, not blank
     */
    public static Verdict hold(String reason) {
        return new Verdict(Kind.HOLD, reason);
    }

    /**
     * {@return go on, because nobody knows}
     *
     * @param reason why the throttle cannot know, and what would help; not blank
     */
    public static Verdict unknown(String reason) {
        return new Verdict(Kind.UNKNOWN, reason);
    }
}
