package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ColumnCatalogue.FoundColumn;
import io.github.dbupgrader.schema.ConstraintCatalogue.FoundConstraint;
import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.step.SubStep;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes a column NOT NULL without reading the table while nobody else can.
 *
 * <p>A constraint that is not yet valid keeps new nulls out; it is validated while the table is read and written; then the server takes it as the proof that SET NOT
 * NULL needs. Up to PostgreSQL 17 that is a check constraint, dropped at the end; 18 has NOT NULL constraints that can be not yet valid, and there SET NOT NULL would
 * read the table in spite of one. Each part looks at what is there, not at which server it is, so a server may be upgraded between two of them.
 *
 * <p>A constraint that is not yet valid makes every update of a row with a null fail, so before it comes the refusal if there is such a row.
 */
final class SetNotNull implements SchemaChange {

    private static final int FIRST_WITH_NOT_NULL_CONSTRAINTS = 180_000;
    private static final String[] VIOLATIONS = {"23514", "23502"};

    private final TableName table;
    private final Identifier column;
    private final Identifier helper;

    SetNotNull(TableName table, Identifier column) {
        this.table = table;
        this.column = column;
        this.helper = HelperName.of("not_null", column);
    }

    @Override
    public String description() {
        return "require column " + column + " of " + table;
    }

    @Override
    public ImpactProfile impactProfile() {
        return ImpactProfile.medium(
                        "rows are looked through while they are read and written, and the server takes that as proof")
                .accessExclusive(table)
                .shareUpdateExclusive(table, "while rows are looked through")
                .services(
                        "always give the column a value before this upgrade",
                        "nothing",
                        "nothing",
                        ImpactProfile.WRITERS_UPGRADE)
                .rollback("the column may be empty again")
                .about(table, column);
    }

    @Override
    public List<SubStep> subSteps(BackfillParts backfills) {
        return List.of(
                Parts.repeatable(description() + ": look for rows without it", this::requireNoNulls, Parts.NOTHING),
                Parts.transaction(description() + ": keep new ones out", this::keepOut, this::undo),
                Parts.repeatable(description() + ": validate", this::validate, Parts.NOTHING),
                // What a dry run has not validated is no proof, and without one all rows would be read.
                Parts.rehearsedBy(this::dropHelper, Parts.transaction(description(), this::setNotNull, this::undo)));
    }

    private void requireNoNulls(Handle handle) {
        FoundTable found = catalogue(handle).table(table);
        requireNullable(handle, found);
        String sample = new ConstraintCatalogue(handle).sample(found, "t." + column.quoted() + " is null");
        if (!sample.isEmpty()) {
            throw ConstraintErrors.nullsLeft(description(), column.text(), sample);
        }
    }

    /** Nobody could tell at the revert that it was so before. */
    private FoundColumn requireNullable(Handle handle, FoundTable found) {
        FoundColumn there = catalogue(handle).column(found, column);
        if (there.notNull()) {
            throw ConstraintErrors.alreadyNotNull(description(), column.text());
        }
        return there;
    }

    private void keepOut(Handle handle) throws SQLException {
        FoundTable found = catalogue(handle).table(table);
        requireNullable(handle, found);
        if (NotNullProof.exists(handle, found, column)) {
            return;
        }
        if (catalogue(handle).serverVersion() >= FIRST_WITH_NOT_NULL_CONSTRAINTS) {
            Ddl.run(handle, "alter table " + found.quoted() + " add not null " + column.quoted() + " not valid");
            return;
        }
        if (new ConstraintCatalogue(handle).find(found, helper).isPresent()) {
            throw ConstraintErrors.nameTaken(description(), helper.text());
        }
        Ddl.run(
                handle,
                "alter table " + found.quoted() + " add constraint " + helper.quoted() + " check (" + column.quoted()
                        + " is not null) not valid");
    }

    private void validate(Handle handle) throws SQLException {
        FoundTable found = catalogue(handle).table(table);
        ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
        Optional<FoundConstraint> unproven = constraints
                .notNullCheck(found, helper, column)
                .or(() -> constraints.notNull(found, column))
                .filter(c -> !c.validated());
        if (unproven.isEmpty()) {
            return;
        }
        try {
            Ddl.run(
                    handle,
                    "alter table " + found.quoted() + " validate constraint "
                            + unproven.get().name().quoted());
        } catch (SQLException e) {
            if (!SqlState.is(e, VIOLATIONS)) {
                throw e;
            }
            throw ConstraintErrors.violated(
                    description(),
                    unproven.get().name().text(),
                    constraints.sample(found, "t." + column.quoted() + " is null"),
                    e);
        }
    }

    private void setNotNull(Handle handle) throws SQLException {
        FoundTable found = catalogue(handle).table(table);
        FoundColumn there = catalogue(handle).column(found, column);
        ConstraintCatalogue constraints = new ConstraintCatalogue(handle);
        boolean unproven =
                constraints.notNull(found, column).filter(c -> !c.validated()).isPresent();
        if (!there.notNull() || unproven) {
            if (unproven || !NotNullProof.exists(handle, found, column)) {
                throw ConstraintErrors.proofVanished(description(), column.text());
            }
            Ddl.run(handle, "alter table " + found.quoted() + " alter column " + column.quoted() + " set not null");
        }
        dropHelper(handle);
    }

    private void dropHelper(Handle handle) throws SQLException {
        Optional<FoundTable> found = catalogue(handle).find(table);
        // a constraint of that name that says anything else is somebody's
        if (found.flatMap(t -> new ConstraintCatalogue(handle).notNullCheck(t, helper, column))
                .isPresent()) {
            Ddl.run(handle, "alter table " + found.get().quoted() + " drop constraint " + helper.quoted());
        }
    }

    private void undo(Handle handle) throws SQLException {
        dropHelper(handle);
        Optional<FoundTable> found = catalogue(handle).find(table);
        if (found.flatMap(t -> catalogue(handle).find(t, column))
                .filter(FoundColumn::notNull)
                .isPresent()) {
            Ddl.run(
                    handle,
                    "alter table " + found.get().quoted() + " alter column " + column.quoted() + " drop not null");
        }
    }

    private ColumnCatalogue catalogue(Handle handle) {
        return new ColumnCatalogue(handle, description());
    }
}
