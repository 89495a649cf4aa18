package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ColumnUses.Kind;
import io.github.dbupgrader.schema.ColumnUses.Use;
import io.github.dbupgrader.schema.TransitionColumns.FoundColumn;
import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import io.github.dbupgrader.schema.Transitions.Recorded;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes for the new column what the old one has, when its rows are filled. Each part looks at what is there, so that it can run again. */
final class TransitionCopies {

    private final BackfillParts parts;
    private final TransitionSpec spec;

    TransitionCopies(BackfillParts parts, TransitionSpec spec) {
        this.parts = parts;
        this.spec = spec;
    }

    /** The table with both columns and what the old one has. */
    record Pair(FoundTable table, FoundColumn before, FoundColumn after, List<Use> uses) {}

    static Pair read(Handle handle, TransitionSpec spec) throws SQLException {
        TransitionColumns catalogue = new TransitionColumns(handle);
        FoundTable table = new TransitionPreflight(handle, spec).table();
        FoundColumn before = catalogue
                .column(table.oid(), spec.oldColumn())
                .orElseThrow(() -> TransitionErrors.notExpanded(spec.label()));
        FoundColumn after = catalogue
                .column(table.oid(), spec.newColumn())
                .orElseThrow(() -> TransitionErrors.notExpanded(spec.label()));
        Optional<String> newType = spec.newType().map(t -> after.type() + after.collate());
        return new Pair(table, before, after, new ColumnUses(handle, spec, table, before).uses(newType));
    }

    void addConstraints(Handle handle) throws SQLException {
        Pair pair = read(handle, spec);
        String t = pair.table().name().quoted();
        for (Use use : pair.uses()) {
            if (use.kind() != Kind.INDEX
                    && constraint(handle, pair.table(), use.copy()).isEmpty()) {
                Ddl.run(
                        handle,
                        "alter table " + t + " add constraint " + use.copy().quoted() + " " + use.definition()
                                + " not valid");
            }
        }
        // Before release 18 being NOT NULL is no constraint of its own: a check proves it without a scan under a lock.
        if (isBareNotNull(pair)) {
            Ddl.run(
                    handle,
                    "alter table " + t + " drop constraint if exists "
                            + proof(pair).quoted());
            Ddl.run(
                    handle,
                    "alter table " + t + " add constraint " + proof(pair).quoted() + " check ("
                            + spec.newColumn().quoted() + " is not null) not valid");
        }
    }

    void buildIndexes(Handle handle) throws SQLException {
        Pair pair = handle.inTransaction(h -> read(h, spec));
        for (Use use : pair.uses()) {
            if (use.kind() != Kind.INDEX || indexIsValid(handle, pair.table(), use.copy())) {
                continue;
            }
            QualifiedName copy = new QualifiedName(pair.table().name().schema(), use.copy());
            Ddl.run(handle, "drop index concurrently if exists " + copy.quoted());
            Ddl.run(
                    handle,
                    "create " + (use.unique() ? "unique " : "") + "index concurrently "
                            + use.copy().quoted() + " on " + pair.table().name().quoted() + " " + use.definition());
        }
    }

    void validate(Handle handle) throws SQLException {
        Pair pair = handle.inTransaction(h -> read(h, spec));
        List<Identifier> names = new ArrayList<>();
        pair.uses().stream().filter(u -> u.kind() != Kind.INDEX && u.complete()).forEach(u -> names.add(u.copy()));
        if (isBareNotNull(pair)) {
            names.add(proof(pair));
        }
        for (Identifier name : names) {
            if (constraint(handle, pair.table(), name).filter(valid -> valid).isEmpty()) {
                Ddl.run(
                        handle,
                        "alter table " + pair.table().name().quoted() + " validate constraint " + name.quoted());
            }
        }
        Recorded recorded = new Transitions(parts, spec)
                .find(handle, pair.table().name())
                .orElseThrow(() -> TransitionErrors.notExpanded(spec.label()));
        new TransitionComparison(handle, spec).requireEqual(pair.table(), recorded.difference());
    }

    void synced(Handle handle) throws SQLException {
        Pair pair = read(handle, spec);
        String t = pair.table().name().quoted();
        if (isBareNotNull(pair)) {
            Ddl.run(
                    handle,
                    "alter table " + t + " alter column " + spec.newColumn().quoted() + " set not null");
            Ddl.run(
                    handle,
                    "alter table " + t + " drop constraint " + proof(pair).quoted());
        }
        new Transitions(parts, spec).synced(handle, pair.table().name());
    }

    /** {@return what the old column has and the new one has not} */
    static List<String> missing(Handle handle, Pair pair) {
        List<String> missing = new ArrayList<>();
        for (Use use : pair.uses()) {
            boolean there = use.kind() == Kind.INDEX
                    ? indexIsValid(handle, pair.table(), use.copy())
                    : constraint(handle, pair.table(), use.copy())
                            .filter(valid -> valid || !use.complete())
                            .isPresent();
            if (!there) {
                missing.add(use.original() + " (copy " + use.copy() + ")");
            }
        }
        if (pair.before().notNull() && !pair.after().notNull()) {
            missing.add("not null");
        }
        return missing;
    }

    private static boolean isBareNotNull(Pair pair) {
        return pair.before().notNull()
                && !pair.after().notNull()
                && pair.uses().stream().noneMatch(u -> u.kind() == Kind.NOT_NULL);
    }

    private Identifier proof(Pair pair) {
        return TransitionNames.copy(pair.table().name(), "not_null", spec.newColumn());
    }

    /** {@return whether a constraint is validated; empty if it is not there} */
    private static Optional<Boolean> constraint(Handle handle, FoundTable table, Identifier name) {
        return handle.createQuery(
                        "select convalidated from pg_constraint where conrelid = cast(:table as oid) and conname = :name")
                .bind("table", table.oid())
                .bind("name", name.text())
                .mapTo(Boolean.class)
                .findOne();
    }

    private static boolean indexIsValid(Handle handle, FoundTable table, Identifier name) {
        return handle.createQuery("""
                        select i.indisvalid and i.indisready from pg_index i join pg_class c on c.oid = i.indexrelid
                        where i.indrelid = cast(:table as oid) and c.relname = :name""")
                .bind("table", table.oid())
                .bind("name", name.text())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}
