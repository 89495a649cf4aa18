package io.github.dbupgrader.schema;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Adds a column that must not be null.
 *
 * <p>Without a fill its default is the value of all rows, and it is one short transaction. With one, the column comes empty and its default is for new rows only, which
 * therefore may be another for each row; a backfill fills the rows that are there; then it becomes NOT NULL. In this order, because the constraint makes updates of
 * rows that are not yet filled fail.
 */
final class AddRequiredColumn implements SchemaChange {

    private final TableName table;
    private final Column column;
    private final Optional<Backfill> fill;

    AddRequiredColumn(TableName table, Column column, Optional<Backfill> fill) {
        if (fill.isEmpty() && column.defaultValue().isEmpty()) {
            throw ColumnErrors.requiredWithoutValue(column.name().text());
        }
        this.table = table;
        this.column = column;
        this.fill = fill;
    }

    static AddRequiredColumn filledBy(TableName table, Column column, String expression) {
        String name = column.name().quoted();
        String value = Ddl.fragment("fill", expression);
        Backfill backfill = table.schema()
                .map(schema -> Backfill.table(schema.text(), table.name().text()))
                .orElseGet(() -> Backfill.table(table.name().text()))
                .pending(name + " is null")
                .set(name + " = (" + value + ")");
        return new AddRequiredColumn(table, column, Optional.of(backfill));
    }

    @Override
    public String description() {
        return "add required column " + column.name() + " to " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium(
                        "the column comes empty or with its default, is filled in batches, and required at the end")
                .accessExclusive(table)
                .rowExclusive(table, "while rows are filled")
                .shareUpdateExclusive(table, "while rows are looked through")
                .services(
                        "give each new row a value before the column is required, unless its default does",
                        "read the column after this upgrade",
                        "show the column after this upgrade",
                        ImpactProfile.WRITERS_OR_DEFAULT)
                .rollback("the column is dropped, with what was written into it")
                .about(table, column.name());
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        String comment = column.comment().orElse("");
        if (fill.isEmpty()) {
            return List.of(Parts.transaction(description(), this::addFilled, this::drop, column.definition(), comment));
        }
        List<SubStep> parts = new ArrayList<>();
        parts.add(Parts.transaction(description(), this::addEmpty, this::drop, column.definition(), comment));
        parts.add(backfills.subStep("fill " + table + "." + column.name(), fill.get()));
        parts.addAll(new SetNotNull(table, column.name()).subSteps(backfills));
        return parts;
    }

    private void addFilled(Handle handle) throws SQLException {
        AddColumn.add(handle, description(), table, column, " not null");
    }

    private void addEmpty(Handle handle) throws SQLException {
        FoundTable found = AddColumn.add(handle, description(), table, column.withoutDefault(), "");
        if (column.defaultValue().isPresent()) {
            Ddl.run(
                    handle,
                    "alter table " + found.quoted() + " alter column "
                            + column.name().quoted() + " set default "
                            + column.defaultValue().get());
        }
    }

    private void drop(Handle handle) throws SQLException {
        AddColumn.drop(handle, description(), table, column);
    }
}
