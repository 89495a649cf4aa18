package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ConstraintCatalogue.FoundConstraint;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Validates a check or foreign key that is not yet valid, on the table itself or on its partitions, while the tables are read and written.
 *
 * <p>To run again does no harm: a valid one is not read again.
 */
final class ValidateConstraint implements SchemaChange {

    private static final String[] VIOLATIONS = {"23514", "23503", "23502"};

    private final TableName table;
    private final Identifier constraint;

    ValidateConstraint(TableName table, Identifier constraint) {
        this.table = table;
        this.constraint = constraint;
    }

    @Override
    public String description() {
        return "validate constraint " + constraint + " of " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.low("rows are looked through while they are read and written")
                .shareUpdateExclusive(table, "while rows are looked through")
                .services("nothing", "nothing", "nothing", ImpactProfile.ANY_TIME)
                .rollback("nothing to undo: the constraint is in force as before")
                .about(table);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(Parts.repeatable(description(), this::validate, Parts.NOTHING));
    }

    private void validate(Handle handle) throws SQLException {
        FoundTable found = new ColumnCatalogue(handle, description()).table(table);
        ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
        boolean any = false;
        for (FoundTable one : constraints.withPartitions(found)) {
            List<FoundConstraint> there =
                    constraints.find(one, constraint).stream().toList();
            any |= !there.isEmpty();
            for (FoundConstraint c : there) {
                if (!c.validated()) {
                    validate(handle, one, c);
                }
            }
        }
        if (!any) {
            throw ConstraintErrors.missing(description(), constraint.text());
        }
    }

    private void validate(Handle handle, FoundTable one, FoundConstraint there) throws SQLException {
        try {
            Ddl.run(
                    handle,
                    "alter table " + one.quoted() + " validate constraint "
                            + there.name().quoted());
        } catch (SQLException e) {
            if (!SqlState.is(e, VIOLATIONS)) {
                throw e;
            }
            ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
            String sample = constraints.sample(one, constraints.violation(one, there.name()));
            throw ConstraintErrors.violated(description(), constraint.text(), sample, e);
        }
    }
}
