package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.sql.SQLException;

/** The errors of changes of constraints, NOT NULL among them. */
final class ConstraintErrors {

    private ConstraintErrors() {}

    static UpgradeException nullsLeft(String change, String column, String sample) {
        return new UpgradeException(
                ErrorCode.ROWS_VIOLATE_CONSTRAINT,
                "The change \"" + change + "\" cannot be made",
                "rows such as " + sample + " have no value in the column " + column,
                "fill it, by a backfill before the change, and start again");
    }

    static UpgradeException violators(String change, String sample) {
        return new UpgradeException(
                ErrorCode.ROWS_VIOLATE_CONSTRAINT,
                "The change \"" + change + "\" cannot be made",
                "rows such as " + sample + " violate it",
                "mend them, by a backfill before the change, and start again");
    }

    static UpgradeException missing(String change, String constraint) {
        return refused(
                change, "the table has no constraint " + constraint, "correct the name, as it is in the catalogue");
    }

    static UpgradeException nullableKey(String change, String column) {
        return refused(
                change,
                "the column " + column
                        + " can be empty, and all rows would be read while nobody can read or write the table",
                "make it NOT NULL before, with setNotNull(\"" + column + "\")");
    }

    static UpgradeException alreadyNotNull(String change, String column) {
        return refused(change, "the column " + column + " is NOT NULL already", "remove the change from the upgrade");
    }

    static UpgradeException notRequired(String change, String column) {
        return refused(change, "the column " + column + " is not NOT NULL", "remove the change from the upgrade");
    }

    static UpgradeException tooLargeToRequire(String change, String column, TableName table) {
        return refused(
                change + " (revert)",
                "all rows of " + table + " would be read while nobody can read or write it",
                "make it NOT NULL by an ONLINE upgrade or rollback with setNotNull(\"" + column + "\")");
    }

    static UpgradeException nameTaken(String change, String constraint) {
        return refused(
                change,
                "the table has a constraint " + constraint + ", and it is another one",
                "rename or drop that constraint, and start again");
    }

    static UpgradeException violated(String change, String constraint, String sample, SQLException cause) {
        String rows = sample.isEmpty()
                ? "rows violated it that are mended meanwhile"
                : "rows such as " + sample + " violate it";
        return new UpgradeException(
                ErrorCode.ROWS_VIOLATE_CONSTRAINT,
                "The change \"" + change + "\" could not validate the constraint " + constraint,
                rows + "; it stays in force for new rows, not yet valid",
                "mend the rows, and start again",
                cause);
    }

    static UpgradeException proofVanished(String change, String column) {
        return refused(
                change,
                "nothing proves any longer that the column " + column
                        + " has a value in each row, because somebody dropped or replaced the constraint that did",
                "find out what else changes this table, revert the upgrade, and start again");
    }

    private static UpgradeException refused(String change, String why, String fix) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED, "The change \"" + change + "\" cannot be made", why, fix);
    }
}
