package io.github.dbupgrader.metrics.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that the metrics throw on purpose.
 *
 * <p>The message is one line: the code, what happened, why, and what to do about it. The parts are also available one by
 * one. Call only: the library creates it. Immutable apart from what {@link Throwable} allows.
 */
public class MetricException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Which kind of failure this is. */
    private final MetricErrorCode code;

    /** What happened. */
    private final String what;

    /** Why it happened. */
    private final String why;

    /** What to do about it. */
    private final String fix;

    /**
     * Creates an exception.
     *
     * @param code which kind of failure this is
     * @param what what happened, naming the object: the first clause, without a full stop
     * @param why why it happened, without a full stop
     * @param fix what to do about it, imperative, without a full stop
     * @param cause what was caught, or {@code null}
     */
    public MetricException(MetricErrorCode code, String what, String why, String fix, @Nullable Throwable cause) {
        super(code.id() + " " + oneLine(what) + ": " + oneLine(why) + ". Fix: " + oneLine(fix) + ".", cause);
        this.code = code;
        this.what = oneLine(what);
        this.why = oneLine(why);
        this.fix = oneLine(fix);
    }

    /** {@return which kind of failure this is} */
    public final MetricErrorCode code() {
        return code;
    }

    /** {@return what happened, naming the object} */
    public final String what() {
        return what;
    }

    /** {@return why it happened} */
    public final String why() {
        return why;
    }

    /** {@return what to do about it} */
    public final String fix() {
        return fix;
    }

    private static String oneLine(String text) {
        return Objects.requireNonNull(text, "text").strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
