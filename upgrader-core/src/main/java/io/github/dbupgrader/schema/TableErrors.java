package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.sql.SQLException;
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

    static UpgradeException noSuchView(String change, TableName view) {
        boolean qualified = view.schema().isPresent();
        return refused(
                change,
                "there is no view " + view + (qualified ? "" : " on the search_path"),
                qualified
                        ? "correct the name, or create it with createView"
                        : "correct the name, or name the schema too");
    }

    static UpgradeException notAView(String change, TableName view) {
        return refused(
                change,
                view + " is neither a view nor a materialized view",
                "name the view that is meant, or give the new one another name");
    }

    static UpgradeException notReproducible(String change, List<String> objects) {
        return refused(
                change,
                "the view and those on it are dropped and made again, as columns do not only come at the end, and these would be lost: "
                        + String.join(", ", objects),
                "drop them before and make them again afterwards, in the same upgrade, or only append columns");
    }

    static UpgradeException dependantDoesNotFit(String change, String dependant, SQLException cause) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED,
                "The change \"" + change + "\" cannot be made",
                "the " + dependant + " reads the view, and does not fit the new one: " + firstLine(cause),
                "replace or drop that one before, in the same upgrade",
                cause);
    }

    static UpgradeException sameName(String change) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The change \"" + change + "\" cannot be made",
                "the old and the new name are the same",
                "give the table another name");
    }

    static UpgradeException rowSecurity(String change) {
        return refused(
                change,
                "the table has row level security, and before PostgreSQL 15 a view under its old name would show rows that the policies hide",
                "rename it on PostgreSQL 15 or later, or with a short outage");
    }

    static UpgradeException rowSecurityAndColumnRights(String change) {
        return refused(
                change,
                "the table has row level security and rights on single columns, and a view under its old name that keeps to the policies asks for rights on every column",
                "give the roles rights on the whole table, or rename it with a short outage");
    }

    static UpgradeException columnsInTransition(String change) {
        return refused(
                change,
                "a rename or change of type of one of its columns is not finished",
                "contract or revert that one first");
    }

    static UpgradeException notRenamed(String change, TableName table) {
        return refused(
                change,
                table + " is not a view on the renamed table alone",
                "declare expand() in an earlier version, and leave the view as expand() made it");
    }

    static UpgradeException contracted(String change) {
        return refused(
                change, "the rename is contracted, and the old name is gone", "rename the table back in a new upgrade");
    }

    static UpgradeException namedInFunctions(String change, List<String> functions) {
        return refused(
                change,
                "the old name is in the body of " + String.join(", ", functions),
                "change them; if they mean something else of that name, say so with ignoringFunction(\"name\")");
    }

    static UpgradeException sessions(String change, List<String> sessions) {
        return refused(
                change,
                "sessions that may still use the old name are connected: " + String.join(", ", sessions),
                "deploy the newer version of these services everywhere, close such sessions, and start again");
    }

    private static String firstLine(SQLException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static UpgradeException refused(String change, String why, String fix) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED, "The change \"" + change + "\" cannot be made", why, fix);
    }
}
