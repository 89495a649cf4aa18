package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/**
 * What one call of {@code upgrade()} does differently: {@code UpgradeOptions.to("1.4.0").from("1.0.0").skipConditions()}.
 *
 * <p>The defaults are: to the application's version, from the recorded one, with all conditions. Immutable.
 *
 * @param target the version to reach; empty: the application's
 * @param fromVersion the version that the schema of a database without a record has; on a recorded database it must be the recorded one
 * @param skipsConditions whether skippable conditions are skipped; the history says which
 */
public record UpgradeOptions(
        Optional<SchemaVersion> target, Optional<SchemaVersion> fromVersion, boolean skipsConditions) {

    /** {@return the defaults} */
    public static UpgradeOptions defaults() {
        return new UpgradeOptions(Optional.empty(), Optional.empty(), false);
    }

    /**
     * {@return options for another target}
     *
     * @param version the version to reach: not below the recorded one and not above the application's
     */
    public static UpgradeOptions to(String version) {
        return new UpgradeOptions(Optional.of(SchemaVersion.parse(version)), Optional.empty(), false);
    }

    /**
     * {@return a copy that says which version the schema of a database without a record has}
     *
     * @param version that version; upgrades above it run
     */
    public UpgradeOptions from(String version) {
        return new UpgradeOptions(target, Optional.of(SchemaVersion.parse(version)), skipsConditions);
    }

    /** {@return a copy that skips the conditions that are declared skippable} */
    public UpgradeOptions skipConditions() {
        return new UpgradeOptions(target, fromVersion, true);
    }
}
