package io.github.dbupgrader.api;

/** What more can be said about a backfill that an upgrade needs. Call only. */
public interface BackfillGate {

    /**
     * Lets the upgrade finish the backfill itself, together with the instances that are at it, however long that takes. The default is to refuse with what is left.
     * ONLINE only.
     *
     * @return this
     */
    BackfillGate finishInline();
}
