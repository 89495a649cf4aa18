package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ColumnUses.Kind;
import io.github.dbupgrader.schema.ColumnUses.On;
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

    /** A check needs the strongest lock of the table, and a foreign key a weaker one of both; so all are taken before, in order. */
    void addConstraints(Handle handle) throws SQLException {
        Pair pair = read(handle, spec);
        String t = pair.table().name().quoted();
        boolean checks = isBareNotNull(pair)
                || pair.uses().stream().anyMatch(u -> u.kind() == Kind.CHECK || u.kind() == Kind.NOT_NULL);
        if (checks) {
            List<Long> tables =
                    keys(pair, false).isEmpty() ? List.of(pair.table().oid()) : keyTables(handle, pair);
            LockOrder.lock(
                    handle, table -> table == pair.table().oid() ? "access exclusive" : "share row exclusive", tables);
        }
        for (Use use : pair.uses()) {
            if (use.kind() == Kind.CHECK || use.kind() == Kind.NOT_NULL) {
                add(handle, use);
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
        addForeignKeys(handle, pair, false);
    }

    /** Foreign keys to the new column: they need its unique index. */
    void addReferences(Handle handle) throws SQLException {
        addForeignKeys(handle, read(handle, spec), true);
    }

    private void addForeignKeys(Handle handle, Pair pair, boolean referencing) throws SQLException {
        List<Use> keys = keys(pair, referencing);
        if (!keys.isEmpty()) {
            LockOrder.lock(handle, "share row exclusive", keyTables(handle, pair));
        }
        for (Use key : keys) {
            add(handle, key);
        }
    }

    private static List<Use> keys(Pair pair, boolean referencing) {
        return pair.uses().stream()
                .filter(u -> u.kind() == Kind.FOREIGN_KEY && u.referencing() == referencing)
                .toList();
    }

    private List<Long> keyTables(Handle handle, Pair pair) {
        return new ForeignKeyUses(handle, spec, pair.table(), pair.before()).tables();
    }

    private static void add(Handle handle, Use use) throws SQLException {
        if (constraint(handle, use).isEmpty()) {
            Ddl.run(
                    handle,
                    "alter table " + use.on().quoted() + " add constraint "
                            + use.copy().quoted() + " " + use.definition() + " not valid");
        }
    }

    void buildIndexes(Handle handle) throws SQLException {
        Pair pair = handle.inTransaction(h -> read(h, spec));
        for (Use use : pair.uses()) {
            if (use.kind() != Kind.INDEX || indexIsValid(handle, use)) {
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
        for (Use use : pair.uses()) {
            if (use.kind() != Kind.INDEX && use.complete()) {
                validate(handle, use.on(), use.copy());
            }
        }
        if (isBareNotNull(pair)) {
            validate(handle, on(pair), proof(pair));
        }
        Recorded recorded = new Transitions(parts, spec)
                .find(handle, pair.table().name())
                .orElseThrow(() -> TransitionErrors.notExpanded(spec.label()));
        new TransitionComparison(handle, spec).requireEqual(pair.table(), recorded.difference());
    }

    private static void validate(Handle handle, On on, Identifier name) throws SQLException {
        if (constraint(handle, on, name).filter(valid -> valid).isEmpty()) {
            Ddl.run(handle, "alter table " + on.quoted() + " validate constraint " + name.quoted());
        }
    }

    /** What a dry run can do: the rows are not filled, so that nothing shows that they are not null. */
    void rehearseSynced(Handle handle) throws SQLException {
        new Transitions(parts, spec).synced(handle, read(handle, spec).table().name());
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
            if (!isThere(handle, use)) {
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

    /** {@return whether there is a copy that is as good as the original} */
    static boolean isThere(Handle handle, Use use) {
        return use.kind() == Kind.INDEX
                ? indexIsValid(handle, use)
                : constraint(handle, use)
                        .filter(valid -> valid || !use.complete())
                        .isPresent();
    }

    private static On on(Pair pair) {
        return new On(pair.table().oid(), pair.table().name().quoted());
    }

    private static Optional<Boolean> constraint(Handle handle, Use use) {
        return constraint(handle, use.on(), use.copy());
    }

    /** {@return whether a constraint is validated; empty if it is not there} */
    private static Optional<Boolean> constraint(Handle handle, On on, Identifier name) {
        return handle.createQuery(
                        "select convalidated from pg_constraint where conrelid = cast(:table as oid) and conname = :name")
                .bind("table", on.oid())
                .bind("name", name.text())
                .mapTo(Boolean.class)
                .findOne();
    }

    private static boolean indexIsValid(Handle handle, Use index) {
        return handle.createQuery("""
                        select i.indisvalid and i.indisready from pg_index i join pg_class c on c.oid = i.indexrelid
                        where i.indrelid = cast(:table as oid) and c.relname = :name""")
                .bind("table", index.on().oid())
                .bind("name", index.copy().text())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}
