package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.sql.SQLException;

public class ConstraintErrorsTest implements PinnedTexts {

    private static final String SET = "require column kwh of energy";

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ConstraintErrors.class)
                .text(
                        ConstraintErrors.nullsLeft(SET, "kwh", "(id) = 7; 9"),
                        "UPG-706 The change \"require column kwh of energy\" cannot be made: rows such as (id) ="
                                + " 7; 9 have no value in the column kwh. Fix: fill it, by a backfill before the change, and start"
                                + " again.")
                .text(
                        ConstraintErrors.alreadyNotNull(SET, "kwh"),
                        "UPG-705 The change \"require column kwh of energy\" cannot be made: the column kwh is NOT"
                                + " NULL already. Fix: remove the change from the upgrade.")
                .text(
                        ConstraintErrors.notRequired("let column kwh of energy be empty", "kwh"),
                        "UPG-705 The change \"let column kwh of energy be empty\" cannot be made: the column kwh is not"
                                + " NOT NULL. Fix: remove the change from the upgrade.")
                .text(
                        ConstraintErrors.tooLargeToRequire(
                                "let column kwh of energy be empty", "kwh", TableName.of("energy")),
                        "UPG-705 The change \"let column kwh of energy be empty (revert)\" cannot be made: all rows of"
                                + " energy would be read while nobody can read or write it. Fix: make it NOT NULL by an"
                                + " ONLINE upgrade or rollback with setNotNull(\"kwh\").")
                .text(
                        ConstraintErrors.violators("add check c to energy", "(id) = 7"),
                        "UPG-706 The change \"add check c to energy\" cannot be made: rows such as (id) = 7 violate it."
                                + " Fix: mend them, by a backfill before the change, and start again.")
                .text(
                        ConstraintErrors.missing("validate constraint c of energy", "c"),
                        "UPG-705 The change \"validate constraint c of energy\" cannot be made: the table has no"
                                + " constraint c. Fix: correct the name, as it is in the catalogue.")
                .text(
                        ConstraintErrors.nullableKey("add primary key k to energy", "id"),
                        "UPG-705 The change \"add primary key k to energy\" cannot be made: the column id can be empty, and"
                                + " all rows would be read while nobody can read or write the table. Fix: make it NOT NULL"
                                + " before, with setNotNull(\"id\").")
                .text(
                        ConstraintErrors.nameTaken(SET, "kwh_check"),
                        "UPG-705 The change \"require column kwh of energy\" cannot be made: the table has a"
                                + " constraint kwh_check, and it is another one. Fix: rename or drop that constraint, and"
                                + " start again.")
                .text(
                        ConstraintErrors.violated(SET, "kwh_check", "(id) = 7", new SQLException("violated", "23514")),
                        "UPG-706 The change \"require column kwh of energy\" could not validate the constraint"
                                + " kwh_check: rows such as (id) = 7 violate it; it stays in force for new rows, not yet"
                                + " valid. Fix: mend the rows, and start again.")
                .text(
                        ConstraintErrors.violated(SET, "kwh_check", "", new SQLException("violated", "23514")),
                        "UPG-706 The change \"require column kwh of energy\" could not validate the constraint"
                                + " kwh_check: rows violated it that are mended meanwhile; it stays in force for new"
                                + " rows, not yet valid. Fix: mend the rows, and start again.")
                .text(
                        ConstraintErrors.proofVanished(SET, "kwh"),
                        "UPG-705 The change \"require column kwh of energy\" cannot be made: nothing proves any"
                                + " longer that the column kwh has a value in each row, because somebody dropped or replaced the"
                                + " constraint that did. Fix: find out what else changes this table, revert the upgrade,"
                                + " and start again.");
    }
}
