package io.github.dbupgrader.backfill;

/** Where a backfill stands. */
public enum BackfillState {
    /** Known, and not begun: its first batch is still to come. */
    PENDING,
    /** Batches are taken. */
    RUNNING,
    /** A person stopped it; it goes on when a person says so. */
    PAUSED,
    /** A throttle stopped it; it goes on by itself when the throttle lets it. */
    HELD,
    /** Every row is done. */
    COMPLETED,
    /** Every row is done but those in quarantine. */
    COMPLETED_WITH_QUARANTINE,
    /** It cannot go on: its statement is wrong for this database, or too many rows are in quarantine. */
    FAILED,
    /** A person gave it up. */
    CANCELLED;

    /** {@return whether all rows were visited} */
    public boolean isComplete() {
        return this == COMPLETED || this == COMPLETED_WITH_QUARANTINE;
    }

    /** {@return whether nothing more happens by itself} */
    public boolean isOver() {
        return isComplete() || this == FAILED || this == CANCELLED;
    }
}
