package io.github.dbupgrader.docs;

import static java.util.Map.entry;

import io.github.dbupgrader.error.ErrorCode;
import java.util.Map;

/**
 * What the page about errors says beside a code's meaning.
 *
 * @param when when it comes
 * @param fix what to do
 */
record ErrorProse(String when, String fix) {

    private static final Map<ErrorCode, ErrorProse> PROSE = Map.ofEntries(
            prose(
                    ErrorCode.DUPLICATE_VERSION,
                    "At `build()`, which touches no database.",
                    "Give one of the two methods another version, or make one method of both."),
            prose(
                    ErrorCode.MALFORMED_VERSION,
                    "At `build()` for a version in an annotation, a lambda or a setting, and where a call is given one.",
                    "Write exactly `MAJOR.MINOR.PATCH`, such as `1.4.0`. The first version that an upgrade can have is 0.0.1."),
            prose(
                    ErrorCode.UNUSABLE_METHOD,
                    "At `build()`, with class and method.",
                    "Make it an instance method that is not private and returns nothing. It takes an `UpgradeContext`, a `Handle` or both; an ONLINE one only an `UpgradeContext`. A condition takes a `Handle` and returns `boolean`. Register objects, not classes."),
            prose(
                    ErrorCode.NOTHING_REGISTERED,
                    "At `build()`.",
                    "Annotate the methods or leave the object out. A provider is listed in `META-INF/services/io.github.dbupgrader.api.UpgradeProvider` or in `module-info`, and its `component()` is that of the upgrader."),
            prose(
                    ErrorCode.UNKNOWN_VERSION,
                    "At `build()`.",
                    "Correct the version, or register the upgrade that it belongs to."),
            prose(
                    ErrorCode.INVALID_SETTING,
                    "Where the setting is made, or at `build()`.",
                    "Change the setting that the message names."),
            prose(
                    ErrorCode.INVALID_DECLARATION,
                    "When an ONLINE method is called to declare its sub-steps: by `plan()`, `dryRun()`, `upgrade()` or `rollback()`. A `verify(…)` whose query answers with one boolean, when it is made.",
                    "Declare at least one sub-step, each with a short name of its own, and touch the database only inside of sub-steps."),
            prose(
                    ErrorCode.NEEDS_ONLINE_MODE,
                    "In `upgrade()` or `dryRun()`: a transactional upgrade declared a sub-step, or ran a statement such as `CREATE INDEX CONCURRENTLY`. It was rolled back.",
                    "Set `mode = ONLINE` on the annotation and declare the work in sub-steps."),
            prose(
                    ErrorCode.DUPLICATE_BACKFILL,
                    "At `build()`, which touches no database.",
                    "Give one of the two another name."),
            prose(
                    ErrorCode.UNINITIALISED,
                    "In `upgrade()`, `plan()`, `dryRun()` and `validate()`. Nothing was written, not even a table.",
                    "If the schema is that of the application, call `initialiseSchemaVersion()` once. If it is older, call `upgrade(UpgradeOptions.to(…).from(…))` once. For databases that are made new, build the upgrader with `upgradeEmptyDatabases()`."),
            prose(
                    ErrorCode.DEVELOPMENT_VERSION,
                    "Where the version of a development build would be recorded or compared.",
                    "Give an explicit version, or build the upgrader with `development(DevelopmentPolicy.TREAT_AS_RELEASE)`."),
            prose(
                    ErrorCode.UNREADABLE_RECORD,
                    "In every call that reads the record.",
                    "Find out who wrote it, and put the version there that the schema really has."),
            prose(
                    ErrorCode.APPLICATION_TOO_OLD,
                    "In `upgrade()`, `plan()` and `validate()` of the older application, by default; `ahead(AheadPolicy.WARN)` lets it run at its own risk.",
                    "Deploy the version that the message names or a later one, or roll the schema back with the application that upgraded it."),
            prose(
                    ErrorCode.INVALID_TARGET,
                    "Where a call names a target or a version to initialise at.",
                    "Ask for a version from the recorded one up to the application's. To go back, call `rollback(…)`."),
            prose(
                    ErrorCode.INVALID_FROM,
                    "Where a call names a from-version.",
                    "Leave it out on a database with a record. To overwrite a wrong record, initialise with `force()`."),
            prose(
                    ErrorCode.MISSED_UPGRADE,
                    "In `upgrade()`, `plan()` and `dryRun()`, by default.",
                    "Give a change that was merged late a version above the released ones. Where it was released already, choose `missed(MissedPolicy.RUN)` or `missed(MissedPolicy.WARN)`."),
            prose(
                    ErrorCode.VERSION_TOO_OLD,
                    "In `upgrade()`, `plan()` and `dryRun()` of an application with `upgradableFrom(…)`.",
                    "Upgrade with the release that the message names first."),
            prose(
                    ErrorCode.PENDING_UPGRADES,
                    "In `validate()` only.",
                    "Let `upgrade()` run with a role that may change the schema, in the deploy job for instance, and start the application then."),
            prose(
                    ErrorCode.ALREADY_INITIALISED,
                    "In `initialiseSchemaVersion()`. At the same version it does nothing, so that deploy jobs can repeat it.",
                    "Call `upgrade()` or `rollback(…)` to change the schema. Only where the record is wrong, initialise with `force()`; the old one stays in the history."),
            prose(
                    ErrorCode.NOT_EMPTY,
                    "In the first `upgrade()` or `dryRun()` of an upgrader built with `upgradeEmptyDatabases()`.",
                    "Say which version the schema has: `initialiseSchemaVersion(…)`, or an explicit from-version."),
            prose(
                    ErrorCode.NEWER_LAYOUT,
                    "In every call.",
                    "Use the release of the library that made the tables, or a newer one."),
            prose(
                    ErrorCode.LOCK_TIMEOUT,
                    "After `maxWait` of the `LockSettings` (30 minutes by default), or at once if they say so. No step ran.",
                    "Wait until the session that holds it has finished. If it is an orphan, end it with `pg_terminate_backend`. See [locks](locks.md)."),
            prose(
                    ErrorCode.LOCK_LOST,
                    "When a step is about to be recorded. It was rolled back.",
                    "Remove what releases locks of the session from the step, such as `pg_advisory_unlock_all()` or `DISCARD ALL`."),
            prose(
                    ErrorCode.TRANSACTION_POOLER,
                    "Before the lock is taken; never where nothing is pending.",
                    "Give the upgrader a `DataSource` that goes to the server directly, or through a pool in session mode. See [locks](locks.md)."),
            prose(
                    ErrorCode.CONCURRENT_CHANGE,
                    "When a step is about to be recorded. It was rolled back.",
                    "Find out who writes to the library's tables by hand, or restores the database while it is upgraded."),
            prose(
                    ErrorCode.INTERRUPTED,
                    "Wherever the library waits. The interrupt flag of the thread stays set.",
                    "Start again; the next start goes on from what is recorded."),
            prose(
                    ErrorCode.TABLE_LOCK_TIMEOUT,
                    "After all tries of a step or sub-step; each was rolled back. See [locks](locks.md).",
                    "End the transactions of the sessions that the message names, or raise the budgets of the `TimeoutSettings`."),
            prose(
                    ErrorCode.CALLED_FROM_WITHIN,
                    "When a step, a condition or a listener calls its own upgrader, on the thread of the run. See [locks](locks.md).",
                    "Make the call after the run has returned. `status()`, `plan()`, `validate()` and `history()` may be called meanwhile."),
            prose(
                    ErrorCode.STEP_FAILED,
                    "In `upgrade()` and `dryRun()`, as a `StepFailedException`. See [failure](failure.md).",
                    "Mend the method or the data and start again: a failed upgrade needs no repair."),
            prose(
                    ErrorCode.CONDITION_FAILED,
                    "In `upgrade()`, before the first step and again inside each step's transaction. Nothing of that step was written.",
                    "Make the conditions true. Those declared skippable are skipped by `UpgradeOptions.skipConditions()`."),
            prose(
                    ErrorCode.TRANSACTION_ENDED,
                    "Where a step calls `commit()` or the like on its connection, and at the latest before it is recorded.",
                    "Leave transaction control out of the step. If part of its work was committed, as the message says, undo that by hand."),
            prose(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "When the connection breaks between a statement and its answer.",
                    "Start again: the next start reads what is recorded, and goes on from there."),
            prose(
                    ErrorCode.CONTEXT_CLOSED,
                    "In the call on the context.",
                    "Use the context inside the method and on its thread only, and inside a sub-step the handle that it gets."),
            prose(
                    ErrorCode.TRANSACTION_LEFT_OPEN,
                    "At the end of a sub-step outside a transaction. What was open has been rolled back.",
                    "Commit inside the sub-step and switch autocommit on again, or declare it with `step(…)`."),
            prose(
                    ErrorCode.VERIFICATION_FAILED,
                    "Where `verify(…)` stands in an upgrade, and in `dryRun()`. A transactional upgrade was rolled back; of an ONLINE one, what was finished before stays.",
                    "Mend what the message names and start again. See [online upgrades](online-upgrades.md)."),
            prose(
                    ErrorCode.DECLARATION_CHANGED,
                    "When an unfinished ONLINE upgrade goes on with a changed method. Nothing was run.",
                    "Restore the declaration and put what is new behind it, or revert the unfinished upgrade with `rollback(…)`. See [online upgrades](online-upgrades.md)."),
            prose(
                    ErrorCode.INTERRUPTED_SUB_STEP,
                    "At the start after the interruption. Nothing was run.",
                    "Look at the database, then say `markSubStep(version, name, SubStepMark.DONE)` or `NOT_DONE`. Declare a sub-step that may simply run again `.repeatable()`."),
            prose(
                    ErrorCode.UNKNOWN_SUB_STEP,
                    "In `markSubStep(…)`.",
                    "Take version and name from the message that asked for it, or from the table of sub-steps."),
            prose(
                    ErrorCode.UNFINISHED_UPGRADE,
                    "In `upgrade()`, `plan()` and `rollback(…)`.",
                    "Start the application version that knows the unfinished upgrade; finish an unfinished rollback with the same call."),
            prose(
                    ErrorCode.MISSING_ROLLBACK,
                    "In `rollback(…)`, before the first one. Nothing was undone.",
                    "Write the missing `@RegisterRollback` or `.revert(…)`, or choose a target that needs none of them."),
            prose(
                    ErrorCode.INVALID_ROLLBACK,
                    "In `rollback(…)`, before anything is touched.",
                    "Choose a version from the one of initialisation up to the recorded one."),
            prose(
                    ErrorCode.ROLLBACK_FAILED,
                    "In `rollback(…)`, as a `StepFailedException`.",
                    "Mend the method or the data and call `rollback(…)` with the same target again."),
            prose(
                    ErrorCode.SCRIPT_NOT_FOUND,
                    "In `upgrade.script(…)`.",
                    "Put the script beside the class of the method, or name it by its absolute path with a leading `/`. Lambdas have absolute paths only."),
            prose(
                    ErrorCode.SCRIPT_INVALID,
                    "In `upgrade.script(…)`, before its first statement runs.",
                    "Mend the line that the message names. Transaction control, commands of psql and data for COPY do not belong into a script."),
            prose(
                    ErrorCode.SCRIPT_FAILED,
                    "In `upgrade.script(…)`, with the line and the statement.",
                    "Mend the script or what it needs."),
            prose(
                    ErrorCode.INDEX_CONFLICT,
                    "In a sub-step that builds an index.",
                    "Give the new index another name, or drop the old one in an earlier upgrade."),
            prose(
                    ErrorCode.SCHEMA_CHANGE_REFUSED,
                    "In the sub-step of the schema change.",
                    "Correct what the message names."),
            prose(
                    ErrorCode.ROWS_VIOLATE_CONSTRAINT,
                    "In the sub-step that looks for such rows or validates the constraint. A few of them are named by their keys.",
                    "Mend the rows, and start again: it goes on with that sub-step."),
            prose(
                    ErrorCode.BACKFILL_REFUSED,
                    "When a backfill begins, before any row is changed. In the background its state becomes FAILED, with this text as the reason.",
                    "Correct what the message names. Then start the upgrade again, or call `backfills().resume(…)`."),
            prose(
                    ErrorCode.BACKFILL_CHANGED,
                    "In the upgrade of which the backfill is a part, or that needs it. In the background the instance takes no part in it and says so in its log.",
                    "Deploy the definition that began it, or call `backfills().restart(…)` to begin at the first row with the new one."),
            prose(
                    ErrorCode.BACKFILL_INCOMPLETE,
                    "Before the upgrade that needs the backfill begins, or in its place; or at the end of the upgrade of which it is a part. What is done stays done.",
                    "Do what the message says for the state of the backfill: wait for it, let the upgrade finish it with `finishInline()`, or correct the rows that `backfills().quarantine(…)` lists and start again."),
            prose(
                    ErrorCode.BACKFILL_FAILED,
                    "In the upgrade of which the backfill is a part, or that needs it. What is done stays done.",
                    "Mend the cause and start again; it goes on where it stopped. A cancelled one begins again after `backfills().restart(…)`."),
            prose(
                    ErrorCode.BACKFILL_STATE,
                    "In `backfills().pause(…)`, `resume(…)` and `cancel(…)`. Nothing was changed.",
                    "Look at `backfills().status()` first."),
            prose(
                    ErrorCode.UNKNOWN_BACKFILL,
                    "In the calls on `backfills()`, and in upgrades that name a backfill.",
                    "Correct the name, or register the backfill."),
            prose(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "In every call that needs the database. It is never taken for an unrecorded database.",
                    "Check address, credentials, the pool's size and the server."),
            prose(
                    ErrorCode.DATABASE_ERROR,
                    "In every call that needs the database.",
                    "Grant what the message asks for, or look at the server's log."),
            prose(
                    ErrorCode.UNSUPPORTED_CONNECTION,
                    "In the first call.",
                    "Give a `DataSource` of the PostgreSQL driver or a pool above one, and a server of PostgreSQL 14 or later."));

    /** {@return what is said about a code} */
    static ErrorProse of(ErrorCode code) {
        ErrorProse prose = PROSE.get(code);
        if (prose == null) {
            throw new IllegalStateException("write in ErrorProse when " + code + " comes and what to do");
        }
        return prose;
    }

    private static Map.Entry<ErrorCode, ErrorProse> prose(ErrorCode code, String when, String fix) {
        return entry(code, new ErrorProse(when, fix));
    }
}
