package io.github.dbupgrader.backfill;

import java.time.Duration;

/**
 * How long a batch of a backfill shall take, and how much of the time is worked.
 *
 * <p>The number of rows follows from the time: after each batch it is set anew from what a row has cost lately, so that a batch takes about {@code target}.
 * It grows by at most half per batch, and shrinks at once. Only after statements that ran into a time-out may it go below {@code min}, down to 1.
 *
 * <p>The batch's time is how long the application may have to wait for a row, so a shorter target is kinder, not only slower. Immutable.
 *
 * @param target how long a batch shall take, from 1 ms to 1 hour; the default is 250 ms
 * @param initial how many rows the first batch has, as long as nothing is known; the default is 200
 * @param min the fewest rows; the default is 1
 * @param max the most rows; the default is 20,000
 * @param dutyCycle which part of the time each worker works, from 0.01 to 1; with 0.5 it pauses after each batch for as long as the batch took. The default is 1
 */
public record Pace(Duration target, int initial, int min, int max, double dutyCycle) {

    static final Duration SHORTEST_TARGET = Duration.ofMillis(1);
    static final Duration LONGEST_TARGET = Duration.ofHours(1);
    static final double LOWEST_DUTY_CYCLE = 0.01;

    private static final Pace DEFAULTS = new Pace(Duration.ofMillis(250), 200, 1, 20_000, 1.0);
    private static final Pace POLITE = DEFAULTS.target(Duration.ofMillis(50)).dutyCycle(0.5);

    /** Checks the values. */
    public Pace {
        if (target.compareTo(SHORTEST_TARGET) < 0 || target.compareTo(LONGEST_TARGET) > 0) {
            throw PaceErrors.unusableTarget(target);
        }
        if (min < 1 || initial < min || max < initial) {
            throw PaceErrors.unusableRows(initial, min, max);
        }
        if (!(dutyCycle >= LOWEST_DUTY_CYCLE && dutyCycle <= 1)) {
            throw PaceErrors.unusableDutyCycle(dutyCycle);
        }
    }

    /** {@return the defaults} */
    public static Pace defaults() {
        return DEFAULTS;
    }

    /** {@return a pace for a busy database: batches of 50 ms, and half of the time paused; use it with one worker} */
    public static Pace polite() {
        return POLITE;
    }

    /**
     * {@return a copy whose batches take another time}
     *
     * @param duration how long, from 1 ms to 1 hour
     */
    public Pace target(Duration duration) {
        return new Pace(duration, initial, min, max, dutyCycle);
    }

    /**
     * {@return a copy with other limits of the number of rows}
     *
     * @param first how many rows the first batch has
     * @param fewest the fewest rows
     * @param most the most rows
     */
    public Pace rows(int first, int fewest, int most) {
        return new Pace(target, first, fewest, most, dutyCycle);
    }

    /**
     * {@return a copy whose batches all have the same number of rows, however long they take}
     *
     * @param rows how many, at least 1
     */
    public Pace fixed(int rows) {
        return rows(rows, rows, rows);
    }

    /**
     * {@return a copy that works another part of the time}
     *
     * @param part from 0.01 to 1
     */
    public Pace dutyCycle(double part) {
        return new Pace(target, initial, min, max, part);
    }
}
