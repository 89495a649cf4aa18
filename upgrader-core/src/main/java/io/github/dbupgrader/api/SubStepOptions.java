package io.github.dbupgrader.api;

/** What more can be said about a sub-step in a transaction. Call only. */
public interface SubStepOptions {

    /**
     * Says how the sub-step is undone, in a transaction of its own, when its upgrade is reverted before it is complete.
     *
     * @param revert how
     * @return this
     */
    SubStepOptions revert(HandleWork revert);
}
