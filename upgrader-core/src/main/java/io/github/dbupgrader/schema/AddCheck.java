package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Adds a check constraint: first not yet valid, which reads no row, then validated while the table is read and written.
 *
 * <p>A check that is not yet valid makes every update of a row that violates it fail, so before it comes the refusal if there is such a row.
 */
final class AddCheck implements SchemaChange {

    private final TableName table;
    private final Identifier name;
    private final String condition;

    AddCheck(TableName table, Identifier name, String condition) {
        this.table = table;
        this.name = name;
        this.condition = Ddl.fragment("condition", condition);
    }

    @Override
    public String description() {
        return "add check " + name + " to " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium(
                        "the check is added without looking at rows, which are looked through while they are read and written")
                .accessExclusive(table)
                .shareUpdateExclusive(table, "while rows are looked through")
                .services("keep to the check before this upgrade", "nothing", "nothing", ImpactProfile.WRITERS_UPGRADE)
                .rollback("the check is dropped")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        List<SubStep> parts = new ArrayList<>();
        parts.add(Parts.repeatable(
                description() + ": look for rows that violate it", this::requireNoViolation, Parts.NOTHING, condition));
        parts.add(Parts.transaction(
                description(), this::add, handle -> DropConstraint.ifThere(handle, table, name), condition));
        parts.addAll(new ValidateConstraint(table, name).subSteps(backfills));
        return parts;
    }

    private void requireNoViolation(Handle handle) {
        FoundTable found = new ColumnCatalogue(handle, description()).table(table);
        requireNew(handle, found);
        String sample = new ConstraintCatalogue(handle).sample(found, "not (" + condition + ")");
        if (!sample.isEmpty()) {
            throw ConstraintErrors.violators(description(), sample);
        }
    }

    private void requireNew(Handle handle, FoundTable found) {
        if (new ConstraintCatalogue(handle).find(found, name).isPresent()) {
            throw ConstraintErrors.nameTaken(description(), name.text());
        }
    }

    private void add(Handle handle) throws SQLException {
        FoundTable found = new ColumnCatalogue(handle, description()).table(table);
        requireNew(handle, found);
        Ddl.run(
                handle,
                "alter table " + found.quoted() + " add constraint " + name.quoted() + " check (" + condition
                        + ") not valid");
    }
}
