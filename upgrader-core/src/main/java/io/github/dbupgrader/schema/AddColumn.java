package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Literal;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Adds a column that may be null.
 *
 * <p>The server does this without touching a row, but for some types and defaults, for which it writes all rows anew while nobody can read or write the table. What it
 * would do is asked on an empty copy, and those are refused with the way to get there in several steps.
 */
final class AddColumn implements SchemaChange {

    private final TableName table;
    private final Column column;

    AddColumn(TableName table, Column column) {
        this.table = table;
        this.column = column;
    }

    @Override
    public String description() {
        return "add column " + column.name() + " to " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("no row is read or written, and old applications do not see the column")
                .accessExclusive(table)
                .services(
                        "write the column if they have the value, after this upgrade",
                        "read the column if they show it; until writers fill it, it is empty or has its default",
                        "nothing, or show the column",
                        ImpactProfile.UPGRADE_READERS_WRITERS)
                .rollback("the column is dropped, with what was written into it")
                .about(table, column.name());
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.transaction(
                description(),
                this::add,
                this::drop,
                column.definition(),
                column.comment().orElse("")));
    }

    private void add(Handle handle) throws SQLException {
        add(handle, description(), table, column, "");
    }

    /** Adds it, with more said about it behind its definition, where that costs nothing. */
    static FoundTable add(Handle handle, String change, TableName table, Column column, String more)
            throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, change);
        FoundTable found = catalogue.table(table);
        if (catalogue.find(found, column.name()).isPresent()) {
            throw ColumnErrors.exists(change);
        }
        Optional<UpgradeException> refusal =
                AddedColumn.toCopyOf(handle, found, column).refusal(change);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        Ddl.run(handle, "alter table " + found.quoted() + " add column " + column.definition() + more);
        if (column.comment().isPresent()) {
            Ddl.run(
                    handle,
                    "comment on column " + found.quoted() + "." + column.name().quoted() + " is "
                            + Literal.quote(column.comment().get()));
        }
        return found;
    }

    private void drop(Handle handle) throws SQLException {
        drop(handle, description(), table, column);
    }

    static void drop(Handle handle, String change, TableName table, Column column) throws SQLException {
        Optional<FoundTable> found = new ColumnCatalogue(handle, change).find(table);
        if (found.isPresent()) {
            DropColumn.lockLinked(handle, found.get(), column.name());
            Ddl.run(
                    handle,
                    "alter table " + found.get().quoted() + " drop column if exists "
                            + column.name().quoted());
        }
    }
}
