package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Lets a column be null.
 *
 * <p>To undo that in one transaction means reading the whole table while nobody else can, so a revert does it for small tables alone.
 */
final class DropNotNull implements SchemaChange {

    /** Read in a moment, and far below what makes anybody wait. */
    private static final long SMALL_BYTES = 16L * 1024 * 1024;

    private final TableName table;
    private final Identifier column;

    DropNotNull(TableName table, Identifier column) {
        this.table = table;
        this.column = column;
    }

    @Override
    public String description() {
        return "let column " + column + " of " + table + " be empty";
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium("no row is read or written")
                .accessExclusive(table)
                .services(
                        "may leave the column empty after this upgrade",
                        "bear an empty value before this upgrade",
                        "bear an empty value before this upgrade",
                        ImpactProfile.READERS_UPGRADE_WRITERS)
                .rollback("by itself only while the table is small or a valid check proves that no value is missing")
                .about(table, column);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.transaction(description(), this::drop, this::set));
    }

    private void drop(Handle handle) throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        FoundTable found = catalogue.table(table);
        if (!catalogue.column(found, column).notNull()) {
            throw ConstraintErrors.notRequired(description(), column.text());
        }
        Ddl.run(handle, "alter table " + found.quoted() + " alter column " + column.quoted() + " drop not null");
    }

    private void set(Handle handle) throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        Optional<FoundTable> found = catalogue.find(table);
        if (found.flatMap(t -> catalogue.find(t, column))
                .filter(c -> !c.notNull())
                .isEmpty()) {
            return;
        }
        long bytes = handle.createQuery("""
                        select sum(pg_relation_size(oid)) from (select cast(:table as oid) as oid
                          union select relid from pg_partition_tree(cast(:table as oid))) t""")
                .bind("table", found.get().oid())
                .mapTo(Long.class)
                .one();
        if (bytes > SMALL_BYTES && !NotNullProof.exists(handle, found.get(), column)) {
            throw ConstraintErrors.tooLargeToRequire(description(), column.text(), table);
        }
        Ddl.run(handle, "alter table " + found.get().quoted() + " alter column " + column.quoted() + " set not null");
    }
}
