package io.github.dbupgrader;

import io.github.dbupgrader.StepFailedException.Failure;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.registry.RegisteredMethod;
import io.github.dbupgrader.sql.FailedStatement;
import io.github.dbupgrader.sql.SecretMask;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.StatementLog;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The errors about steps and sub-steps, each text in one place. */
final class StepErrors {

    private static final int LONGEST_SQL = 200;
    private static final String IN_FAILED_SQL_TRANSACTION = "25P02";
    private static final String ACTIVE_SQL_TRANSACTION = "25001";

    private StepErrors() {}

    /** What was being done. */
    enum Doing {
        UPGRADE("Upgrade", ErrorCode.STEP_FAILED),
        ROLLBACK("Rollback", ErrorCode.ROLLBACK_FAILED),
        DRY_RUN("Dry run of upgrade", ErrorCode.STEP_FAILED);

        private final String words;
        private final ErrorCode code;

        Doing(String words, ErrorCode code) {
            this.words = words;
            this.code = code;
        }

        private String fix(RegisteredMethod method, Optional<SubStep> subStep) {
            String mend = "mend the " + (subStep.isPresent() ? "sub-step" : "method") + " or the data ";
            return switch (this) {
                case UPGRADE ->
                    mend + "and start again; "
                            + (method.isOnline() ? "the finished sub-steps stay" : "nothing of it was kept")
                            + ", and the next start goes on with " + method.version();
                case ROLLBACK ->
                    mend + "and call rollback with the same target again; what was undone before stays undone";
                case DRY_RUN -> mend + "before the upgrade really runs; the dry run was rolled back";
            };
        }
    }

    /** What is told of a failed upgrade or rollback. */
    static Failure failure(
            Doing doing, RegisteredMethod method, Optional<SubStep> subStep, Throwable cause, StatementLog log) {
        String where = subStep.map(s -> " in sub-step \"" + s.name() + "\"").orElse("");
        String what = doing.words + " " + method.version() + " (" + method.origin() + ") failed" + where;
        Optional<String> sql = culprit(log).map(FailedStatement::text);
        if (cause instanceof UpgradeException known) {
            return new Failure(
                    known.code(),
                    what,
                    known.what() + ", because " + known.why(),
                    known.fix(),
                    method.version(),
                    method.origin(),
                    sql,
                    known);
        }
        Optional<SQLException> database = SqlState.find(cause).map(e -> firstOf(e, log));
        if (database.isPresent()) {
            return databaseFailure(doing, what, method, subStep, cause, database.get(), sql);
        }
        return new Failure(
                doing.code,
                what,
                "it threw " + cause.getClass().getName()
                        + Optional.ofNullable(cause.getMessage())
                                .map(m -> " (" + SecretMask.mask(m) + ")")
                                .orElse(""),
                doing.fix(method, subStep),
                method.version(),
                method.origin(),
                sql,
                cause);
    }

    private static Failure databaseFailure(
            Doing doing,
            String what,
            RegisteredMethod method,
            Optional<SubStep> subStep,
            Throwable cause,
            SQLException database,
            Optional<String> sql) {
        String message = SecretMask.mask(String.valueOf(database.getMessage()));
        String why = sql.map(s -> "\"" + shortened(s) + "\" was answered with ").orElse("the database said ") + message
                + " (SQLSTATE " + database.getSQLState() + ")";
        boolean needsOnline = ACTIVE_SQL_TRANSACTION.equals(database.getSQLState())
                && (subStep.isEmpty() || subStep.get().isTransactional());
        if (needsOnline) {
            String fix = method.isOnline()
                    ? "move the statement to stepOutsideTransaction(name, connection -> …) or, for an index, to schema()"
                    : goOnline(method)
                            + " and move the statement to stepOutsideTransaction(name, connection -> …) or, for an index, to"
                            + " schema().table(…).createIndexConcurrently(…)";
            return new Failure(
                    ErrorCode.NEEDS_ONLINE_MODE, what, why, fix, method.version(), method.origin(), sql, cause);
        }
        String fix = SqlState.isConnectionLost(cause)
                ? "look after the database and start again; the server rolls back what was not committed"
                : doing.fix(method, subStep);
        return new Failure(doing.code, what, why, fix, method.version(), method.origin(), sql, cause);
    }

    /** What the library itself is told in an aborted transaction says nothing: the step has swallowed the error that does. */
    private static SQLException firstOf(SQLException database, StatementLog log) {
        return IN_FAILED_SQL_TRANSACTION.equals(database.getSQLState())
                ? log.firstFailure().map(FailedStatement::cause).orElse(database)
                : database;
    }

    /** Once a transaction is aborted every further statement fails too: the one before them is to blame. */
    private static Optional<FailedStatement> culprit(StatementLog log) {
        boolean aftermath = log.lastFailure()
                .filter(f -> IN_FAILED_SQL_TRANSACTION.equals(f.cause().getSQLState()))
                .isPresent();
        return aftermath ? log.firstFailure() : log.lastFailure();
    }

