package io.github.dbupgrader.error;

import java.util.Objects;

/**
 * The root of everything that this library throws on purpose.
 *
 * <p>The message is one line: the code, what happened, why, and what to do about it. The parts are also available one by one, so that a host can
 * show them in its own way. Where a database error is behind it, that error is the {@linkplain #getCause() cause}.
 *
 * <p>Call only: the library creates it. Immutable apart from what {@link Throwable} allows.
 */
public class UpgradeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Which kind of failure this is. */
    private final ErrorCode code;

    /** What happened. */
    private final String what;

    /** Why it happened. */
    private final String why;

    /** What to do about it. */
    private final String fix;

    /**
     * Creates an exception without a cause.
     *
     * @param code which kind of failure this is
     * @param what what happened, naming the object: the first clause, without a full stop
     * @param why why it happened, without a full stop
     * @param fix what to do about it, imperative, without a full stop
     */
    public UpgradeException(ErrorCode code, String what, String why, String fix) {
        this(code, what, why, fix, null);
    }

    /**
     * Creates an exception.
     *
     * @param code which kind of failure this is
     * @param what what happened, naming the object: the first clause, without a full stop
     * @param why why it happened, without a full stop
     * @param fix what to do about it, imperative, without a full stop
     * @param cause what was caught, or {@code null}
     */
    public UpgradeException(
            ErrorCode code, String what, String why, String fix, @org.jspecify.annotations.Nullable Throwable cause) {
        super(code.id() + " " + oneLine(what) + ": " + oneLine(why) + ". Fix: " + oneLine(fix) + ".", cause);
        this.code = code;
        this.what = oneLine(what);
        this.why = oneLine(why);
        this.fix = oneLine(fix);
    }

    /** {@return which kind of failure this is} */
    public final ErrorCode code() {
        return code;
    }

    /**
     * {@return whether the call was refused before anything was done, so that somebody has to decide or change something; false where something was tried and failed,
     * or the database could not be reached, so that a start again may be all that is needed}
     */
    public boolean isRefusal() {
        return code.isRefusal();
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

    /** Database messages carry line breaks; a log line must not. */
    private static String oneLine(String text) {
        return Objects.requireNonNull(text, "text").strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
