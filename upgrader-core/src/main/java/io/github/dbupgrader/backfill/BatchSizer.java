package io.github.dbupgrader.backfill;

import java.time.Duration;

/**
 * How many rows the next batch has: a controller whose set-point is the batch's duration.
 *
 * <p>What a row costs is smoothed exponentially, and the next size is target / cost. The weight of 0.4 lets one slow batch (a checkpoint, a lock)
 * matter little, and forgets the past in a few batches. Too many rows hurt the application and too few only cost time, so a size shrinks by as much
 * as the cost says, and grows by half at most.
 *
 * <p>A batch with fewer rows than asked for is the end of a range. Most of its time is what any batch costs, so it counts by its part of the asked
 * rows, and never as more than twice the cost known so far.
 *
 * <p>A time-out halves the size, and for the next batches it grows by a twentieth only: where a time-out is near, growing fast would hit it again.
 * The estimate stays, because nobody knows how long the batch would have taken.
 *
 * <p>Pure: no clock, no state. All fields are persisted, so that a restart goes on where the last batch was. Immutable.
 *
 * @param size how many rows the next batch has
 * @param millisPerRow what a row costs, smoothed; 0 as long as nothing is known
 * @param cautious for how many more full batches growth is slow
 */
record BatchSizer(int size, double millisPerRow, int cautious) {

    private static final double WEIGHT = 0.4;
    private static final double GROWTH = 1.5;
    private static final double CAUTIOUS_GROWTH = 1.05;
    private static final double MOST_OF_A_SHORT_BATCH = 2;
    private static final int CAUTION = 20;
    private static final int MOST_CAUTION = 100;

    /** A clock may not tell a small batch from none; its rows then cost as good as nothing. */
    private static final double LEAST_MILLIS_PER_ROW = 1e-6;

    private static final double NANOS_PER_MILLI = 1e6;

    /** {@return the sizer of a backfill that has not run yet} */
    static BatchSizer start(Pace pace) {
        return new BatchSizer(pace.initial(), 0, 0);
    }

    /** {@return this one for a pace that may have changed since it was persisted} */
    BatchSizer within(Pace pace) {
        int atLeast = cautious == 0 ? Math.max(size, pace.min()) : size;
        return new BatchSizer(Math.min(atLeast, pace.max()), millisPerRow, cautious);
    }

    /**
     * {@return the sizer after a batch that was committed}
     *
     * @param rows how many rows the batch had; fewer than {@link #size()} at the end of a range
     * @param took how long it took, without pauses
     */
    BatchSizer after(Pace pace, int rows, Duration took) {
        boolean full = rows >= size;
        if (rows <= 0 || (millisPerRow == 0 && tellsNothing(pace, rows, took))) {
            return this;
        }
        double cost = smoothed(rows, Math.max(millis(took) / rows, LEAST_MILLIS_PER_ROW));
        double wanted = Math.max(pace.min(), Math.min(millis(pace.target()) / cost, pace.max()));
        int next = (int) Math.min(Math.floor(wanted), grown());
        return new BatchSizer(next, cost, full ? Math.max(0, cautious - 1) : cautious);
    }

    /** {@return the sizer after a batch that ran into a time-out and was rolled back} */
    BatchSizer afterTimeout(Pace pace) {
        int half = Math.max(1, Math.min(size, pace.max()) / 2);
        return new BatchSizer(half, millisPerRow, Math.min(MOST_CAUTION, cautious + CAUTION));
    }

    /** {@return how long to pause after a batch, so that the pace's part of the time is worked} */
    Duration pauseAfter(Pace pace, Duration took) {
        double pause = millis(took) * (1 - pace.dutyCycle()) / pace.dutyCycle();
        return Duration.ofNanos(Math.max(0, Math.round(pause * NANOS_PER_MILLI)));
    }

    /** The first batch of all, and a short one: it tells the cost of a batch rather than of a row, unless even that is too much. */
    private boolean tellsNothing(Pace pace, int rows, Duration took) {
        return rows < size / 2.0 && took.compareTo(pace.target()) <= 0;
    }

    private double smoothed(int rows, double measured) {
        if (millisPerRow == 0) {
            return measured;
        }
        if (rows >= size) {
            return millisPerRow + WEIGHT * (measured - millisPerRow);
        }
        double bounded = Math.min(measured, MOST_OF_A_SHORT_BATCH * millisPerRow);
        return millisPerRow + WEIGHT * rows / size * (bounded - millisPerRow);
    }

    private int grown() {
        double factor = cautious > 0 ? CAUTIOUS_GROWTH : GROWTH;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(size + 1.0, size * factor));
    }

    /** Not toMillis(): small batches take less than one, and the longest duration has more than a long. */
    private static double millis(Duration duration) {
        return duration.getSeconds() * 1e3 + duration.getNano() / NANOS_PER_MILLI;
    }
}
