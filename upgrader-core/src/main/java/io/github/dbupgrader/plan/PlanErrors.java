package io.github.dbupgrader.plan;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.stream.Collectors;

/** The errors of this package, each text in one place. */
final class PlanErrors {

    private PlanErrors() {}

    static UpgradeException developmentVersion(String text) {
        return new UpgradeException(
                ErrorCode.DEVELOPMENT_VERSION,
                "The application version \"" + text + "\" is a development version",
                "a snapshot or pre-release is never recorded, because its upgrades may still change",
                "name a target, upgrade(UpgradeOptions.to(\"X.Y.Z\")), or build the upgrader with"
                        + " development(DevelopmentPolicy.TREAT_AS_RELEASE), which counts 1.4.0-SNAPSHOT as 1.4.0");
    }

    static UpgradeException targetAboveApplication(SchemaVersion target, SchemaVersion highest, String application) {
        return new UpgradeException(
                ErrorCode.INVALID_TARGET,
                "The target " + target + " was asked for",
                "it is above the application version " + application + ", which would then be older than its schema",
                "ask for " + highest + " or less, or deploy a newer application");
    }

    static UpgradeException targetBelowRecorded(SchemaVersion target, SchemaVersion recorded) {
        return new UpgradeException(
                ErrorCode.INVALID_TARGET,
                "The target " + target + " was asked for",
                "it is below the recorded version " + recorded + ", and upgrade() only goes up",
                "to go back, call rollback(\"" + target + "\")");
    }

    static UpgradeException applicationTooOld(PlanRules rules, RecordedState state) {
        return new UpgradeException(
                ErrorCode.APPLICATION_TOO_OLD,
                "The application version " + rules.applicationVersion().text()
                        + " is older than the schema of component \"" + rules.component() + "\" allows",
                "the schema is at " + state.version() + " and works with " + state.compatibleFrom() + " and later",
                "deploy " + state.compatibleFrom()
                        + " or later, or roll the schema back with the application that upgraded it");
    }

    static UpgradeException fromDiffers(SchemaVersion from, SchemaVersion recorded) {
        return new UpgradeException(
                ErrorCode.INVALID_FROM,
                "The from-version " + from + " was given",
                "the database is recorded at " + recorded + ", and what is recorded is believed",
                "leave the from-version out; to overwrite the record on purpose, call"
                        + " initialiseSchemaVersion(InitialiseOptions.at(\"" + from + "\").force())");
    }

    static UpgradeException fromAboveTarget(SchemaVersion from, SchemaVersion target) {
        return new UpgradeException(
                ErrorCode.INVALID_FROM,
                "The from-version " + from + " was given",
                "it is above the target " + target,
                "give the version that the schema really has, at most " + target);
    }

    static UpgradeException missed(List<SchemaVersion> missed, SchemaVersion recorded) {
        String them = missed.size() == 1 ? "it" : "them";
        return new UpgradeException(
                ErrorCode.MISSED_UPGRADE,
                upgrades(missed) + " never ran here",
                "the recorded version is " + recorded + " already, so " + (missed.size() == 1 ? "it was" : "they were")
                        + " merged late",
                "give " + them + " a version above " + recorded
                        + ", or build the upgrader with missed(MissedPolicy.RUN) to run " + them
                        + " now or missed(MissedPolicy.WARN) to leave " + them + " out");
    }

    static UpgradeException versionTooOld(SchemaVersion recorded, SchemaVersion oldest, String application) {
        return new UpgradeException(
                ErrorCode.VERSION_TOO_OLD,
                "The database is at " + recorded,
                "application version " + application + " can upgrade from " + oldest + " and later only",
                "upgrade with release " + oldest + " first, then with this one");
    }

    static UpgradeException uninitialised(String component, SchemaVersion target, List<SchemaVersion> steps) {
        return new UpgradeException(
                ErrorCode.UNINITIALISED,
                "The database has no recorded version of component \"" + component + "\"",
                "its schema may or may not have what " + (steps.size() == 1 ? "upgrade " : "the upgrades ")
                        + list(steps) + (steps.size() == 1 ? " brings" : " bring") + ", and that is never guessed",
                "if the schema is that of the application, call initialiseSchemaVersion(); if it is that of an older version,"
                        + " call upgrade(UpgradeOptions.to(\"" + target
                        + "\").from(\"X.Y.Z\")); if the database is new and empty, build the upgrader with"
                        + " upgradeEmptyDatabases()");
    }

    static UpgradeException unfinishedUpgrade(SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.UNFINISHED_UPGRADE,
                "The ONLINE upgrade " + version + " was begun and not finished",
                "this application does not register an upgrade for that version",
                "start the application version that began it, to finish it or to roll it back");
    }

    static UpgradeException unfinishedRollback(SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.UNFINISHED_UPGRADE,
                "The ONLINE rollback of " + version + " was begun and not finished",
                "the schema is somewhere between two versions",
                "call rollback with the same target again; then upgrade");
    }

    static UpgradeException rollbackAboveRecorded(SchemaVersion to, SchemaVersion recorded) {
        return new UpgradeException(
                ErrorCode.INVALID_ROLLBACK,
                "The rollback to " + to + " was asked for",
                "the database is recorded at " + recorded + ", and rollback() only goes down",
                "to go up, call upgrade()");
    }

    static UpgradeException rollbackBelowInitialised(SchemaVersion to, SchemaVersion initialised) {
        return new UpgradeException(
                ErrorCode.INVALID_ROLLBACK,
                "The rollback to " + to + " was asked for",
                "recording began at " + initialised + ", and what was before that is not known",
                "roll back to " + initialised + " or a later version");
    }

    static UpgradeException rollbackOfUnrecorded(String component) {
        return new UpgradeException(
                ErrorCode.INVALID_ROLLBACK,
                "A rollback was asked for",
                "the database has no recorded version of component \"" + component + "\", so nothing is there to undo",
                "check that this is the right database, schema and table prefix");
    }

    static UpgradeException missingRollbacks(List<SchemaVersion> versions) {
        return new UpgradeException(
                ErrorCode.MISSING_ROLLBACK,
                upgrades(versions) + " cannot be undone",
                "no rollback is registered for " + (versions.size() == 1 ? "it" : "them")
                        + ", and nothing is rolled back unless all of the range can be",
                "write what is missing with @RegisterRollback, or choose a target that is not below "
                        + versions.get(versions.size() - 1));
    }

    private static String upgrades(List<SchemaVersion> versions) {
        return (versions.size() == 1 ? "Upgrade " : "The upgrades ") + list(versions);
    }

    private static String list(List<SchemaVersion> versions) {
        return versions.stream().map(SchemaVersion::toString).collect(Collectors.joining(", "));
    }
}
