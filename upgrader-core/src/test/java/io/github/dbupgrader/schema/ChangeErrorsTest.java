package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;

public class ChangeErrorsTest implements PinnedTexts {

    private static final String ADD = "add column kwh to energy";
    private static final String HEAD = "UPG-705 The change \"add column kwh to energy\" cannot be made: ";

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ChangeErrors.class)
                .text(
                        ChangeErrors.noSuchTable(ADD, TableName.of("energy")),
                        HEAD + "there is no table energy on the search_path. Fix: correct the name, or name the schema:"
                                + " schema().table(\"schema\", \"table\").")
                .text(
                        ChangeErrors.noSuchTable(ADD, TableName.of("farm", "energy")),
                        HEAD + "there is no table farm.energy. Fix: correct the name.")
                .text(
                        ChangeErrors.notATable(ADD, TableName.of("energy")),
                        HEAD + "energy is neither a table nor a partitioned table. Fix: name the table that is meant.")
                .text(
                        ChangeErrors.noSuchColumn(ADD, "wh"),
                        HEAD + "the table has no column wh. Fix: correct the name, as it is in the catalogue, without"
                                + " quotes.");
    }
}
