package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.SqlFragment;
import io.github.dbupgrader.sql.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The errors of this package, each text in one place. */
final class BackfillErrors {

    /** Why a row is looked at again; without a quote, because it stands in SQL. */
    static final String CHANGED_MEANWHILE = "the row was changed while its values were computed";

    static final String STILL_PENDING = "the row is still pending after the work was done on it";
    static final String CHANGED_CONTINUOUSLY =
            "the row was changed continuously: each time its values were computed, it was another";

    private BackfillErrors() {}

    static void requirePositive(String setting, long value) {
        if (value <= 0) {
            throw unusable(setting, String.valueOf(value));
        }
    }

    static void requirePositive(String setting, Duration value) {
        if (value.toMillis() <= 0) {
            throw unusable(setting, value.toString());
        }
    }

    static UpgradeException unusable(String setting, String value) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The setting " + setting + " of a backfill is " + value,
                "it must be above zero, and durations at least a millisecond",
                "choose a larger value, or leave the default");
    }

    static void requirePlaceholder(String sql) {
        if (!sql.contains(Work.PLACEHOLDER)) {
            throw noPlaceholder(sql);
        }
        if (SqlFragment.hides(sql, Work.PLACEHOLDER)) {
            throw hiddenPlaceholder(sql);
        }
    }

    static UpgradeException noPlaceholder(String sql) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The statement \"" + sql + "\" of a backfill has no " + Work.PLACEHOLDER,
                "without it each batch would change all rows",
                "put " + Work.PLACEHOLDER + " into its condition, such as: where … and " + Work.PLACEHOLDER);
    }

    static UpgradeException hiddenPlaceholder(String sql) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The statement \"" + sql + "\" of a backfill has " + Work.PLACEHOLDER
                        + " in a comment, a string or a quoted name",
                "the condition of the batch would have no effect there",
                "leave " + Work.PLACEHOLDER + " where a condition can stand, and nowhere else");
    }

    static UpgradeException noWork(Target target) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The backfill of table " + target + " says nothing about what to do",
                "neither set(…), statement(…) nor compute(…) was called",
                "call one of them");
    }

    static UpgradeException nothingToWrite(Target target) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The backfill of table " + target + " computes values and writes no column",
                "write(…) was not called before compute(…)",
                "name the columns that it writes: write(\"column\").compute(…)");
    }

    static UpgradeException columnNotRead(String column, Collection<String> read) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The column \"" + column + "\" was asked of a row and not read",
                "the backfill reads " + read,
                "add .read(\"" + column + "\", …) to its definition");
    }

    static UpgradeException columnNotWritten(String column, Collection<String> write) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The column \"" + column + "\" was set in a row and is not written",
                "the backfill writes " + write,
                "add it to .write(…) in its definition");
    }

    static UpgradeException noSuchTable(Target target) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                "There is no table " + target + " to backfill",
                "the session's search_path finds none of that name",
                "correct the name, name the schema too, or run the upgrade that makes the table before");
    }

    static UpgradeException notATable(Target target) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                target + " cannot be backfilled",
                "it is no table: rows are visited along a key and changed where they are",
                "name the table behind it");
    }

    static UpgradeException rowSecurity(Target target) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                "Row-level security of table " + target + " hides rows from this role",
                "what the role cannot see would be skipped in silence",
                "run the backfill as the table's owner, or as a role with BYPASSRLS");
    }

    static UpgradeException noPrimaryKey(Target target, List<String> usable) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                "The table " + target + " has no primary key along which its rows could be visited",
                usable.isEmpty()
                        ? "it has no unique index whose columns are all NOT NULL either"
                        : "unique indexes of NOT NULL columns are on: " + String.join("; ", usable),
                usable.isEmpty()
                        ? "give it a primary key, or a unique index on columns that are NOT NULL"
                        : "choose one of them: .key(…)");
    }

    static UpgradeException noUniqueIndex(Target target, List<String> usable) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                "The columns " + target.key() + " are no key of table " + target,
                "no valid, complete unique index is on exactly these columns"
                        + (usable.isEmpty() ? "" : "; there are such on: " + String.join("; ", usable)),
                "name the columns of a unique index, or leave key(…) out to use the primary key");
    }

    static UpgradeException nullableKey(Target target) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                "The key " + target.key() + " of table " + target + " may be NULL",
                "rows whose key is NULL would be skipped in silence",
                "make the columns NOT NULL, or choose another key");
    }

    static UpgradeException noSuchColumn(String table, String column) {
        return new UpgradeException(
                ErrorCode.BACKFILL_REFUSED,
                "The table " + table + " has no column \"" + column + "\"",
                "the backfill is to write it",
                "add the column in an earlier sub-step, or correct the name");
    }

    static UpgradeException nameTaken(String name, Optional<String> version) {
        return new UpgradeException(
                ErrorCode.BACKFILL_CHANGED,
                "The name of the backfill \"" + name + "\" is taken",
                version.map(v -> "it is that of a part of upgrade " + v)
                                .orElse("it is that of a backfill that runs in the background")
                        + ", and a name is the key of one backfill's progress",
                "give it another name");
    }

    static UpgradeException changed(String name) {
        return new UpgradeException(
                ErrorCode.BACKFILL_CHANGED,
                "The backfill \"" + name + "\" is recorded with another definition",
                "it was begun with other SQL, columns, key or revision, so part of its rows may be done in another way",
                "deploy the definition that began it, or begin again on purpose: backfills().restart(\"" + name
                        + "\")");
    }

    static UpgradeException cancelled(String name) {
        return new UpgradeException(
                ErrorCode.BACKFILL_FAILED,
                "The backfill \"" + name + "\" was cancelled",
                "somebody cancelled it while the upgrade needed it",
                "begin again: backfills().restart(\"" + name + "\"), or revert the upgrade: rollback(…)");
    }

    static UpgradeException failed(String name, String reason) {
        return new UpgradeException(
                ErrorCode.BACKFILL_FAILED,
                "The backfill \"" + name + "\" failed",
                reason,
                "mend the cause and start again; it goes on where it stopped");
    }

    static UpgradeException quarantined(String name, long rows, String sample) {
        return new UpgradeException(
                ErrorCode.BACKFILL_INCOMPLETE,
                "The backfill \"" + name + "\" could not do " + rows + (rows == 1 ? " row" : " rows"),
                "such as " + sample,
                "correct the rows and start again, which tries them again, or declare that it does not matter: quarantineAllowed(\"why\")");
    }

    static UpgradeException incomplete(BackfillStatus status) {
        return new UpgradeException(
                ErrorCode.BACKFILL_INCOMPLETE,
                "The backfill \"" + status.name() + "\" must be complete first",
                status.describe(),
                goOn(status.name(), status.state()));
    }

    private static String goOn(String name, BackfillState state) {
        String call = "(\"" + name + "\"), and start again when it is complete";
        return switch (state) {
            case PAUSED -> "let it go on by backfills().resume" + call;
            case FAILED -> "mend the cause, let it go on by backfills().resume" + call;
            case CANCELLED -> "begin it again by backfills().restart" + call;
            case PENDING, RUNNING, HELD, COMPLETED, COMPLETED_WITH_QUARANTINE ->
                "wait for it and start again, or let the upgrade finish it: requiresBackfill(\"" + name
                        + "\").finishInline()";
        };
    }

    static UpgradeException neverStarted(String name, long rows) {
        return new UpgradeException(
                ErrorCode.BACKFILL_INCOMPLETE,
                "The backfill \"" + name + "\" must be complete first",
                "it was never started here" + (rows > 0 ? ", and its table has about " + rows + " rows" : ""),
                "start it with backfills().start() in the application, or let the upgrade do it: requiresBackfill(\""
                        + name + "\").finishInline()");
    }

    static UpgradeException unknown(String name) {
        return new UpgradeException(
                ErrorCode.UNKNOWN_BACKFILL,
                "There is no backfill \"" + name + "\"",
                "none of that name is recorded for this component",
                "see backfills().status() for those that are");
    }

    static UpgradeException wrongState(String name, String verb, BackfillState state, String allowed) {
        return new UpgradeException(
                ErrorCode.BACKFILL_STATE,
                "The backfill \"" + name + "\" cannot be " + verb,
                "it is " + state + ", and only one that is " + allowed + " can be",
                "look at backfills().status(); perhaps somebody else was quicker");
    }

    static UpgradeException tooEarly(BackfillTask task, String recorded) {
        return new UpgradeException(
                ErrorCode.BACKFILL_INCOMPLETE,
                "The backfill \"" + task.name() + "\" cannot be finished here",
                "it begins when the schema has reached "
                        + task.since().map(Object::toString).orElse("a version") + ", and it is at " + recorded,
                "let a later upgrade require it, or declare a lower since");
    }

    static UpgradeException database(SQLException e) {
        return new UpgradeException(
                SqlState.isConnectionLost(e) ? ErrorCode.DATABASE_UNREACHABLE : ErrorCode.DATABASE_ERROR,
                "What is recorded about backfills could not be read or changed",
                "the database said: " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")",
                "run an upgrade first if the tables are not there; otherwise let the role own them, or look after the database",
                e);
    }

    static String tooManyInQuarantine(int limit) {
        return "more than " + limit + " rows are in quarantine";
    }

    static String tooSlow(Duration timeout) {
        return "the work on this row alone takes longer than " + timeout.toMillis() + " ms";
    }
}
