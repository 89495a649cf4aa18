package io.github.dbupgrader.error;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The kinds of failure, each with a stable number.
 *
 * <p>The hundreds group them: 1 registration and settings, 2 versions and the recorded state, 3 lock and concurrency, 4 steps and their failure,
 * 5 sub-steps of ONLINE upgrades, 6 rollback, 7 scripts and schema changes, 8 backfills, 9 the database itself. {@code docs/errors.md} is generated from here.
 */
public enum ErrorCode {
    /** Two methods are registered for one version. */
    DUPLICATE_VERSION(
            101, "Two methods are registered for one version of a component. Only one of them could ever run."),
    /** A version text is not X.Y.Z. */
    MALFORMED_VERSION(
            102,
            "A version in code is not exactly MAJOR.MINOR.PATCH: no \"v\", spaces, leading zeros, pre-release or build part."),
    /** An annotated method cannot be called as an upgrade. */
    UNUSABLE_METHOD(103, "An annotated method has the wrong parameters or result, or is static, private or abstract."),
    /** An object without annotated methods was registered. */
    NOTHING_REGISTERED(
            104,
            "A registered object has no annotated method, or no provider was found where providers were asked for."),
    /** A rollback or condition names a version that no upgrade has. */
    UNKNOWN_VERSION(105, "A rollback or a condition names a version for which no upgrade is registered."),
    /** A setting of the builder or of a call cannot be used. */
    INVALID_SETTING(106, "A setting cannot be used, alone or together with another one."),
    /** An upgrade declared something impossible. */
    INVALID_DECLARATION(
            107,
            "An upgrade declared something impossible: no sub-step at all, two of one name, a name that cannot be recorded, or an index without keys."),
    /** A transactional upgrade asked for what needs several transactions. */
    NEEDS_ONLINE_MODE(108, "A transactional upgrade asked for something that cannot run in one transaction."),
    /** Two backfills are registered under one name. */
    DUPLICATE_BACKFILL(109, "Two backfills are registered under one name, which is the key of their progress."),

    /** The database has no recorded version, and upgrades exist that may or may not be in it. */
    UNINITIALISED(
            201,
            "The database has no recorded version. Whether it is new or was made before the library came is never guessed."),
    /** The application version is a development version. */
    DEVELOPMENT_VERSION(
            202, "The application version is a snapshot or pre-release, and such a version is never recorded."),
    /** The recorded text is not a version. */
    UNREADABLE_RECORD(203, "What database_metadata holds is not X.Y.Z, so somebody wrote it by hand."),
    /** The application is older than the schema allows. */
    APPLICATION_TOO_OLD(
            204,
            "The database was upgraded by a newer release, with which this application version is not known to work."),
    /** The requested target version cannot be used. */
    INVALID_TARGET(205, "The requested target lies below the recorded version or above the application's."),
    /** The explicit from-version differs from the recorded one. */
    INVALID_FROM(206, "An explicit from-version was given for a database whose recorded version is another."),
    /** An upgrade was merged late and never ran. */
    MISSED_UPGRADE(207, "An upgrade lies at or below the recorded version, but never ran here: it was merged late."),
    /** The recorded version is older than the oldest supported one. */
    VERSION_TOO_OLD(208, "The recorded version is older than the oldest one from which this release can upgrade."),
    /** validate() found something pending. */
    PENDING_UPGRADES(209, "The database is not at the version that this application needs."),
    /** initialise found another version. */
    ALREADY_INITIALISED(210, "The database is already recorded at another version."),
    /** The opt-in for empty databases found objects. */
    NOT_EMPTY(211, "The database was expected to be empty, but has objects of a user."),
    /** The library's tables have a layout this release does not know. */
    NEWER_LAYOUT(212, "The library's own tables were made by a newer release of the library."),

    /** The upgrade lock was not to be had in time. */
    LOCK_TIMEOUT(301, "Another session, or another thread of this process, holds the upgrade lock of this component."),
    /** The upgrade lock was lost. */
    LOCK_LOST(302, "The upgrade lock was released or lost while a step ran."),
    /** A transaction-mode pooler stands between. */
    TRANSACTION_POOLER(
            303,
            "A connection pooler in transaction mode gives each transaction another server session, so that no session lock can be held."),
    /** The recorded version changed under a step. */
    CONCURRENT_CHANGE(304, "The recorded version changed while a step ran, although the upgrade lock was held."),
    /** Waiting was interrupted. */
    INTERRUPTED(305, "The thread was interrupted."),
    /** Locks of tables were not to be had in time. */
    TABLE_LOCK_TIMEOUT(306, "Other sessions hold locks that a statement needs, and all tries were used up."),
    /** An upgrader was called by its own run. */
    CALLED_FROM_WITHIN(307, "A step, a condition or a listener called the upgrader that was calling it."),

