package io.github.dbupgrader.api;

/** An upgrade or rollback written as a lambda or method reference. Implement freely. */
@FunctionalInterface
public interface UpgradeMethod {

    /**
     * Executes the upgrade, or, where its mode is ONLINE, declares its sub-steps.
     *
     * @param upgrade the context
     * @throws Exception whatever goes wrong
     */
    void run(UpgradeContext upgrade) throws Exception;
}
