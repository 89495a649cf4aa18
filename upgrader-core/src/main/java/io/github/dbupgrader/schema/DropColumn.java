package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops a column that nothing needs any longer.
 *
 * <p>The server drops indexes, constraints and statistics with a column without a word, so what goes is told before. Indexes go first and concurrently: with the column
 * they would go while nobody can read the table. For what else depends on it the server offers CASCADE; here it is refused. No revert brings the values back, so there
 * is none.
 */
final class DropColumn implements SchemaChange {

    private static final Logger LOG = LoggerFactory.getLogger(DropColumn.class);

    private final TableName table;
    private final Identifier column;

    private final List<String> functionsChecked;

    DropColumn(TableName table, Identifier column, List<String> functionsChecked) {
        this.table = table;
        this.column = column;
        this.functionsChecked = List.copyOf(functionsChecked);
    }

    @Override
    public String description() {
        return "drop column " + column + " of " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium("services stop using the column first, and its indexes go concurrently before it")
                .accessExclusive(table)
                .accessExclusive("every table that a foreign key of the column references")
                .shareUpdateExclusive(table, "while its indexes are dropped")
                .services(
                        "remove the column from what they write, before this upgrade",
                        "remove the column from what they read, before this upgrade",
                        "remove the column from their queries, before this upgrade",
                        ImpactProfile.SERVICES_UPGRADE)
                .rollback("none: the values are gone")
                .about(table, column);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(
                Parts.rehearsedBy(
                        this::rehearse,
                        Parts.withoutRevert(Parts.repeatable(
                                description() + ": drop its indexes", this::dropIndexes, Parts.NOTHING))),
                Parts.withoutRevert(Parts.transaction(description(), this::drop, Parts.NOTHING)));
    }

    private void dropIndexes(Handle handle) throws SQLException {
        FoundTable found = catalogue(handle).table(table);
        ColumnDependents dependents = requireFree(handle, found);
        List<String> goingToo = dependents.goingToo();
        if (!goingToo.isEmpty()) {
            LOG.info("with column {} of {} go: {}", column, table, String.join(", ", goingToo));
        }
        for (String index : dependents.ownIndexes()) {
            Ddl.run(handle, "drop index concurrently if exists " + index);
        }
    }

    private void rehearse(Handle handle) {
        requireFree(handle, catalogue(handle).table(table));
    }

    private void drop(Handle handle) throws SQLException {
        FoundTable found = catalogue(handle).table(table);
        requireFree(handle, found);
        lockLinked(handle, found, column);
        Ddl.run(handle, "alter table " + found.quoted() + " drop column " + column.quoted());
    }

    /** Locks the tables of the foreign keys that go with a column: the server would lock the other one after its own. */
    static void lockLinked(Handle handle, FoundTable found, Identifier column) throws SQLException {
        List<Long> linked = handle.createQuery("""
                        select distinct unnest(array[k.conrelid, k.confrelid]::bigint[])
                        from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                        where k.contype = 'f' and k.conrelid = cast(:table as oid) and a.attname = :column""")
                .bind("table", found.oid())
                .bind("column", column.text())
                .mapTo(Long.class)
                .list();
        LockOrder.lock(handle, "access exclusive", linked);
    }

    private ColumnDependents requireFree(Handle handle, FoundTable found) {
        catalogue(handle).column(found, column);
        ColumnDependents dependents = new ColumnDependents(handle, found, column);
        List<String> inTheWay = dependents.inTheWay();
        if (!inTheWay.isEmpty()) {
            throw ColumnErrors.needed(description(), inTheWay);
        }
        List<String> named = dependents.namedInBodies().stream()
                .filter(function -> !functionsChecked.contains(function))
                .toList();
        if (!named.isEmpty()) {
            throw ColumnErrors.namedInFunctions(description(), named);
        }
        return dependents;
    }

    private ColumnCatalogue catalogue(Handle handle) {
        return new ColumnCatalogue(handle, description());
    }
}