    static String shortened(String sql) {
        String oneLine = SecretMask.mask(sql).strip().replaceAll("\\s+", " ");
        return oneLine.length() <= LONGEST_SQL ? oneLine : oneLine.substring(0, LONGEST_SQL) + " …";
    }

    private static String goOnline(RegisteredMethod method) {
        return method.owner().isPresent()
                ? "set mode = ONLINE in the annotation of " + method.origin()
                : "register it with UpgradeMode.ONLINE";
    }

    static UpgradeException needsOnlineMode(String call, RegisteredMethod method) {
        return new UpgradeException(
                ErrorCode.NEEDS_ONLINE_MODE,
                call + " was called in the transactional upgrade " + method.version() + " (" + method.origin() + ")",
                "it needs transactions of its own, and a transactional upgrade is one transaction",
                goOnline(method)
                        + ", take an UpgradeContext only, and move the rest of the method into step(name, handle -> …)");
    }

    static UpgradeException handleOfOnlineUpgrade(RegisteredMethod method) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "handle() was called in the ONLINE upgrade " + method.version() + " (" + method.origin() + ")",
                "an ONLINE upgrade declares sub-steps and touches no database itself",
                "use the handle that a sub-step gets: step(name, handle -> …)");
    }

    static UpgradeException contextClosed(SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.CONTEXT_CLOSED,
                "The UpgradeContext of " + version + " was used outside its method",
                "it is valid until the method returns, and only on the thread that called the method",
                "use it inside the method, and the handle that a sub-step gets inside the sub-step");
    }

    static UpgradeException noSubSteps(RegisteredMethod method) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The ONLINE method " + method.origin() + " declared no sub-steps",
                "an ONLINE method does nothing itself, so without sub-steps nothing would happen",
                "declare at least one with step, stepOutsideTransaction, script or schema(), or make it transactional");
    }

    static UpgradeException duplicateSubStep(RegisteredMethod method, String name) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The ONLINE method " + method.origin() + " declared two sub-steps named \"" + name + "\"",
                "the name is the key under which a sub-step is recorded",
                "give each sub-step a name of its own");
    }

    static UpgradeException bothHalves(RegisteredMethod method, String change) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The ONLINE method " + method.origin() + " declared expand and contract of one change: " + change,
                "between the two, each service must have been deployed in a version that needs no more of the old form",
                "move contract() into the upgrade of a later version");
    }

    static UpgradeException declarationChanged(RegisteredMethod method, String name, String difference) {
        return new UpgradeException(
                ErrorCode.DECLARATION_CHANGED,
                "The recorded sub-step \"" + name + "\" of " + method.version() + " " + difference + " in "
                        + method.origin(),
                "it has run already as it was declared then, and running the new declaration behind it could do things twice or not at all",
                "restore the declaration as it was and put what is new behind it, or revert the unfinished upgrade with rollback()");
    }

    static UpgradeException interruptedSubStep(RegisteredMethod method, String name) {
        return new UpgradeException(
                ErrorCode.INTERRUPTED_SUB_STEP,
                "The sub-step \"" + name + "\" of " + method.version() + " was interrupted",
                "it runs outside a transaction and is not declared repeatable, so only a person can know how far it came",
                "look at the database, then call markSubStep(\"" + method.version() + "\", \"" + name
                        + "\", SubStepMark.DONE) or NOT_DONE; a sub-step that may simply run again is declared .repeatable()");
    }

    static UpgradeException missingRevert(RegisteredMethod method, String name) {
        return new UpgradeException(
                ErrorCode.MISSING_ROLLBACK,
                "The unfinished upgrade " + method.version() + " cannot be undone",
                "its sub-step \"" + name
                        + "\" has run and has no revert, and nothing is undone unless all of it can be",
                "add .revert(…) to the sub-step, or finish the upgrade with upgrade()");
    }

    static UpgradeException transactionLeftOpen(String name) {
        return new UpgradeException(
                ErrorCode.TRANSACTION_LEFT_OPEN,
                "The sub-step \"" + name + "\" left a transaction open",
                "it switched autocommit off and did not commit; what was open has been rolled back",
                "commit inside the sub-step and switch autocommit on again, or declare it with step(name, handle -> …)");
    }

    static UpgradeException dryRunLeftTransaction(SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.TRANSACTION_ENDED,
                "The upgrade " + version + " ended the transaction of the dry run",
                "another transaction is open now than the one in which the dry run began, so part of its work may be committed",
                "remove COMMIT, ROLLBACK and transaction control from the upgrade, and look at what it left behind");
    }

    static StepFailedException exception(Failure failure, List<StepResult> completed) {
        return new StepFailedException(failure, completed);
    }

    static UpgradeException unregisteredBackfill(String name, Set<String> registered) {
        return new UpgradeException(
                ErrorCode.UNKNOWN_BACKFILL,
                "The backfill \"" + name + "\" is not registered",
                "an upgrade names it, and registered are " + registered,
                "register it: @RegisterBackfill, or registerBackfill(…)");
    }
}
