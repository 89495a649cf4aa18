package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.util.List;

public class ColumnErrorsTest implements PinnedTexts {

    private static final String ADD = "add column kwh to energy";
    private static final String HEAD = "UPG-705 The change \"add column kwh to energy\" cannot be made: ";

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ColumnErrors.class)
                .text(
                        ColumnErrors.exists(ADD),
                        HEAD + "the table has a column of that name. Fix: give the new column another name.")
                .text(
                        ColumnErrors.needed(ADD, List.of("view seen", "policy own on table energy")),
                        HEAD
                                + "the column is needed by view seen, policy own on table energy. Fix: change or drop those"
                                + " before, in the same upgrade or an earlier one.")
                .text(
                        ColumnErrors.namedInFunctions(ADD, List.of("f", "g")),
                        HEAD + "table and column are named in the text of the functions f, g. Fix: change those before;"
                                + " or, where they mean something else, name them behind the column: dropColumn(column,"
                                + " function, …).")
                .text(
                        ColumnErrors.otherDefault(ADD, "1", "none"),
                        HEAD
                                + "the column's default is 1, and the change was declared for none. Fix: say the default that"
                                + " is there: setDefault(column, to) where there is none, changeDefault(column, from, to)"
                                + " or dropDefault(column, from) where there is one.")
                .text(
                        ColumnErrors.requiredWithoutValue("kwh"),
                        "UPG-107 The required column kwh has neither a default nor a fill: the rows that are there need a"
                                + " value. Fix: give it a default, or say by an expression or a backfill what fills it.")
                .text(
                        ColumnErrors.numbersAllRows(ADD),
                        HEAD + "a serial or identity column numbers all rows while nobody can read or write the table."
                                + " Fix: create a sequence, add the column with addRequiredColumn and nextval('…') as its"
                                + " default and its fill, and make the sequence owned by the column.")
                .text(
                        ColumnErrors.storedGenerated(ADD),
                        HEAD + "a stored generated column has all rows written anew while nobody can read or write the"
                                + " table. Fix: add a plain column, keep it filled by a trigger, and fill the rows that"
                                + " are there by a backfill.")
                .text(
                        ColumnErrors.constrainedDomain(ADD),
                        HEAD
                                + "its type is a domain with a constraint, for which all rows are written anew while nobody"
                                + " can read or write the table. Fix: give the column the base type of the domain, and"
                                + " say the constraint with addCheck.")
                .text(
                        ColumnErrors.volatileDefault(ADD),
                        HEAD + "its default has another value for each row, so that all rows are written anew while"
                                + " nobody can read or write the table. Fix: leave the default out and set it by"
                                + " setDefault in the same upgrade, or use addRequiredColumn, which also fills the rows"
                                + " that are there.")
                .text(
                        ColumnErrors.saysMoreThanAType(ADD),
                        HEAD + "what is given as its type contains a default, a constraint or NOT NULL, for which all"
                                + " rows may have to be read while nobody can read or write the table. Fix: give the type"
                                + " alone, and say the rest with Column.defaultValue, addRequiredColumn, addCheck,"
                                + " addUnique or addForeignKey.");
    }
}
