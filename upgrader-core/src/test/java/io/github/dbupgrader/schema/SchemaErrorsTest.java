package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;

public class SchemaErrorsTest implements PinnedTexts {

    private static final TableName ENERGY = TableName.of("farm", "energy");

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(SchemaErrors.class)
                .text(
                        SchemaErrors.backfillInFollowUp("add required column kwh to farm.energy"),
                        "UPG-107 The change \"add required column kwh to farm.energy\" cannot follow a backfill: it"
                                + " contains a backfill of its own. Fix: declare it in the upgrade, behind the"
                                + " backfill.")
                .text(
                        SchemaErrors.indexWithoutKeys("energy_kwh"),
                        "UPG-107 The index energy_kwh has no keys: an index is on at least one column or expression."
                                + " Fix: add .on(\"column\") to it.")
                .text(
                        SchemaErrors.noSuchTable(TableName.of("energy"), "energy_kwh"),
                        "UPG-705 The index energy_kwh cannot be built on energy: there is no table or materialized view"
                                + " of that name on the search_path. Fix: correct the name, or name the schema:"
                                + " schema().table(\"schema\", \"table\").")
                .text(
                        SchemaErrors.noSuchTable(ENERGY, "energy_kwh"),
                        "UPG-705 The index energy_kwh cannot be built on farm.energy: there is no table or materialized"
                                + " view of that name. Fix: correct the name.")
                .text(
                        SchemaErrors.partitionedTable(ENERGY, "energy_kwh"),
                        "UPG-705 The index energy_kwh cannot become a constraint of farm.energy: the table is partitioned, and"
                                + " PostgreSQL takes no index for a constraint there. Fix: make it a unique index with"
                                + " createIndexConcurrently, or add the constraint while nobody writes.")
                .text(
                        SchemaErrors.foreignPartition(ENERGY, "energy_kwh", "farm.far"),
                        "UPG-705 The index energy_kwh cannot be built on farm.energy: its partition farm.far is a foreign"
                                + " table, which has no indexes. Fix: build the index on each of the other partitions.")
                .text(
                        SchemaErrors.unsoundServer(ENERGY, "energy_kwh"),
                        "UPG-705 The index energy_kwh cannot be built concurrently on farm.energy: PostgreSQL 14.0 to 14.3 can"
                                + " leave rows out of such an index. Fix: update the server to 14.4 or later.")
                .text(
                        SchemaErrors.notATable(ENERGY, "energy_kwh"),
                        "UPG-705 The index energy_kwh cannot be built on farm.energy: it is neither a table nor a"
                                + " materialized view. Fix: name the table whose rows are to be indexed.")
                .text(
                        SchemaErrors.stillInvalid(ENERGY, "energy_kwh"),
                        "UPG-705 The index energy_kwh on farm.energy is not valid after it was built: something dropped"
                                + " or changed it in the meantime. Fix: find out what else works on this table, and"
                                + " start again.")
                .text(
                        SchemaErrors.otherDefinition(
                                ENERGY,
                                "energy_kwh",
                                "CREATE INDEX energy_kwh ON farm.energy USING btree (kwh)",
                                "CREATE UNIQUE INDEX energy_kwh ON farm.energy USING btree (kwh)"),
                        "UPG-704 The index energy_kwh exists on farm.energy with another definition: it is \"CREATE INDEX"
                                + " energy_kwh ON farm.energy USING btree (kwh)\" and the upgrade asks for \"CREATE"
                                + " UNIQUE INDEX energy_kwh ON farm.energy USING btree (kwh)\". Fix: give the new index"
                                + " another name, or drop the old one in an earlier upgrade.")
                .text(
                        SchemaErrors.nameTaken(ENERGY, "energy_kwh"),
                        "UPG-704 The index energy_kwh cannot be built on farm.energy: something else of that name exists"
                                + " in the table's schema, and it is not an index of this table. Fix: give the index"
                                + " another name.");
    }
}
