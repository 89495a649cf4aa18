package io.github.dbupgrader.plan;

import static io.github.dbupgrader.plan.Given.v;
import static io.github.dbupgrader.plan.Given.versions;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;

public class PlanErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(PlanErrors.class)
                .text(
                        PlanErrors.developmentVersion("1.4.0-SNAPSHOT"),
                        "UPG-202 The application version \"1.4.0-SNAPSHOT\" is a development version: a snapshot or"
                                + " pre-release is never recorded, because its upgrades may still change. Fix: name a"
                                + " target, upgrade(UpgradeOptions.to(\"X.Y.Z\")), or build the upgrader with"
                                + " development(DevelopmentPolicy.TREAT_AS_RELEASE), which counts 1.4.0-SNAPSHOT as"
                                + " 1.4.0.")
                .text(
                        PlanErrors.targetAboveApplication(v("1.5.0"), v("1.4.0"), "1.4.0-SNAPSHOT"),
                        "UPG-205 The target 1.5.0 was asked for: it is above the application version 1.4.0-SNAPSHOT,"
                                + " which would then be older than its schema. Fix: ask for 1.4.0 or less, or deploy a"
                                + " newer application.")
                .text(
                        PlanErrors.targetBelowRecorded(v("1.2.0"), v("1.3.0")),
                        "UPG-205 The target 1.2.0 was asked for: it is below the recorded version 1.3.0, and upgrade()"
                                + " only goes up. Fix: to go back, call rollback(\"1.2.0\").")
                .text(
                        PlanErrors.applicationTooOld(
                                Given.rules("1.2.0"),
                                Given.recorded("1.4.0")
                                        .compatibleFrom("1.3.0")
                                        .state()
                                        .orElseThrow()),
                        "UPG-204 The application version 1.2.0 is older than the schema of component \"application\""
                                + " allows: the schema is at 1.4.0 and works with 1.3.0 and later. Fix: deploy 1.3.0 or"
                                + " later, or roll the schema back with the application that upgraded it.")
                .text(
                        PlanErrors.fromDiffers(v("1.0.0"), v("1.3.0")),
                        "UPG-206 The from-version 1.0.0 was given: the database is recorded at 1.3.0, and what is"
                                + " recorded is believed. Fix: leave the from-version out; to overwrite the record on"
                                + " purpose, call initialiseSchemaVersion(InitialiseOptions.at(\"1.0.0\").force()).")
                .text(
                        PlanErrors.fromAboveTarget(v("1.5.0"), v("1.4.0")),
                        "UPG-206 The from-version 1.5.0 was given: it is above the target 1.4.0. Fix: give the version"
                                + " that the schema really has, at most 1.4.0.")
                .text(
                        PlanErrors.missed(versions("1.1.0"), v("1.3.0")),
                        "UPG-207 Upgrade 1.1.0 never ran here: the recorded version is 1.3.0 already, so it was merged"
                                + " late. Fix: give it a version above 1.3.0, or build the upgrader with"
                                + " missed(MissedPolicy.RUN) to run it now or missed(MissedPolicy.WARN) to leave it out.")
                .text(
                        PlanErrors.missed(versions("1.1.0", "1.2.0"), v("1.3.0")),
                        "UPG-207 The upgrades 1.1.0, 1.2.0 never ran here: the recorded version is 1.3.0 already, so"
                                + " they were merged late. Fix: give them a version above 1.3.0, or build the upgrader"
                                + " with missed(MissedPolicy.RUN) to run them now or missed(MissedPolicy.WARN) to"
                                + " leave them out.")
                .text(
                        PlanErrors.versionTooOld(v("1.1.0"), v("2.0.0"), "3.0.0"),
                        "UPG-208 The database is at 1.1.0: application version 3.0.0 can upgrade from 2.0.0 and later"
                                + " only. Fix: upgrade with release 2.0.0 first, then with this one.")
                .text(
                        PlanErrors.uninitialised("application", v("1.4.0"), versions("1.1.0", "1.3.0")),
                        "UPG-201 The database has no recorded version of component \"application\": its schema may or"
                                + " may not have what the upgrades 1.1.0, 1.3.0 bring, and that is never guessed. Fix:"
                                + " if the schema is that of the application, call initialiseSchemaVersion(); if it is"
                                + " that of an older version, call upgrade(UpgradeOptions.to(\"1.4.0\").from(\"X.Y.Z\"));"
                                + " if the database is new and empty, build the upgrader with"
                                + " upgradeEmptyDatabases().")
                .text(
                        PlanErrors.uninitialised("metrics", v("1.4.0"), versions("1.1.0")),
                        "UPG-201 The database has no recorded version of component \"metrics\": its schema may or may"
                                + " not have what upgrade 1.1.0 brings, and that is never guessed. Fix: if the schema is"
                                + " that of the application, call initialiseSchemaVersion(); if it is that of an older"
                                + " version, call upgrade(UpgradeOptions.to(\"1.4.0\").from(\"X.Y.Z\")); if the database"
                                + " is new and empty, build the upgrader with upgradeEmptyDatabases().")
                .text(
                        PlanErrors.unfinishedUpgrade(v("1.3.0")),
                        "UPG-504 The ONLINE upgrade 1.3.0 was begun and not finished: this application does not register"
                                + " an upgrade for that version. Fix: start the application version that began it, to"
                                + " finish it or to roll it back.")
                .text(
                        PlanErrors.unfinishedRollback(v("1.3.0")),
                        "UPG-504 The ONLINE rollback of 1.3.0 was begun and not finished: the schema is somewhere"
                                + " between two versions. Fix: call rollback with the same target again; then upgrade.")
                .text(
                        PlanErrors.rollbackAboveRecorded(v("1.4.0"), v("1.3.0")),
                        "UPG-602 The rollback to 1.4.0 was asked for: the database is recorded at 1.3.0, and rollback()"
                                + " only goes down. Fix: to go up, call upgrade().")
                .text(
                        PlanErrors.rollbackBelowInitialised(v("1.0.0"), v("1.1.0")),
                        "UPG-602 The rollback to 1.0.0 was asked for: recording began at 1.1.0, and what was before that"
                                + " is not known. Fix: roll back to 1.1.0 or a later version.")
                .text(
                        PlanErrors.rollbackOfUnrecorded("metrics"),
                        "UPG-602 A rollback was asked for: the database has no recorded version of component"
                                + " \"metrics\", so nothing is there to undo. Fix: check that this is the right"
                                + " database, schema and table prefix.")
                .text(
                        PlanErrors.missingRollbacks(versions("1.1.0", "1.3.0")),
                        "UPG-601 The upgrades 1.1.0, 1.3.0 cannot be undone: no rollback is registered for them, and"
                                + " nothing is rolled back unless all of the range can be. Fix: write what is missing"
                                + " with @RegisterRollback, or choose a target that is not below 1.3.0.")
                .text(
                        PlanErrors.missingRollbacks(versions("1.3.0")),
                        "UPG-601 Upgrade 1.3.0 cannot be undone: no rollback is registered for it, and nothing is rolled"
                                + " back unless all of the range can be. Fix: write what is missing with"
                                + " @RegisterRollback, or choose a target that is not below 1.3.0.");
    }
}
