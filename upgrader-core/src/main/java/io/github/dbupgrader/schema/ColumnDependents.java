package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What depends on a column: what would silently go with it, and what stands in the way of dropping it. */
final class ColumnDependents {

    /**
     * Over {@code dependent}: whatever the catalogue records as depending on the column. Indexes and constraints of its own table, statistics and its own default and
     * sequence are dropped by the server with the column and without a word; for everything else it wants CASCADE.
     */
    private static final String DEPENDENT = """
            with target as (
              select a.attrelid, a.attnum from pg_attribute a
              where a.attrelid = cast(:table as oid) and a.attname = :column and not a.attisdropped),
            dependent as (
              select distinct d.classid, d.objid, d.objsubid, d.deptype from pg_depend d, target t
              where d.refclassid = 'pg_class'::regclass and d.refobjid = t.attrelid and d.refobjsubid = t.attnum)
            """;

    private final Handle handle;
    private final FoundTable table;
    private final Identifier column;

    ColumnDependents(Handle handle, FoundTable table, Identifier column) {
        this.handle = handle;
        this.table = table;
        this.column = column;
    }

    /** Indexes that belong to no constraint, as they are to be named in a statement. */
    List<String> ownIndexes() {
        return texts("""
                select distinct format('%I.%I', n.nspname, c.relname) from dependent d
                  join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid and c.relkind = 'i'
                  join pg_namespace n on n.oid = c.relnamespace
                where not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
                  and not exists (select from pg_inherits i where i.inhrelid = c.oid)
                order by 1""");
    }

    /** What goes with the column, in words. */
    List<String> goingToo() {
        return texts("""
                select distinct pg_describe_object(d.classid, d.objid, d.objsubid) from dependent d
                where (d.classid = 'pg_class'::regclass and d.objsubid = 0
                    and exists (select from pg_class c where c.oid = d.objid and c.relkind in ('i', 'I', 'S')))
                  or d.classid = 'pg_statistic_ext'::regclass
                  or (d.classid = 'pg_constraint'::regclass
                    and exists (select from pg_constraint k where k.oid = d.objid and k.conrelid = cast(:table as oid)))
                order by 1""");
    }

    /** What stands in the way, in words: views, policies, triggers, foreign keys of other tables, generated columns, function bodies, publications. */
    List<String> inTheWay() {
        return texts("""
                select distinct case when r.oid is not null then pg_describe_object('pg_class'::regclass, r.ev_class, 0)
                  when g.oid is not null then format('generated column %I of table %s', a.attname, g.adrelid::regclass)
                  else pg_describe_object(d.classid, d.objid, d.objsubid) end
                from dependent d
                  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
                  left join pg_attrdef g on d.classid = 'pg_attrdef'::regclass and g.oid = d.objid
                  left join pg_attribute a on a.attrelid = g.adrelid and a.attnum = g.adnum
                where d.classid not in ('pg_class'::regclass, 'pg_statistic_ext'::regclass)
                  and not (d.classid = 'pg_attrdef'::regclass and a.attnum = (select attnum from target))
                  and not (d.classid = 'pg_constraint'::regclass
                    and exists (select from pg_constraint k where k.oid = d.objid and k.conrelid = cast(:table as oid)))
                union
                select format('generated column %I of table %s', a.attname, a.attrelid::regclass) from dependent d
                  join pg_attribute a on d.classid = 'pg_class'::regclass and a.attrelid = d.objid and a.attnum = d.objsubid
                where a.attgenerated <> ''
                order by 1""");
    }

    /** Names of functions whose text, which the catalogue does not look into, has the names of both the table and the column in it as words. */
    List<String> namedInBodies() {
        return texts("""
                select distinct p.proname from pg_proc p join pg_language l on l.oid = p.prolang
                where l.lanname in ('plpgsql', 'sql') and p.pronamespace <> 'pg_catalog'::regnamespace
                  and p.pronamespace <> 'information_schema'::regnamespace
                  and p.prosrc ~* %s and p.prosrc ~* %s
                order by 1""".formatted(word(":column"), word(":name")));
    }

    /** A regular expression that finds a name where it stands by itself. */
    static String word(String name) {
        return "('(^|[^[:alnum:]_$])' || regexp_replace(" + name
                + ", '([^[:alnum:]_])', '\\\\\\1', 'g') || '($|[^[:alnum:]_$])')";
    }

    private List<String> texts(String query) {
        return handle.createQuery(DEPENDENT + query)
                .bind("table", table.oid())
                .bind("column", column.text())
                .bind("name", table.name())
                .mapTo(String.class)
                .list();
    }
}
