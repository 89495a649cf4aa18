package io.github.dbupgrader;

import java.time.Duration;

/**
 * How to get the upgrade lock, of which each component has one.
 *
 * <p>The default waits for at most 30 minutes: room for a step of ten minutes on forty nodes and for the 15 minutes of waiting for table locks. Immutable.
 *
 * @param maxWait how long to wait at most; without meaning unless {@code whenLocked} is {@link WhenLocked#WAIT}
 * @param whenLocked what to do while another session, or another thread of the same upgrader, holds it
 * @param sessionPooler whether the host declares that a pooler between it and the server, if there is one, is in session mode; the default is false. It is only
 *     looked at where a pooler is found and no second connection is to be had to find out its mode
 */
public record LockSettings(Duration maxWait, WhenLocked whenLocked, boolean sessionPooler) {

    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(30);

    /** What to do while another session, or another thread of the same upgrader, holds the lock. */
    public enum WhenLocked {
        /** Wait, and return as soon as the other one has done the work. */
        WAIT,
        /** Throw a {@link LockTimeoutException} at once. */
        FAIL,
        /**
         * Return {@link UpgradeResult.Outcome#LEFT_TO_ANOTHER} at once. A dry run, a mark, and an initialisation that has something to record have no such result and
         * throw an exception with the code {@code LOCK_TIMEOUT}.
         */
        RETURN
    }

    /** Checks the duration. */
    public LockSettings {
        if (maxWait.isNegative()) {
            throw UpgraderErrors.negativeDuration("maxWait", maxWait);
        }
    }

    /** {@return the defaults} */
    public static LockSettings defaults() {
        return new LockSettings(DEFAULT_WAIT, WhenLocked.WAIT, false);
    }

    /**
     * {@return a copy that waits for another time}
     *
     * @param duration how long at most
     */
    public LockSettings maxWait(Duration duration) {
        return new LockSettings(duration, whenLocked, sessionPooler);
    }

    /**
     * {@return a copy that does something else while the lock is held}
     *
     * @param action what
     */
    public LockSettings whenLocked(WhenLocked action) {
        return new LockSettings(maxWait, action, sessionPooler);
    }

    /** {@return a copy that declares a pooler in session mode} */
    public LockSettings withSessionPooler() {
        return new LockSettings(maxWait, whenLocked, true);
    }
}
