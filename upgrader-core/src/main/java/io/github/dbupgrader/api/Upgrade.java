package io.github.dbupgrader.api;

/**
 * An upgrade as a value, for hosts that write upgrades as lambdas and want to say more about them than version and mode.
 *
 * <p>Immutable: each method returns a copy. The defaults are those of {@link RegisterUpgrade}. Call only.
 *
 * @param version the version, exactly {@code MAJOR.MINOR.PATCH}
 * @param mode how it runs
 * @param description what it does
 * @param compatibleFrom the oldest application version that still runs afterwards; empty: this very version
 * @param retry whether it may run again when it cannot get a lock or meets a deadlock
 * @param method what it does
 */
public record Upgrade(
        String version,
        UpgradeMode mode,
        String description,
        String compatibleFrom,
        boolean retry,
        UpgradeMethod method) {

    /**
     * {@return an upgrade in one transaction}
     *
     * @param version the version
     * @param method what it does
     */
    public static Upgrade transactional(String version, UpgradeMethod method) {
        return new Upgrade(version, UpgradeMode.TRANSACTIONAL, "", "", true, method);
    }

    /**
     * {@return an upgrade of sub-steps}
     *
     * @param version the version
     * @param method declares them
     */
    public static Upgrade online(String version, UpgradeMethod method) {
        return new Upgrade(version, UpgradeMode.ONLINE, "", "", true, method);
    }

    /**
     * {@return a copy with a description}
     *
     * @param text what it does
     */
    public Upgrade description(String text) {
        return new Upgrade(version, mode, text, compatibleFrom, retry, method);
    }

    /**
     * {@return a copy after which older application versions still run}
     *
     * @param oldest the oldest one
     */
    public Upgrade compatibleFrom(String oldest) {
        return new Upgrade(version, mode, description, oldest, retry, method);
    }

    /** {@return a copy that never runs twice because of a lock} */
    public Upgrade withoutRetry() {
        return new Upgrade(version, mode, description, compatibleFrom, false, method);
    }
}
