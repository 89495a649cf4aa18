package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.schema.TransitionSpec.Gates;
import io.github.dbupgrader.schema.ViewCatalogue.FoundView;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.step.Checksum;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A table under a new name, with a view under the old one: the rename of a table, or that of a column, whose view has both names of it. How far it is the catalogue tells, so that nothing has to
 * be recorded.
 *
 * @param table the old name
 * @param newName the new one; where a column is renamed, one that nobody uses
 * @param column the column that is renamed
 * @param gates what contract waits for
 */
record TableRename(TableName table, Identifier newName, Optional<ColumnNames> column, Gates gates) {

    private static final int LONGEST_LABEL = 150;

    /** The two names of a column. */
    record ColumnNames(Identifier oldName, Identifier newName) {}

    /** How far a rename is. */
    enum State {
        /** The old name is the table's. */
        BEFORE,
        /** The new name is the table's, and the old one that of a view on it. */
        EXPANDED,
        /** There is nothing of the old name. */
        CONTRACTED,
        /** None of these. */
        OTHER
    }

    /** The table under the new name; and the view on it alone, and of all its rows, that has the old one. */
    record Found(State state, Optional<FoundTable> table, Optional<FoundView> view) {}

    static TableRename of(TableName table, Identifier newName) {
        return new TableRename(table, newName, Optional.empty(), Gates.DEFAULT);
    }

    static TableRename ofColumn(TableName table, Identifier oldColumn, Identifier newColumn) {
        return new TableRename(
                table,
                HelperName.of("behind_view", table.name()),
                Optional.of(new ColumnNames(oldColumn, newColumn)),
                Gates.DEFAULT);
    }

    TableRename with(Gates others) {
        return new TableRename(table, newName, column, others);
    }

    /** {@return this change as its first or second half, which must not be in one upgrade} */
    ChangeHalf half(boolean isContract) {
        List<String> change = column.map(c -> List.of(
                        table.name().text(), c.oldName().text(), c.newName().text()))
                .orElse(List.of(table.name().text(), newName.text()));
        return new ChangeHalf(table.schema().map(Identifier::text), change, isContract);
    }

    /** What a person calls it. Names of 63 bytes each would be too long for a record. */
    String label() {
        String line = column.map(
                        c -> "rename column " + c.oldName() + " of " + table + " to " + c.newName() + " through a view")
                .orElse("rename table " + table + " to " + newName)
                .replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_LABEL
                ? line
                : line.substring(0, LONGEST_LABEL) + "… " + Checksum.of(line).substring(0, 8);
    }

    /** {@return the new name, in the schema of the old one} */
    QualifiedName renamed(Identifier schema) {
        return new QualifiedName(schema, newName);
    }

    Found find(Handle handle) {
        IndexCatalogue catalogue = new IndexCatalogue(handle);
        Optional<FoundTable> old = catalogue.table(table);
        Optional<FoundTable> young = catalogue.table(
                old.map(o -> TableName.of(o.schema(), newName.text())).orElse(new TableName(table.schema(), newName)));
        if (young.isEmpty()) {
            return new Found(stateWithoutNew(handle, old), old, Optional.empty());
        }
        if (!isTable(young.get())) {
            return new Found(State.OTHER, young, Optional.empty());
        }
        if (old.isEmpty()) {
            return new Found(column.isEmpty() ? State.CONTRACTED : State.OTHER, young, Optional.empty());
        }
        if (!old.get().kind().equals("v") || !isOnlyOn(handle, old.get(), young.get())) {
            return new Found(State.OTHER, young, Optional.empty());
        }
        return new Found(State.EXPANDED, young, new ViewCatalogue(handle, label()).find(table));
    }

    private State stateWithoutNew(Handle handle, Optional<FoundTable> old) {
        if (old.filter(TableRename::isTable).isEmpty()) {
            return State.OTHER;
        }
        ColumnCatalogue columns = new ColumnCatalogue(handle, label());
        boolean renamed = column.filter(
                        c -> columns.find(old.get(), c.oldName()).isEmpty()
                                && columns.find(old.get(), c.newName()).isPresent())
                .isPresent();
        return renamed ? State.CONTRACTED : State.BEFORE;
    }

    private static boolean isTable(FoundTable found) {
        return found.kind().equals("r") || found.kind().equals("p");
    }

    private static boolean isOnlyOn(Handle handle, FoundTable view, FoundTable on) {
        return handle.createQuery("""
                        select array_agg(distinct d.refobjid::bigint) = array[cast(:table as bigint)] from pg_rewrite r
                          join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                        where r.ev_class = cast(:view as oid) and r.rulename = '_RETURN' and d.refobjid <> r.ev_class""")
                .bind("view", view.oid())
                .bind("table", on.oid())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** {@return what needs the view, by what the server knows} */
    static List<String> dependants(Handle handle, FoundView view) {
        return handle.createQuery("""
                        select distinct case when r.oid is not null then pg_describe_object('pg_class'::regclass, r.ev_class, 0)
                          else pg_describe_object(d.classid, d.objid, d.objsubid) end
                        from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
                        where d.refclassid = 'pg_class'::regclass and d.refobjid = cast(:view as oid) and d.deptype = 'n'
                          and r.ev_class is distinct from d.refobjid
                        order by 1""")
                .bind("view", view.oid())
                .mapTo(String.class)
                .list();
    }

    /** {@return functions that have the old name in their text, by itself; that of a column together with that of the table, or as triggers of it} */
    List<String> functions(Handle handle, FoundTable renamed) {
        return handle
                .createQuery("""
                        select p.oid::regprocedure::text from pg_proc p
                          join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
                        where n.nspname not in ('pg_catalog', 'information_schema') and l.lanname not in ('internal', 'c')
                          and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
                          and p.prosrc ~* %s and (p.prosrc ~* %s or exists (select from pg_trigger t where t.tgfoid = p.oid and t.tgrelid = cast(:table as oid)))
                        order by 1""".formatted(ColumnDependents.word(":also"), ColumnDependents.word(":name")))
                .bind("table", renamed.oid())
                .bind("name", table.name().text())
                .bind(
                        "also",
                        column.map(ColumnNames::oldName).orElse(table.name()).text())
                .mapTo(String.class)
                .list()
                .stream()
                .filter(f -> gates.ignoredFunctions().stream().noneMatch(i -> f.equals(i) || f.startsWith(i + "(")))
                .toList();
    }
}
