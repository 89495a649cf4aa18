package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about constraints, and which rows break them. */
final class ConstraintCatalogue {

    private static final int SAMPLE = 5;

    private final Handle handle;

    ConstraintCatalogue(Handle handle) {
        this.handle = handle;
    }

    /** A constraint of a table. */
    record FoundConstraint(Identifier name, String type, boolean validated, String definition) {}

    Optional<FoundConstraint> find(FoundTable table, Identifier name) {
        return handle.createQuery("""
                        select conname, contype, convalidated, pg_get_constraintdef(oid) as definition
                        from pg_constraint where conrelid = cast(:table as oid) and conname = :name""")
                .bind("table", table.oid())
                .bind("name", name.text())
                .map((row, context) -> new FoundConstraint(
                        new Identifier(row.getString("conname")),
                        row.getString("contype"),
                        row.getBoolean("convalidated"),
                        row.getString("definition")))
                .findOne();
    }

    /** A check of that name, if it says that a column is not NULL and nothing else. */
    Optional<FoundConstraint> notNullCheck(FoundTable table, Identifier name, Identifier column) {
        return handle.createQuery("""
                        select conname from pg_constraint where conrelid = cast(:table as oid) and conname = :name and contype = 'c'
                          and pg_get_expr(conbin, conrelid) = format('(%I IS NOT NULL)', :column)""")
                .bind("table", table.oid())
                .bind("name", name.text())
                .bind("column", column.text())
                .mapTo(String.class)
                .findOne()
                .flatMap(found -> find(table, new Identifier(found)));
    }

    /** The NOT NULL of a column as a constraint, which only servers from 18 on have. */
    Optional<FoundConstraint> notNull(FoundTable table, Identifier column) {
        return handle.createQuery("""
                        select k.conname from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and k.conkey = array[a.attnum]
                        where k.conrelid = cast(:table as oid) and k.contype = 'n' and a.attname = :column""")
                .bind("table", table.oid())
                .bind("column", column.text())
                .mapTo(String.class)
                .findOne()
                .flatMap(name -> find(table, new Identifier(name)));
    }

    /** The table and, where it is partitioned, all of its partitions. */
    List<FoundTable> withPartitions(FoundTable table) {
        return partitions(table, "");
    }

    /** The partitions that hold rows. */
    List<FoundTable> leaves(FoundTable table) {
        return partitions(table, "where c.relkind <> 'p' and c.oid <> cast(:table as oid)");
    }

    private List<FoundTable> partitions(FoundTable table, String where) {
        return handle.createQuery("""
                        select c.oid, n.nspname, c.relname, c.relkind, format('%I.%I', n.nspname, c.relname) as quoted
                        from (select cast(:table as oid) as oid union select relid from pg_partition_tree(cast(:table as oid))) p
                          join pg_class c on c.oid = p.oid join pg_namespace n on n.oid = c.relnamespace
                        """ + where + " order by c.oid")
                .bind("table", table.oid())
                .map((row, context) -> FoundTable.of(row))
                .list();
    }

    /** The table of a constraint and, for a foreign key, the one that it refers to. */
    List<Long> tablesOf(FoundTable table, Identifier name) {
        return handle.createQuery("""
                        select unnest(array[conrelid, confrelid]::bigint[]) as oid from pg_constraint
                        where conrelid = cast(:table as oid) and conname = :name""")
                .bind("table", table.oid())
                .bind("name", name.text())
                .mapTo(Long.class)
                .list();
    }

    /** A condition, over the alias {@code t}, that is true of the rows that violate a check or a foreign key. */
    String violation(FoundTable table, Identifier name) {
        return handle.createQuery("""
                        select case contype when 'c' then 'not (' || pg_get_expr(conbin, conrelid) || ')' when 'f' then
                          (select string_agg(format('t.%I is not null', a.attname), ' and ') from pg_attribute a
                            where a.attrelid = k.conrelid and a.attnum = any (k.conkey))
                          || format(' and not exists (select from %I.%I f where ', n.nspname, r.relname)
                          || (select string_agg(format('f.%I = t.%I', fa.attname, a.attname), ' and ')
                            from unnest(k.conkey, k.confkey) u (own, other)
                              join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
                              join pg_attribute fa on fa.attrelid = k.confrelid and fa.attnum = u.other) || ')'
                          else 'false' end
                        from pg_constraint k left join pg_class r on r.oid = k.confrelid left join pg_namespace n on n.oid = r.relnamespace
                        where k.conrelid = cast(:table as oid) and k.conname = :name""")
                .bind("table", table.oid())
                .bind("name", name.text())
                .mapTo(String.class)
                .one();
    }

    /** Check constraints that prove nothing about all rows of the table and its children. */
    List<Identifier> unprovenChecks(FoundTable table) {
        return handle.createQuery("""
                        select conname from pg_constraint
                        where conrelid = cast(:table as oid) and contype = 'c' and (not convalidated or connoinherit)""")
                .bind("table", table.oid())
                .mapTo(String.class)
                .map(Identifier::new)
                .list();
    }

    /** A few rows for which a condition holds, by their primary key or else by where they are; empty if there is none. */
    String sample(FoundTable table, String condition) {
        List<String> keys = handle.createQuery("""
                        select format('%I', a.attname) from pg_index i
                          cross join lateral unnest(i.indkey) with ordinality k (attnum, place)
                          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                        where i.indrelid = cast(:table as oid) and i.indisprimary and k.place <= i.indnkeyatts order by k.place""")
                .bind("table", table.oid())
                .mapTo(String.class)
                .list();
        List<String> shown = keys.isEmpty() ? List.of("tableoid::regclass", "ctid") : keys;
        String row = shown.stream().map(c -> "t." + c + "::text").collect(Collectors.joining(", "));
        List<String> rows = Rows.texts(
                handle,
                "select concat_ws('/', " + row + ") from " + table.quoted() + " t where " + condition + " limit "
                        + (SAMPLE + 1));
        String names = String.join(", ", shown).replace("tableoid::regclass, ", "");
        return rows.isEmpty()
                ? ""
                : "(" + names + ") = " + String.join("; ", rows.subList(0, Math.min(SAMPLE, rows.size())))
                        + (rows.size() > SAMPLE ? " and more" : "");
    }
}
