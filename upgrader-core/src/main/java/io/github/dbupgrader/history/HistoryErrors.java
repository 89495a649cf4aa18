package io.github.dbupgrader.history;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.SecretMask;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.TableNames;
import java.sql.SQLException;

/** The errors of this package, each text in one place. */
final class HistoryErrors {

    private HistoryErrors() {}

    /** Drivers and pools put the whole URL into their messages. */
    private static String masked(SQLException e) {
        return SecretMask.mask(String.valueOf(e.getMessage()));
    }

    static UpgradeException cannotRead(TableNames tables, SQLException e) {
        if (SqlState.isConnectionLost(e)) {
            return new UpgradeException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "The recorded version could not be read from " + tables.metadata(),
                    "the connection broke (SQLSTATE " + e.getSQLState() + ", " + masked(e) + ")",
                    "look after the database and start again",
                    e);
        }
        return new UpgradeException(
                ErrorCode.DATABASE_ERROR,
                "The recorded version could not be read from " + tables.metadata(),
                "the database refused the statement (SQLSTATE " + e.getSQLState() + ", " + masked(e) + ")",
                "grant the role usage on schema " + tables.schema().text() + " and select on " + tables.metadata()
                        + ", " + tables.history() + " and " + tables.steps() + ", or restore the table that is missing",
                e);
    }

    static UpgradeException cannotWrite(TableNames tables, String what, SQLException e) {
        if (SqlState.isConnectionLost(e)) {
            return new UpgradeException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    what,
                    "the connection broke (SQLSTATE " + e.getSQLState() + ", " + masked(e) + ")",
                    "look after the database and start again",
                    e);
        }
        return new UpgradeException(
                ErrorCode.DATABASE_ERROR,
                what,
                "the database refused the statement (SQLSTATE " + e.getSQLState() + ", " + masked(e) + ")",
                "let the role that upgrades own the tables in schema "
                        + tables.schema().text() + ", or grant it what the message asks for",
                e);
    }

    static UpgradeException unreadableVersion(String table, String column, String component, String text) {
        return new UpgradeException(
                ErrorCode.UNREADABLE_RECORD,
                "The " + column + " of component \"" + component + "\" in " + table + " is \"" + text + "\"",
                "a recorded version is MAJOR.MINOR.PATCH, and the library never writes anything else",
                "find out who wrote it, and put the version there that the schema really has");
    }

    static UpgradeException newerLayout(TableNames tables, int layout) {
        return new UpgradeException(
                ErrorCode.NEWER_LAYOUT,
                "The library's own tables beside " + tables.metadata() + " have layout " + layout,
                "this release of the library knows layout " + Layout.CURRENT + " and older ones",
                "use the release of the library that made them, or a newer one");
    }

    static UpgradeException transactionEnded() {
        return new UpgradeException(
                ErrorCode.TRANSACTION_ENDED,
                "The step ended the transaction in which it runs",
                "another transaction is open now than the one in which the step began, so part of its work may be committed without its record",
                "remove COMMIT, ROLLBACK and transaction control from the step, undo by hand what it committed, and start again");
    }

    static UpgradeException lockLost() {
        return new UpgradeException(
                ErrorCode.LOCK_LOST,
                "The upgrade lock is no longer held by this session",
                "something released it while the step ran, such as pg_advisory_unlock_all() or DISCARD ALL",
                "remove that call from the step; nothing of the step was kept, so start again");
    }

    static UpgradeException concurrentChange(TableNames tables, String component, long revision) {
        return new UpgradeException(
                ErrorCode.CONCURRENT_CHANGE,
                "The row of component \"" + component + "\" in " + tables.metadata() + " is no longer at revision "
                        + revision,
                "something changed or deleted it while this session held the upgrade lock, so it was not this library",
                "find out who writes to the table; nothing of the step was kept, so start again");
    }
}
