package io.github.dbupgrader;

import io.github.dbupgrader.sql.LadderSettings;
import java.time.Duration;

/**
 * The time-outs of the upgrade's session. They replace those of the role and the database.
 *
 * <p>A step that cannot get a lock of a table or row within a short time gives up its transaction, so that the application's statements queued behind it go on, and
 * runs again later; the times in which it stands in the way are added up. Immutable.
 *
 * @param statement {@code statement_timeout} of transactional steps and sub-steps; the default is 1 hour, zero is none
 * @param outsideLock {@code lock_timeout} of sub-steps outside a transaction, whose waits for other transactions count as lock waits; the default is 5 minutes.
 *     Their {@code statement_timeout} is none
 * @param retryLocks whether steps have a {@code lock_timeout} and run again when it strikes; the default is true. Without it they wait as long as {@code statement}
 *     allows, and everything behind them waits too
 * @param firstLock the {@code lock_timeout} of the first try; the default is 100 ms. Later ones are longer, and every sixth is longer than
 *     {@code deadlock_timeout}, because only then does the server cancel an autovacuum that stands in the way
 * @param lockBudget how long a step may wait for locks in all its tries together; the default is 30 s
 * @param wallBudget how long the tries may take with the pauses between them; the default is 15 minutes
 * @param longestPause the longest pause between two tries; the default is 20 s
 * @param longTransaction how old a transaction that holds a lock of a table must be for a step to wait for its end rather than try for the lock; the default is
 *     30 s, zero never waits. The wait counts against {@code wallBudget}
 */
public record TimeoutSettings(
        Duration statement,
        Duration outsideLock,
        boolean retryLocks,
        Duration firstLock,
        Duration lockBudget,
        Duration wallBudget,
        Duration longestPause,
        Duration longTransaction) {

    /** Checks the durations. */
    public TimeoutSettings {
        requireNotNegative("statement", statement);
        requireNotNegative("outsideLock", outsideLock);
        requireNotNegative("firstLock", firstLock);
        requireNotNegative("lockBudget", lockBudget);
        requireNotNegative("wallBudget", wallBudget);
        requireNotNegative("longestPause", longestPause);
        requireNotNegative("longTransaction", longTransaction);
        if (firstLock.toMillis() < 1) {
            throw UpgraderErrors.zeroLockTimeout();
        }
    }

    /** {@return the defaults} */
    public static TimeoutSettings defaults() {
        LadderSettings ladder = LadderSettings.defaults();
        return new TimeoutSettings(
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                ladder.enabled(),
                ladder.firstTimeout(),
                ladder.blockedBudget(),
                ladder.wallBudget(),
                ladder.maxDelay(),
                Duration.ofSeconds(30));
    }

    /**
     * {@return a copy with another {@code statement_timeout}}
     *
     * @param timeout zero is none
     */
    public TimeoutSettings statement(Duration timeout) {
        return new TimeoutSettings(
                timeout, outsideLock, retryLocks, firstLock, lockBudget, wallBudget, longestPause, longTransaction);
    }

    /**
     * {@return a copy with another {@code lock_timeout} outside transactions}
     *
     * @param timeout zero is none
     */
    public TimeoutSettings outsideLock(Duration timeout) {
        return new TimeoutSettings(
                statement, timeout, retryLocks, firstLock, lockBudget, wallBudget, longestPause, longTransaction);
    }

    /**
     * {@return a copy with other budgets for the tries of a step}
     *
     * @param waiting how long all tries together may wait for locks
     * @param wall how long they may take with the pauses between them
     */
    public TimeoutSettings budgets(Duration waiting, Duration wall) {
        return new TimeoutSettings(
                statement, outsideLock, retryLocks, firstLock, waiting, wall, longestPause, longTransaction);
    }

    /**
     * {@return a copy with another pace}
     *
     * @param first the {@code lock_timeout} of the first try
     * @param pause the longest pause between two tries
     */
    public TimeoutSettings pace(Duration first, Duration pause) {
        return new TimeoutSettings(
                statement, outsideLock, retryLocks, first, lockBudget, wallBudget, pause, longTransaction);
    }

    /**
     * {@return a copy with another age from which transactions are waited for}
     *
     * @param age zero never waits
     */
    public TimeoutSettings longTransaction(Duration age) {
        return new TimeoutSettings(
                statement, outsideLock, retryLocks, firstLock, lockBudget, wallBudget, longestPause, age);
    }

    /** {@return a copy without {@code lock_timeout} and retry} */
    public TimeoutSettings withoutLockRetry() {
        return new TimeoutSettings(
                statement, outsideLock, false, firstLock, lockBudget, wallBudget, longestPause, longTransaction);
    }

    boolean waitsForLongTransactions() {
        return retryLocks && !longTransaction.isZero();
    }

    LadderSettings ladder() {
        return new LadderSettings(
                retryLocks, firstLock, LadderSettings.defaults().patientEvery(), lockBudget, wallBudget, longestPause);
    }

    private static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw UpgraderErrors.negativeDuration(name, duration);
        }
    }
}
