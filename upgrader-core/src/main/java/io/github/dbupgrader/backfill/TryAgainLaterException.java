package io.github.dbupgrader.backfill;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a backfill's Java work when it cannot be done now, for a reason that is none of the rows': a service that it calls is down, or says to come back later.
 *
 * <p>The batch is rolled back and tried again after a pause, as after a lost connection. Any other exception counts against the rows, which end in quarantine.
 *
 * <p>Create freely. Immutable apart from what {@link Throwable} allows.
 */
public final class TryAgainLaterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what is not to be had, for the backfill's status
     */
    public TryAgainLaterException(String message) {
        this(message, null);
    }

    /**
     * Creates an exception.
     *
     * @param message what is not to be had, for the backfill's status
     * @param cause what was caught, or {@code null}
     */
    public TryAgainLaterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
