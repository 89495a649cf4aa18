package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.SqlScript;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Creates a table by statements that somebody wrote, with whatever belongs to it, in one transaction. */
final class CreateTable implements SchemaChange {

    private final TableName table;
    private final SqlScript statements;

    CreateTable(TableName table, String statements) {
        this.table = table;
        this.statements = SqlScript.parse("create table " + table, statements);
    }

    @Override
    public String description() {
        return "create table " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium("nobody uses the table yet")
                .shareRowExclusive("every table that a foreign key of it references")
                .services(
                        "write the table after this upgrade",
                        "read the table after this upgrade; until writers fill it, it is empty",
                        "show the table after this upgrade",
                        ImpactProfile.UPGRADE_READERS_WRITERS)
                .rollback("the table is dropped, with the rows that came in")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.transaction(
                description(), this::create, this::drop, statements.statements().toString()));
    }

    private void create(Handle handle) {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        if (catalogue.find(table).isPresent()) {
            throw TableErrors.exists(description());
        }
        statements.run(handle.getConnection());
        if (catalogue.find(table).isEmpty()) {
            throw TableErrors.notCreated(description(), table);
        }
    }

    private void drop(Handle handle) throws SQLException {
        Optional<FoundTable> found = new ColumnCatalogue(handle, description()).find(table);
        if (found.isPresent()) {
            DropTable.drop(handle, found.get());
        }
    }
}
