package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ConstraintCatalogue.FoundConstraint;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Drops a constraint. There is no revert: to make it again takes several transactions, and what violates it may have come in meanwhile.
 *
 * <p>With a foreign key the server locks the table that it refers to as well, second and for as long as it takes; so both are locked first, always in the same order.
 */
final class DropConstraint implements SchemaChange {

    private final TableName table;
    private final Identifier name;

    DropConstraint(TableName table, Identifier name) {
        this.table = table;
        this.name = name;
    }

    @Override
    public String description() {
        return "drop constraint " + name + " of " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium("no row is read or written")
                .accessExclusive(table)
                .accessExclusive("the other table, if it is a foreign key")
                .services(
                        "may write what the constraint kept out, after this upgrade",
                        "rely on the constraint no longer, before this upgrade",
                        "rely on the constraint no longer, before this upgrade",
                        ImpactProfile.READERS_UPGRADE_WRITERS)
                .rollback("none: rows that violate it may have come in; add it again by an upgrade")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.withoutRevert(Parts.transaction(description(), this::drop, Parts.NOTHING)));
    }

    private void drop(Handle handle) throws SQLException {
        FoundTable found = new ColumnCatalogue(handle, description()).table(table);
        if (new ConstraintCatalogue(handle).find(found, name).isEmpty()) {
            throw ConstraintErrors.missing(description(), name.text());
        }
        ifThere(handle, table, name);
    }

    /** Drops it with the locks in order; nothing happens where it or the table is gone. */
    static void ifThere(Handle handle, TableName table, Identifier name) throws SQLException {
        Optional<FoundTable> found = new IndexCatalogue(handle).table(table);
        ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
        Optional<FoundConstraint> there = found.flatMap(t -> constraints.find(t, name));
        if (there.isPresent()) {
            LockOrder.lock(handle, "access exclusive", constraints.tablesOf(found.get(), name));
            Ddl.run(handle, "alter table " + found.get().quoted() + " drop constraint if exists " + name.quoted());
        }
    }
}
