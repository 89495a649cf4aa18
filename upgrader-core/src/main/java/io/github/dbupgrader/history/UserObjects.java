package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.TableNames;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Looks whether a database is provably empty: no relation, type or function of a user in any schema, apart from the library's own tables and from the members
 * of extensions.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class UserObjects {

    private static final String FIRST_FEW = """
            with spaces as (
              select oid, nspname from pg_namespace
              where nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\\_toast%%'
                and nspname not like 'pg\\_temp\\_%%'),
            found as (
              select 'relation' as kind, n.nspname, c.relname as name, c.oid, 'pg_class'::regclass as catalogue
              from pg_class c join spaces n on n.oid = c.relnamespace where c.relkind not in ('i', 'I', 't')
              union all
              select 'type', n.nspname, t.typname, t.oid, 'pg_type'::regclass
              from pg_type t join spaces n on n.oid = t.typnamespace where t.typrelid = 0 and t.typelem = 0
              union all
              select 'function', n.nspname, p.proname, p.oid, 'pg_proc'::regclass
              from pg_proc p join spaces n on n.oid = p.pronamespace)
            select f.kind || ' ' || f.nspname || '.' || f.name
            from found f
            where not exists (select from pg_depend d
                where d.classid = f.catalogue and d.objid = f.oid and d.deptype = 'e')
              and not (f.nspname = :schema and f.name in (<own>))
              and not (f.kind = 'relation' and exists (select from pg_depend d join pg_class o on o.oid = d.refobjid
                where d.classid = 'pg_class'::regclass and d.objid = f.oid and d.deptype in ('a', 'i')
                  and o.relnamespace = to_regnamespace(:quoted_schema) and o.relname in (<own>)))
            order by 1 limit 5""";

    private UserObjects() {}

    /**
     * {@return the first few objects of users, described; none if the database is empty}
     *
     * @param handle any connection
     * @param tables the library's own tables, which do not count
     */
    public static List<String> first(Handle handle, TableNames tables) {
        return handle.createQuery(FIRST_FEW.replace("%%", "%"))
                .bind("schema", tables.schema().text())
                .bind("quoted_schema", tables.schema().quoted())
                .bindList(
                        "own",
                        tables.metadata().name().text(),
                        tables.history().name().text(),
                        tables.steps().name().text(),
                        tables.transitions().name().text(),
                        tables.backfills().name().text(),
                        tables.backfillChunks().name().text(),
                        tables.backfillQuarantine().name().text(),
                        tables.backfillProgress().name().text())
                .mapTo(String.class)
                .list();
    }
}
