package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Adds a foreign key: first not yet valid, which reads no row, then validated while both tables are read and written.
 *
 * <p>Up to PostgreSQL 17 a partitioned table cannot have one that is not yet valid. There each partition gets its own; when all are valid the table gets it, and the
 * server takes those of the partitions for it without reading them.
 */
final class AddForeignKey implements SchemaChange {

    private static final int FIRST_WITH_INVALID_ON_PARTITIONED = 180_000;

    private final TableName table;
    private final ForeignKey key;

    AddForeignKey(TableName table, ForeignKey key) {
        this.table = table;
        this.key = key;
    }

    @Override
    public String description() {
        return "add foreign key " + key.name() + " to " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium(
                        "the foreign key is added without looking at rows, which are looked through while they are read and written")
                .shareRowExclusive(table)
                .shareRowExclusive(key.target())
                .shareUpdateExclusive(table, "while rows are looked through")
                .services(
                        "write the other table first, and keep to the foreign key, before this upgrade",
                        "nothing",
                        "nothing",
                        ImpactProfile.WRITERS_UPGRADE)
                .rollback("the foreign key is dropped")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        String declared = key.definition(key.target().quoted());
        List<SubStep> parts = new ArrayList<>();
        parts.add(Parts.transaction(description(), this::add, this::drop, declared));
        parts.addAll(new ValidateConstraint(table, key.name()).subSteps(backfills));
        parts.add(Parts.rehearsedBy(
                Parts.NOTHING,
                Parts.transaction(
                        description() + ": on the partitioned table", this::addToParent, this::drop, declared)));
        return parts;
    }

    private void add(Handle handle) throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        FoundTable found = catalogue.table(table);
        FoundTable target = catalogue.table(key.target());
        ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
        List<FoundTable> places = isByPartition(catalogue, found) ? constraints.leaves(found) : List.of(found);
        for (FoundTable one : constraints.withPartitions(found)) {
            if (constraints.find(one, key.name()).isPresent()) {
                throw ConstraintErrors.nameTaken(description(), key.name().text());
            }
        }
        List<Long> locked = new ArrayList<>(places.stream().map(FoundTable::oid).toList());
        locked.add(target.oid());
        LockOrder.lock(handle, "share row exclusive", locked);
        for (FoundTable one : places) {
            Ddl.run(handle, "alter table " + one.quoted() + " add " + key.definition(target.quoted()) + " not valid");
        }
    }

    private void addToParent(Handle handle) throws SQLException {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        FoundTable found = catalogue.table(table);
        if (new ConstraintCatalogue(handle).find(found, key.name()).isEmpty()) {
            FoundTable target = catalogue.table(key.target());
            LockOrder.lock(handle, "share row exclusive", List.of(found.oid(), target.oid()));
            Ddl.run(handle, "alter table " + found.quoted() + " add " + key.definition(target.quoted()));
        }
    }

    private static boolean isByPartition(ColumnCatalogue catalogue, FoundTable found) {
        return found.kind().equals("p") && catalogue.serverVersion() < FIRST_WITH_INVALID_ON_PARTITIONED;
    }

    /** In one transaction, so that all is locked before the first of them goes. */
    private void drop(Handle handle) throws SQLException {
        Optional<FoundTable> found = new IndexCatalogue(handle).table(table);
        if (found.isEmpty()) {
            return;
        }
        ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
        List<FoundTable> places = constraints.withPartitions(found.get());
        LockOrder.lock(
                handle,
                "access exclusive",
                places.stream()
                        .flatMap(place -> constraints.tablesOf(place, key.name()).stream())
                        .toList());
        DropConstraint.ifThere(handle, table, key.name());
        for (FoundTable leaf : constraints.leaves(found.get())) {
            DropConstraint.ifThere(handle, TableName.of(leaf.schema(), leaf.name()), key.name());
        }
    }
}
