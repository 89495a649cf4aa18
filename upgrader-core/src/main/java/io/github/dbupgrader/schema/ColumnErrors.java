package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.util.List;

/** The errors of changes of one column. */
final class ColumnErrors {

    private ColumnErrors() {}

    static UpgradeException exists(String change) {
        return refused(change, "the table has a column of that name", "give the new column another name");
    }

    static UpgradeException needed(String change, List<String> dependents) {
        return refused(
                change,
                "the column is needed by " + String.join(", ", dependents),
                "change or drop those before, in the same upgrade or an earlier one");
    }

    static UpgradeException namedInFunctions(String change, List<String> functions) {
        return refused(
                change,
                "table and column are named in the text of the functions " + String.join(", ", functions),
                "change those before; or, where they mean something else, name them behind the column:"
                        + " dropColumn(column, function, …)");
    }

    static UpgradeException numbersAllRows(String change) {
        return refused(
                change,
                "a serial or identity column numbers all rows while nobody can read or write the table",
                "create a sequence, add the column with addRequiredColumn and nextval('…') as its default and its fill,"
                        + " and make the sequence owned by the column");
    }

    static UpgradeException storedGenerated(String change) {
        return refused(
                change,
                "a stored generated column has all rows written anew while nobody can read or write the table",
                "add a plain column, keep it filled by a trigger, and fill the rows that are there by a backfill");
    }

    static UpgradeException constrainedDomain(String change) {
        return refused(
                change,
                "its type is a domain with a constraint, for which all rows are written anew while nobody can read or write"
                        + " the table",
                "give the column the base type of the domain, and say the constraint with addCheck");
    }

    static UpgradeException volatileDefault(String change) {
        return refused(
                change,
                "its default has another value for each row, so that all rows are written anew while nobody can read or"
                        + " write the table",
                "leave the default out and set it by setDefault in the same upgrade, or use addRequiredColumn, which also"
                        + " fills the rows that are there");
    }

    static UpgradeException saysMoreThanAType(String change) {
        return refused(
                change,
                "what is given as its type contains a default, a constraint or NOT NULL, for which all rows may have to be"
                        + " read while nobody can read or write the table",
                "give the type alone, and say the rest with Column.defaultValue, addRequiredColumn, addCheck, addUnique or"
                        + " addForeignKey");
    }

    static UpgradeException otherDefault(String change, String found, String declared) {
        return refused(
                change,
                "the column's default is " + found + ", and the change was declared for " + declared,
                "say the default that is there: setDefault(column, to) where there is none, changeDefault(column, from, to)"
                        + " or dropDefault(column, from) where there is one");
    }

    static UpgradeException requiredWithoutValue(String column) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                "The required column " + column + " has neither a default nor a fill",
                "the rows that are there need a value",
                "give it a default, or say by an expression or a backfill what fills it");
    }

    private static UpgradeException refused(String change, String why, String fix) {
        return new UpgradeException(
                ErrorCode.SCHEMA_CHANGE_REFUSED, "The change \"" + change + "\" cannot be made", why, fix);
    }
}