    /** A step failed. */
    STEP_FAILED(401, "An upgrade threw an exception. Its transaction was rolled back."),
    /** Conditions do not hold. */
    CONDITION_FAILED(402, "A condition of a pending upgrade does not hold, or could not be checked."),
    /** A step ended its own transaction. */
    TRANSACTION_ENDED(403, "A step committed, rolled back or ended the transaction in which it runs."),
    /** A commit's answer was lost. */
    OUTCOME_UNKNOWN(
            404,
            "The connection broke while the database was finishing something, so that it may have happened or not. The next start finds out."),
    /** A context was used when its time was over. */
    CONTEXT_CLOSED(405, "An UpgradeContext was used after its method had returned, or from another thread."),
    /** A sub-step left a transaction open. */
    TRANSACTION_LEFT_OPEN(406, "A sub-step outside a transaction began one and left it open."),
    /** A verification does not hold. */
    VERIFICATION_FAILED(407, "A verification of an upgrade does not hold at its place among the steps."),

    /** The declaration of a recorded sub-step changed. */
    DECLARATION_CHANGED(
            501, "A sub-step that is recorded as finished is missing, moved or different in the new declaration."),
    /** A sub-step was interrupted and cannot be repeated by itself. */
    INTERRUPTED_SUB_STEP(
            502,
            "A hand-written sub-step outside a transaction was interrupted, and nobody but its author can know how far it came."),
    /** No such sub-step. */
    UNKNOWN_SUB_STEP(503, "A sub-step was named that is not recorded."),
    /** Another upgrade is unfinished. */
    UNFINISHED_UPGRADE(
            504, "An ONLINE upgrade was started and not finished, and it must be finished or reverted first."),

    /** An upgrade in the range has no rollback. */
    MISSING_ROLLBACK(601, "An upgrade in the range has no rollback, or a finished sub-step has no revert."),
    /** The rollback's target cannot be used. */
    INVALID_ROLLBACK(
            602, "The rollback's target lies above the recorded version, or below the version of initialisation."),
    /** A rollback failed. */
    ROLLBACK_FAILED(603, "A rollback threw an exception. Its transaction was rolled back."),

    /** A script cannot be read. */
    SCRIPT_NOT_FOUND(701, "A script is not on the class path."),
    /** A script has a mistake. */
    SCRIPT_INVALID(
            702, "A script cannot be split into statements, or has a statement that does not belong into an upgrade."),
    /** A statement of a script failed. */
    SCRIPT_FAILED(703, "A statement of a script failed."),
    /** An index of that name exists and is another one. */
    INDEX_CONFLICT(704, "An index of the same name exists and its definition is another one."),
    /** A schema change does not fit this database. */
    SCHEMA_CHANGE_REFUSED(705, "A schema change does not fit what is in this database."),
    /** Rows violate a constraint that is being made. */
    ROWS_VIOLATE_CONSTRAINT(706, "Rows of the table violate a constraint that a schema change makes."),

    /** A backfill does not fit the database. */
    BACKFILL_REFUSED(801, "A backfill does not fit what is in this database: its table, key, columns or rights."),
    /** A backfill is recorded with another definition. */
    BACKFILL_CHANGED(
            802, "A backfill was begun with another definition. Going on would do part of the rows in another way."),
    /** A backfill must be complete first. */
    BACKFILL_INCOMPLETE(
            803, "Something needs a backfill to be complete, and rows are still to be done or are in quarantine."),
    /** A backfill failed. */
    BACKFILL_FAILED(804, "A backfill cannot go on by itself, or was cancelled while an upgrade needed it."),
    /** A backfill is not in the state for that. */
    BACKFILL_STATE(805, "A backfill was asked to do something that its state does not allow."),
    /** No such backfill. */
    UNKNOWN_BACKFILL(806, "A backfill was named that is neither registered nor recorded."),

    /** The database could not be reached or the role may not do what is needed. */
    DATABASE_UNREACHABLE(901, "No connection to the database could be made, or it broke."),
    /** A statement of the library itself failed. */
    DATABASE_ERROR(902, "A statement of the library itself failed, mostly for a missing right."),
    /** The connection is not one of the PostgreSQL driver. */
    UNSUPPORTED_CONNECTION(
            903, "The connection does not come from the PostgreSQL driver, or the server is older than PostgreSQL 14.");

    /** What is found out only while something is being done, or cannot be decided by anybody. */
    private static final Set<ErrorCode> FAILURES = EnumSet.of(
            LOCK_LOST,
            CONCURRENT_CHANGE,
            INTERRUPTED,
            TABLE_LOCK_TIMEOUT,
            STEP_FAILED,
            TRANSACTION_ENDED,
            OUTCOME_UNKNOWN,
            CONTEXT_CLOSED,
            TRANSACTION_LEFT_OPEN,
            VERIFICATION_FAILED,
            ROLLBACK_FAILED,
            SCRIPT_FAILED,
            DATABASE_UNREACHABLE,
            DATABASE_ERROR);

    private final int number;
    private final String meaning;

    ErrorCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** {@return the stable identifier as it stands in messages, such as {@code UPG-301}} */
    public String id() {
        return String.format(Locale.ROOT, "UPG-%03d", number);
    }

    /** Whether a call that ends with it outside of any step has touched nothing, and would be refused again as things are. */
    boolean isRefusal() {
        return !FAILURES.contains(this);
    }

    /** {@return what this kind of failure means, in one or two sentences} */
    public String meaning() {
        return meaning;
    }
}
