package io.github.dbupgrader.history;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.Set;

/**
 * What the database says about one component.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param version the version that the schema was brought to
 * @param compatibleFrom the oldest application version that may run on it
 * @param initialisedVersion the version at which recording began
 * @param layoutVersion the layout of the library's tables
 * @param revision counts the changes of the component's row
 * @param applied the versions of the upgrades that ran since recording began and were not rolled back
 * @param unfinishedUpgrades the versions of ONLINE upgrades that were begun and not finished
 * @param unfinishedRollbacks the versions of ONLINE rollbacks that were begun and not finished
 */
public record RecordedState(
        SchemaVersion version,
        SchemaVersion compatibleFrom,
        SchemaVersion initialisedVersion,
        int layoutVersion,
        long revision,
        Set<SchemaVersion> applied,
        Set<SchemaVersion> unfinishedUpgrades,
        Set<SchemaVersion> unfinishedRollbacks) {}
