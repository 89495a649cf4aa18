package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.util.List;

/** The errors of changes of whole tables and views. */
final class TableErrors {

    private TableErrors() {}

    static UpgradeException exists(String change) {
        return refused(
                change,
                "a table, view or other relation of that name exists",
                "give the new one another name, or drop the old one before");
    }

    static UpgradeException notCreated(String change, TableName table) {
        return refused(
                change,
                "after its statements there is no " + table,
                "write a CREATE TABLE or CREATE VIEW of exactly that name and schema into them");
    }

    static UpgradeException needed(String change, List<String> dependents) {
        return refused(
                change,
                "it is needed by " + String.join(", ", dependents),
                "change or drop those before, in the same upgrade or an earlier one");
    }

    private static UpgradeException refused(String change, String why, String fix) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED, "The change \"" + change + "\" cannot be made", why, fix);
    }
}
