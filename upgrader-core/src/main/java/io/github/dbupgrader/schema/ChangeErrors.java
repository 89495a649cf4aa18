package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;

/** The errors that several changes share. Each names the change as its sub-step is named. */
final class ChangeErrors {

    private ChangeErrors() {}

    static UpgradeException noSuchTable(String change, TableName table) {
        boolean qualified = table.schema().isPresent();
        return refused(
                change,
                "there is no table " + table + (qualified ? "" : " on the search_path"),
                qualified
                        ? "correct the name"
                        : "correct the name, or name the schema: schema().table(\"schema\", \"table\")");
    }

    static UpgradeException notATable(String change, TableName table) {
        return refused(change, table + " is neither a table nor a partitioned table", "name the table that is meant");
    }

    static UpgradeException noSuchColumn(String change, String column) {
        return refused(
                change,
                "the table has no column " + column,
                "correct the name, as it is in the catalogue, without quotes");
    }

    private static UpgradeException refused(String change, String why, String fix) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED, "The change \"" + change + "\" cannot be made", why, fix);
    }
}
