package io.github.dbupgrader.sql;

import java.time.Duration;

/**
 * How long and how often to try for locks of tables.
 *
 * <p>Defaults: enabled, 100 ms first, every 6th try patient, 30 s of waiting in all, 15 min from begin to end, at most
 * 20 s between two tries.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param enabled false to wait for locks without a limit, and to try once
 * @param firstTimeout the {@code lock_timeout} of the first try
 * @param patientEvery each try whose number this divides waits longer than {@code deadlock_timeout}
 * @param blockedBudget how long all tries together may wait for locks, and so block others
 * @param wallBudget how long it may take from the first try to the last
 * @param maxDelay the longest pause between two tries
 */
public record LadderSettings(
        boolean enabled,
        Duration firstTimeout,
        int patientEvery,
        Duration blockedBudget,
        Duration wallBudget,
        Duration maxDelay) {

    private static final LadderSettings DEFAULTS = new LadderSettings(
            true, Duration.ofMillis(100), 6, Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofSeconds(20));

    /**
     * Refuses what would never try or never wait.
     *
     * @param enabled false to wait for locks without a limit, and to try once
     * @param firstTimeout the {@code lock_timeout} of the first try
     * @param patientEvery each try whose number this divides waits longer than {@code deadlock_timeout}
     * @param blockedBudget how long all tries together may wait for locks, and so block others
     * @param wallBudget how long it may take from the first try to the last
     * @param maxDelay the longest pause between two tries
     */
    public LadderSettings {
        // Below a millisecond a timeout would reach the server as 0, which means: without a limit.
        atLeast("the first lock timeout", firstTimeout, Duration.ofMillis(1));
        atLeast("the budget of waiting", blockedBudget, Duration.ofMillis(1));
        atLeast("the budget of time", wallBudget, Duration.ofMillis(1));
        atLeast("the longest pause", maxDelay, Duration.ZERO);
        if (patientEvery < 1) {
            throw SqlErrors.unusableLadder("the number of tries up to a patient one", "must be 1 or more");
        }
    }

    /** {@return the defaults} */
    public static LadderSettings defaults() {
        return DEFAULTS;
    }

    /** {@return a copy that waits for locks without a limit, and tries once} */
    public LadderSettings disabled() {
        return new LadderSettings(false, firstTimeout, patientEvery, blockedBudget, wallBudget, maxDelay);
    }

    /**
     * {@return a copy with another first timeout}
     *
     * @param timeout the {@code lock_timeout} of the first try
     */
    public LadderSettings withFirstTimeout(Duration timeout) {
        return new LadderSettings(enabled, timeout, patientEvery, blockedBudget, wallBudget, maxDelay);
    }

    /**
     * {@return a copy with another budget of waiting}
     *
     * @param budget how long all tries together may wait for locks
     */
    public LadderSettings withBlockedBudget(Duration budget) {
        return new LadderSettings(enabled, firstTimeout, patientEvery, budget, wallBudget, maxDelay);
    }

    /**
     * {@return a copy with another budget of time}
     *
     * @param budget how long it may take from the first try to the last
     */
    public LadderSettings withWallBudget(Duration budget) {
        return new LadderSettings(enabled, firstTimeout, patientEvery, blockedBudget, budget, maxDelay);
    }

    /**
     * {@return a copy with another longest pause}
     *
     * @param delay the longest pause between two tries
     */
    public LadderSettings withMaxDelay(Duration delay) {
        return new LadderSettings(enabled, firstTimeout, patientEvery, blockedBudget, wallBudget, delay);
    }

    private static void atLeast(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw SqlErrors.unusableLadder(what, "must be " + least.toMillis() + " ms or more");
        }
    }
}
