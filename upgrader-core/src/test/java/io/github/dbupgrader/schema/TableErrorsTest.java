package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.util.List;

public class TableErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(TableErrors.class)
                .text(
                        TableErrors.exists("create table water"),
                        "UPG-705 The change \"create table water\" cannot be made: a table, view or other relation of that"
                                + " name exists. Fix: give the new one another name, or drop the old one before.")
                .text(
                        TableErrors.notCreated("create table water", TableName.of("water")),
                        "UPG-705 The change \"create table water\" cannot be made: after its statements there is no water."
                                + " Fix: write a CREATE TABLE or CREATE VIEW of exactly that name and schema into them.")
                .text(
                        TableErrors.needed("drop table water", List.of("view seen")),
                        "UPG-705 The change \"drop table water\" cannot be made: it is needed by view seen. Fix: change or"
                                + " drop those before, in the same upgrade or an earlier one.");
    }
}
