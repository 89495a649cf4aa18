package io.github.dbupgrader.examples.wildlife.testing;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Schema and rows of the application's tables, its views, triggers, functions and comments as text, in a fixed order; columns by name, because a restored one stands last. */
public final class DatabaseDump {

    private static final String SCHEMA = """
            select format('column %s.%s %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                case when a.attnotnull then ' not null' else '' end) as line
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^database_'
                and a.attnum > 0 and not a.attisdropped
            union all
            select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename !~ '^database_'
            union all
            select format('constraint %s %s', conname, pg_get_constraintdef(oid)) from pg_constraint
            where connamespace = 'public'::regnamespace and conrelid::regclass::text !~ '^database_'
            union all
            select format('view %s %s', viewname, definition) from pg_views where schemaname = 'public' and viewname !~ '^database_'
            union all
            select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
            union all
            select 'function ' || p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
            union all
            select format('comment on %s %s: %s', c.relname, a.attname, d.description)
            from pg_description d join pg_class c on d.classoid = 'pg_class'::regclass and c.oid = d.objoid
                left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and c.relname !~ '^database_'
            order by line
            """;

    private DatabaseDump() {}

    /** {@return the dump of a database} */
    public static String of(String url) {
        return Jdbi.create(url).withHandle(handle -> {
            List<String> lines = new ArrayList<>(
                    handle.createQuery(SCHEMA).mapTo(String.class).list());
            tables(handle).forEach(table -> lines.addAll(rows(handle, table)));
            return String.join("\n", lines);
        });
    }

    private static List<String> tables(Handle handle) {
        return handle.createQuery(
                        "select tablename from pg_tables where schemaname = 'public' and tablename !~ '^database_' order by 1")
                .mapTo(String.class)
                .list();
    }

    private static List<String> rows(Handle handle, String table) {
        return handle.createQuery("select to_jsonb(t)::text as line from " + table + " t order by line")
                .mapTo(String.class)
                .map(row -> table + " " + row)
                .list();
    }
}
