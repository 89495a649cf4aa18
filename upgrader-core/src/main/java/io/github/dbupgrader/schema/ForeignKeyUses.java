package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ColumnUses.Kind;
import io.github.dbupgrader.schema.ColumnUses.On;
import io.github.dbupgrader.schema.ColumnUses.Use;
import io.github.dbupgrader.schema.TransitionColumns.FoundColumn;
import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The foreign keys that a column is part of, from either side, and the same with the new column. For use in a transaction. */
final class ForeignKeyUses {

    private static final String KEYS = """
            select k.conname, k.convalidated, k.conrelid, k.confrelid, k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
              cn.nspname as child_schema, c.relname as child_name, fn.nspname as parent_schema, f.relname as parent_name,
              l.child_columns, l.child_types, r.parent_columns, r.parent_types,
              substr(pg_get_constraintdef(k.oid), 1 + length(format('FOREIGN KEY (%s) REFERENCES %s(%s)', l.list, k.confrelid::regclass, r.list))) as tail
            from pg_constraint k
              join pg_class c on c.oid = k.conrelid join pg_namespace cn on cn.oid = c.relnamespace
              join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
              cross join lateral (
                select array_agg(a.attname::text order by o.n) as child_columns, array_agg(format_type(a.atttypid, a.atttypmod) order by o.n) as child_types,
                  string_agg(quote_ident(a.attname), ', ' order by o.n) as list
                from unnest(k.conkey) with ordinality o(num, n) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.num) l
              cross join lateral (
                select array_agg(a.attname::text order by o.n) as parent_columns, array_agg(format_type(a.atttypid, a.atttypmod) order by o.n) as parent_types,
                  string_agg(quote_ident(a.attname), ', ' order by o.n) as list
                from unnest(k.confkey) with ordinality o(num, n) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.num) r
            where k.contype = 'f' and k.conparentid = 0
              and ((k.conrelid = cast(:table as oid) and :column = any(k.conkey)) or (k.confrelid = cast(:table as oid) and :column = any(k.confkey)))
            order by k.conrelid, k.conname""";

    private final Handle handle;
    private final TransitionSpec spec;
    private final FoundTable table;
    private final FoundColumn column;

    ForeignKeyUses(Handle handle, TransitionSpec spec, FoundTable table, FoundColumn column) {
        this.handle = handle;
        this.spec = spec;
        this.table = table;
        this.column = column;
    }

    private record Side(long oid, String quoted, QualifiedName name, List<String> columns, List<String> types) {}

    private record Found(String name, boolean complete, Side child, Side parent, String tail) {}

    /** A column of a foreign key, of whichever table. */
    record Member(QualifiedName table, String column) {}

    List<Use> uses() {
        return found().stream()
                .map(key -> new Use(
                        Kind.FOREIGN_KEY,
                        key.name(),
                        TransitionNames.copy(table.name(), key.name(), spec.newColumn()),
                        "foreign key (" + withNew(key.child()) + ") references "
                                + key.parent().quoted() + " (" + withNew(key.parent()) + ")"
                                + ColumnUses.withoutState(key.tail()),
                        false,
                        "",
                        key.complete(),
                        new On(key.child().oid(), key.child().quoted()),
                        isOld(key.parent())))
                .toList();
    }

    /** {@return all tables at either end, this one too} */
    List<Long> tables() {
        return Stream.concat(
                        Stream.of(table.oid()),
                        found().stream()
                                .flatMap(k ->
                                        Stream.of(k.child().oid(), k.parent().oid())))
                .distinct()
                .toList();
    }

    /** {@return the columns at the other ends} */
    List<Member> others() {
        return found().stream()
                .flatMap(k -> Stream.of(k.child(), k.parent()))
                .flatMap(s -> s.columns().stream().map(c -> new Member(s.name(), c)))
                .filter(m -> !m.table().equals(table.name())
                        || !m.column().equals(spec.oldColumn().text()))
                .distinct()
                .toList();
    }

    /** Lets the server say whether values of the new type can still be looked up at the other end, on two empty temporary tables. */
    void requireJoinable(FoundColumn after) throws SQLException {
        List<Found> keys = found();
        new TransitionColumns(handle).probing(table, () -> {
            int number = 0;
            for (Found key : keys) {
                for (int i = 0; i < key.child().columns().size(); i++) {
                    number++;
                    Ddl.run(
                            handle,
                            "create temporary table upgrader_parent_" + number + " (c " + type(key.parent(), i, after)
                                    + " unique)");
                    Ddl.run(
                            handle,
                            "create temporary table upgrader_child_" + number + " (c " + type(key.child(), i, after)
                                    + " references upgrader_parent_" + number + " (c))");
                }
            }
            return number;
        });
    }

    private String type(Side side, int number, FoundColumn after) {
        boolean old = side.oid() == table.oid()
                && side.columns().get(number).equals(spec.oldColumn().text());
        return old ? after.type() : side.types().get(number);
    }

    private boolean isOld(Side side) {
        return side.oid() == table.oid()
                && side.columns().contains(spec.oldColumn().text());
    }

    private String withNew(Side side) {
        return String.join(
                ", ",
                side.columns().stream()
                        .map(c -> side.oid() == table.oid()
                                        && c.equals(spec.oldColumn().text())
                                ? spec.newColumn()
                                : new Identifier(c))
                        .map(Identifier::quoted)
                        .toList());
    }

    private List<Found> found() {
        return new TransitionColumns(handle)
                .qualified(() -> handle.createQuery(KEYS)
                        .bind("table", table.oid())
                        .bind("column", column.number())
                        .map((row, context) -> new Found(
                                row.getString("conname"),
                                row.getBoolean("convalidated"),
                                side(row, "child", "conrelid"),
                                side(row, "parent", "confrelid"),
                                row.getString("tail")))
                        .list());
    }

    private static Side side(ResultSet row, String side, String oid) throws SQLException {
        return new Side(
                row.getLong(oid),
                row.getString(side),
                QualifiedName.of(row.getString(side + "_schema"), row.getString(side + "_name")),
                List.of((String[]) row.getArray(side + "_columns").getArray()),
                List.of((String[]) row.getArray(side + "_types").getArray()));
    }
}
