package io.github.dbupgrader.api;

/** How an upgrade or rollback runs. */
public enum UpgradeMode {
    /** The method executes: everything it does is one transaction, which also records it. The default. */
    TRANSACTIONAL,
    /**
     * The method declares named sub-steps and touches no database itself. Each sub-step is recorded when it is done, and after a crash the next start goes on
     * with the first unfinished one.
     */
    ONLINE
}
