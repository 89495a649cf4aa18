package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ColumnCatalogue.FoundColumn;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Adds a unique constraint or a primary key: its index is built concurrently, and becomes the constraint in a moment.
 *
 * <p>A primary key makes its columns NOT NULL, for which the server would read the table while nobody else can; so they must be that before.
 */
final class AddKey implements SchemaChange {

    private final TableName table;
    private final Identifier name;
    private final List<Identifier> columns;
    private final boolean primary;
    private final CreateIndexConcurrently index;

    AddKey(TableName table, Identifier name, List<Identifier> columns, boolean primary) {
        this.table = table;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.primary = primary;
        Index unique = Index.named(name.text())
                .unique()
                .on(columns.stream().map(Identifier::text).toArray(String[]::new));
        this.index = new CreateIndexConcurrently(table, unique, true);
    }

    @Override
    public String description() {
        return "add " + kind() + " " + name + " to " + table;
    }

    private String kind() {
        return primary ? "primary key" : "unique constraint";
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium("its index is built while the table is read and written")
                .accessExclusive(table)
                .shareUpdateExclusive(table, "while the index is built")
                .services(
                        "write no duplicates, before this upgrade", "nothing", "nothing", ImpactProfile.WRITERS_UPGRADE)
                .rollback("the constraint is dropped, and its index with it")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        List<SubStep> parts = new ArrayList<>();
        if (primary) {
            parts.add(Parts.repeatable(description() + ": look at its columns", this::requireNotNull, Parts.NOTHING));
        }
        parts.addAll(index.subSteps(backfills));
        parts.add(Parts.transaction(
                description(), this::add, handle -> DropConstraint.ifThere(handle, table, name), columns.toString()));
        return parts;
    }

    private void requireNotNull(Handle handle) {
        ColumnCatalogue catalogue = new ColumnCatalogue(handle, description());
        FoundTable found = catalogue.table(table);
        for (Identifier column : columns) {
            FoundColumn there = catalogue.column(found, column);
            if (!there.notNull()
                    || new ConstraintCatalogue(handle)
                            .notNull(found, column)
                            .filter(c -> !c.validated())
                            .isPresent()) {
                throw ConstraintErrors.nullableKey(description(), column.text());
            }
        }
    }

    private void add(Handle handle) throws SQLException {
        FoundTable found = new ColumnCatalogue(handle, description()).table(table);
        if (primary) {
            requireNotNull(handle);
        }
        Ddl.run(
                handle,
                "alter table " + found.quoted() + " add constraint " + name.quoted()
                        + (primary ? " primary key" : " unique") + " using index " + name.quoted());
    }
}
