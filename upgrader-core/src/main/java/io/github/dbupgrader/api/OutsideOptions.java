package io.github.dbupgrader.api;

/** What more can be said about a sub-step outside a transaction. Call only. */
public interface OutsideOptions {

    /**
     * Says that the work may simply run again after an interruption, because it looks at what is there. Without this an interrupted one needs a decision:
     * {@code markSubStep}.
     *
     * @return this
     */
    OutsideOptions repeatable();

    /**
     * Says how the sub-step is undone when its upgrade is reverted before it is complete.
     *
     * @param revert how; it must bear to run again
     * @return this
     */
    OutsideOptions revert(ConnectionWork revert);
}
