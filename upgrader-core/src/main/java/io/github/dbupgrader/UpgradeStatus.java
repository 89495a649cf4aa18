package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;

/**
 * How the database stands to the application.
 *
 * @param state in one word
 * @param component whose versions these are
 * @param applicationVersion the application's version, as it was given
 * @param recorded the recorded version; empty where there is none
 * @param compatibleFrom the oldest application version that may run on the schema; empty where nothing is recorded
 * @param pending the upgrades that would run, ascending
 * @param missed the upgrades that were merged late and never ran
 * @param unfinished the ONLINE upgrades that were begun and not finished
 */
public record UpgradeStatus(
        State state,
        String component,
        String applicationVersion,
        Optional<SchemaVersion> recorded,
        Optional<SchemaVersion> compatibleFrom,
        List<SchemaVersion> pending,
        List<SchemaVersion> missed,
        List<SchemaVersion> unfinished) {

    /** The state in one word. */
    public enum State {
        /** The application version is a snapshot or pre-release that counts as no version. */
        DEVELOPMENT,
        /** The recorded version is the application's, and nothing is missing. */
        CURRENT,
        /** The recorded version is below the application's, and no upgrade lies between: only the stamp is missing. */
        BEHIND,
        /** Upgrades are pending. */
        PENDING,
        /** The database has no recorded version. */
        UNINITIALISED,
        /** The application is older than the recorded version, and may run on the schema. */
        AHEAD_COMPATIBLE,
        /** The application is older than the schema allows. */
        AHEAD,
        /** An ONLINE upgrade or rollback was begun and not finished. */
        INCOMPLETE
    }

    /** Makes the lists immutable. */
    public UpgradeStatus {
        pending = List.copyOf(pending);
        missed = List.copyOf(missed);
        unfinished = List.copyOf(unfinished);
    }
}
