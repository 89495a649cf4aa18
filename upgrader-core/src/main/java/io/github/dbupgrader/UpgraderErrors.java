package io.github.dbupgrader;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.BlockingSession;
import io.github.dbupgrader.sql.SecretMask;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;

/** The errors of this package, each text in one place; those of steps are in {@link StepErrors}. */
final class UpgraderErrors {

    private UpgraderErrors() {}

    static UpgradeException negativeDuration(String name, Duration duration) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The setting " + name + " is " + duration,
                "a time cannot be negative",
                "give zero or more");
    }

    static UpgradeException zeroLockTimeout() {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The setting firstLock is less than a millisecond",
                "PostgreSQL counts time-outs in milliseconds and takes 0 for none, which would let a step wait and block without bound",
                "give at least 1 ms, or say withoutLockRetry()");
    }

    static UpgradeException skippableWithoutCondition() {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "skippable() was called before any condition(…)",
                "it is about the condition just added",
                "call condition(version, description, check).skippable()");
    }

    static UpgradeException blank(String setting) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The setting " + setting + " is blank",
                "it is a key in the library's tables",
                "give it a name");
    }

    static UpgradeException noApplicationVersion() {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The upgrader has no application version",
                "the schema is brought to the version of the application, so there is no default",
                "call applicationVersion(\"X.Y.Z\") before build()");
    }

    static UpgradeException unreachable(SQLException e) {
        return new UpgradeException(
                ErrorCode.DATABASE_UNREACHABLE,
                "No connection to the database could be had",
                "the data source said: " + masked(e) + " (SQLSTATE " + e.getSQLState() + ")",
                "check address, credentials and the pool's size, and that the server is up; nothing was changed",
                e);
    }

    static UpgradeException database(String what, SQLException e) {
        boolean lost = SqlState.isConnectionLost(e);
        return new UpgradeException(
                lost ? ErrorCode.DATABASE_UNREACHABLE : ErrorCode.DATABASE_ERROR,
                what,
                "the database said: " + masked(e) + " (SQLSTATE " + e.getSQLState() + ")",
                lost
                        ? "look after the database and start again"
                        : "look at the server's log and at the rights of the role, and start again",
                e);
    }

    /** Drivers and pools put the whole URL into their messages. */
    private static String masked(SQLException e) {
        return SecretMask.mask(String.valueOf(e.getMessage()));
    }

    /** A statement of the library itself, outside of any step. */
    static UpgradeException ownStatement(JdbiException e) {
        SQLException cause = SqlState.find(e).orElseThrow(() -> e);
        return SqlState.isConnectionLost(cause)
                ? outcomeUnknown(cause)
                : database("A statement of the library itself failed", cause);
    }

    static UpgradeException outcomeUnknown(SQLException e) {
        return new UpgradeException(
                ErrorCode.OUTCOME_UNKNOWN,
                "The outcome of the last statement is unknown",
                "the connection broke before the server's answer came",
                "start again; the next start reads what is recorded, and goes on from there",
                e);
    }

    static UpgradeException interrupted(String doing) {
        return new UpgradeException(
                ErrorCode.INTERRUPTED,
                "The thread was interrupted while " + doing,
                "somebody asked it to stop, such as a shutdown of the application",
                "start again; what was recorded before stays, and the next start goes on from there");
    }

    static UpgradeException transactionPooler() {
        return new UpgradeException(
                ErrorCode.TRANSACTION_POOLER,
                "A connection pooler in transaction mode, such as PgBouncer with pool_mode = transaction, stands before the server",
                "it may give each transaction another server session, and the upgrade lock belongs to a session",
                "give the upgrader a DataSource that goes to the server directly or through a pool in session mode");
    }

    static UpgradeException unknownPooler() {
        return new UpgradeException(
                ErrorCode.TRANSACTION_POOLER,
                "A connection pooler stands before the server, and its mode could not be found out",
                "that takes a second connection, and the data source gave none in time",
                "give the upgrader a DataSource that goes to the server directly, or two connections; if the pooler is in session mode, say"
                        + " LockSettings.defaults().withSessionPooler()");
    }

    static UpgradeException recordVanished(String component, TableNames tables) {
        return new UpgradeException(
                ErrorCode.CONCURRENT_CHANGE,
                "The row of component \"" + component + "\" vanished from " + tables.metadata(),
                "it was there a moment ago, so something else deletes rows or restores the database",
                "find out who writes to the table, and start again");
    }

    static UpgradeException tableLockTimeout(
            String statement,
            int tries,
            Duration blocked,
            Duration elapsed,
            List<BlockingSession> blockers,
            Throwable cause) {
        return new UpgradeException(
                ErrorCode.TABLE_LOCK_TIMEOUT,
                "The locks for \"" + StepErrors.shortened(statement) + "\" were not to be had in "
                        + (tries == 1 ? "1 try" : tries + " tries") + ", which waited " + Durations.human(blocked)
                        + " of " + Durations.human(elapsed),
                blockers.isEmpty()
                        ? "the sessions in the way were gone when they were looked for"
                        : describe(blockers) + (blockers.size() == 1 ? " is" : " are") + " in the way",
                (blockers.isEmpty()
                                ? "start again when fewer long transactions run"
                                : "end the transactions of these sessions and start again")
                        + ", or raise the budgets of the TimeoutSettings",
                cause);
    }

    static String describe(List<BlockingSession> blockers) {
        return blockers.stream().map(BlockingSession::describe).collect(Collectors.joining(", "));
    }

    static UpgradeException layoutLocked(TableNames tables, Duration waited) {
        return new UpgradeException(
                ErrorCode.LOCK_TIMEOUT,
                "The library's tables beside " + tables.metadata() + " could not be made within "
                        + Durations.human(waited),
                "another component's upgrader is making them, or hangs while it does",
                "look for its session in pg_stat_activity, and start again");
    }

    static UpgradeException notEmpty(List<String> objects) {
        return new UpgradeException(
                ErrorCode.NOT_EMPTY,
                "The database has no recorded version and is not empty",
                "it has " + String.join(", ", objects) + " among its objects, so its schema may be that of any version",
                "call initialiseSchemaVersion() if the schema is that of the application, or upgrade(UpgradeOptions.to(…).from(\"X.Y.Z\"))");
    }

    static UpgradeException alreadyInitialised(String component, SchemaVersion recorded, SchemaVersion wanted) {
        return new UpgradeException(
                ErrorCode.ALREADY_INITIALISED,
                "Component \"" + component + "\" is recorded at " + recorded + " and was to be initialised at "
                        + wanted,
                "initialising says which version a schema already has, and does not change it",
                (wanted.isAfter(recorded) ? "call upgrade()" : "call rollback(\"" + wanted + "\")") + " to go from "
                        + recorded + " to " + wanted + ", or initialiseSchemaVersion(InitialiseOptions.at(\"" + wanted
                        + "\").force()) if the record is wrong");
    }

    static UpgradeException initialiseAboveApplication(SchemaVersion version, String application) {
        return new UpgradeException(
                ErrorCode.INVALID_TARGET,
                "The schema was to be initialised at " + version,
                "it is above the application version " + application + ", which would then be older than its schema",
                "give the version that the schema really has");
    }

    static UpgradeException developmentInitialise(String text) {
        return new UpgradeException(
                ErrorCode.DEVELOPMENT_VERSION,
                "The application version \"" + text + "\" is a development version",
                "a snapshot or pre-release is never recorded",
                "name the version that the schema has: initialiseSchemaVersion(InitialiseOptions.at(\"X.Y.Z\"))");
    }

    static UpgradeException notValid(UpgradeStatus status) {
        return new UpgradeException(
                switch (status.state()) {
                    case AHEAD -> ErrorCode.APPLICATION_TOO_OLD;
                    case UNINITIALISED -> ErrorCode.UNINITIALISED;
                    case DEVELOPMENT -> ErrorCode.DEVELOPMENT_VERSION;
                    case CURRENT, BEHIND, PENDING, AHEAD_COMPATIBLE, INCOMPLETE -> ErrorCode.PENDING_UPGRADES;
                },
                "The database is not ready for application version " + status.applicationVersion() + " of component \""
                        + status.component() + "\"",
                "it is " + status.state() + ", "
                        + status.recorded().map(v -> "recorded at " + v).orElse("without a recorded version")
                        + listed("; pending: ", status.pending()) + listed("; missed: ", status.missed())
                        + listed("; unfinished: ", status.unfinished()),
                switch (status.state()) {
                    case AHEAD ->
                        "deploy "
                                + status.compatibleFrom()
                                        .map(v -> v + " or later")
                                        .orElse("a newer release");
                    case UNINITIALISED ->
                        "call initialiseSchemaVersion() if the schema is that of the application, or"
                                + " upgrade() with a role that may change the schema, then start again";
                    case DEVELOPMENT ->
                        "build the upgrader with development(DevelopmentPolicy.TREAT_AS_RELEASE), or do"
                                + " not validate development builds";
                    case CURRENT, BEHIND, PENDING, AHEAD_COMPATIBLE, INCOMPLETE ->
                        "run upgrade() with a role that may" + " change the schema, then start again";
                });
    }

    private static String listed(String heading, List<SchemaVersion> versions) {
        return versions.isEmpty()
                ? ""
                : heading + versions.stream().map(SchemaVersion::toString).collect(Collectors.joining(", "));
    }

    static UpgradeException unknownSubStep(String version, String name) {
        return new UpgradeException(
                ErrorCode.UNKNOWN_SUB_STEP,
                "The sub-step \"" + name + "\" of " + version + " is not recorded as begun",
                "only a sub-step of an upgrade that was begun and not finished can be marked",
                "look at the names in the plan, or in the table of sub-steps");
    }

    static UpgradeException notMarked(String version, String name) {
        return new UpgradeException(
                ErrorCode.LOCK_TIMEOUT,
                "The sub-step \"" + name + "\" of " + version + " was not marked",
                "another session holds the upgrade lock, and the LockSettings say not to wait",
                "wait until that session has finished and call again");
    }

    static UpgradeException dryRunWithoutLock(String component) {
        return new UpgradeException(
                ErrorCode.LOCK_TIMEOUT,
                "The dry run of component \"" + component + "\" did not begin",
                "another session holds the upgrade lock, and the LockSettings say not to wait",
                "wait until that session has finished and call again");
    }

    static UpgradeException notInitialised(String component, SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.LOCK_TIMEOUT,
                "Component \"" + component + "\" was not initialised at " + version,
                "another session holds the upgrade lock, and the LockSettings say not to wait",
                "wait until that session has finished and call again");
    }

    static UpgradeException calledFromWithin(String component) {
        return new UpgradeException(
                ErrorCode.CALLED_FROM_WITHIN,
                "The upgrader of component \"" + component + "\" was called by its own run",
                "a step, a condition or a listener called it on the thread that holds the upgrade lock, for which the call would wait for ever",
                "call it when the run has returned; of its own component only plan(), status(), validate() and history() may be called meanwhile,"
                        + " and they need a second connection");
    }

    static UpgradeException conditionsFailed(List<String> failures, Optional<Throwable> cause) {
        return new UpgradeException(
                ErrorCode.CONDITION_FAILED,
                failures.size() == 1 ? "A condition does not hold" : failures.size() + " conditions do not hold",
                String.join("; ", failures),
                (failures.size() == 1 ? "make it true" : "make them true")
                        + " and start again; those declared skippable are skipped by UpgradeOptions.skipConditions()",
                cause.orElse(null));
    }
}
