package io.github.dbupgrader.history;

/** Whether sub-steps belong to an upgrade or to its rollback. Public for the library's other packages; not API. */
public enum Direction {
    /** The sub-steps of an ONLINE upgrade. */
    UPGRADE,
    /** The sub-steps of an ONLINE rollback. */
    ROLLBACK
}
