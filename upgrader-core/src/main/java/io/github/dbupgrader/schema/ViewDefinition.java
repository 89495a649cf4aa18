package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.ViewCatalogue.FoundView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All that a view is made of, as the statements that make it again. */
final class ViewDefinition {

    private static final int OWNER = 1;

    /** The place of the statement that fills a materialized view. */
    private static final int FILL = 3;

    private static final int OWNERS_RIGHTS = 4;

    private static final int RIGHTS = 5;

    private static final String HEAD = """
            select regexp_replace(pg_get_viewdef(c.oid), ';\\s*$', '') as query,
              case c.relkind when 'm' then (select format(' using %I', m.amname) from pg_am m where m.oid = c.relam) else '' end
              || coalesce(' with (' || (
                select string_agg(format('%s = %L', left(o, strpos(o, '=') - 1), substr(o, strpos(o, '=') + 1)), ', ') from (
                  select unnest(c.reloptions) union all
                  select 'toast.' || unnest(t.reloptions) from pg_class t where t.oid = c.reltoastrelid) options (o)) || ')', '')
              || coalesce((select format(' tablespace %I', s.spcname) from pg_tablespace s where s.oid = c.reltablespace), '') as options
            from pg_class c where c.oid = cast(:view as oid)""";

    /** Statements in the order of their places. Rights are given by the owner and in the order in which they were, so that the list of them is the same. */
    private static final String PARTS = """
            with v as (
              select c.oid, c.relacl, c.relkind, c.relispopulated, format('%I.%I', n.nspname, c.relname) as name,
                case c.relkind when 'm' then 'materialized view' else 'view' end as kind, pg_get_userbyid(c.relowner) as owner
              from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = cast(:view as oid)),
            col as (
              select v.name, v.kind, v.relkind, a.* from v join pg_attribute a on a.attrelid = v.oid where a.attnum > 0 and not a.attisdropped),
            acl as (
              select null::text as column_name, 0 as number, i.n, e.* from v
                cross join lateral unnest(v.relacl) with ordinality i (item, n) cross join lateral aclexplode(array[i.item]) e
              union all select c.attname::text, c.attnum, i.n, e.* from col c
                cross join lateral unnest(c.attacl) with ordinality i (item, n) cross join lateral aclexplode(array[i.item]) e)
            select place, column_name, statement from (
              select 1 as place, null::text as column_name, 0::bigint as n, format('alter %s %s owner to %I', kind, name, owner) as statement from v
              union all select 2, attname::text, attnum, format('alter materialized view %s alter column %I set statistics %s', name, attname, attstattarget)
                from col where relkind = 'm' and attstattarget >= 0
              union all select 2, attname::text, attnum, format('alter materialized view %s alter column %I set (%s)', name, attname, array_to_string(attoptions, ', '))
                from col where attoptions is not null
              union all select 2, attname::text, attnum, format('alter materialized view %s alter column %I set storage %s', name, attname,
                  case attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end)
                from col where relkind = 'm' and attstorage <> (select typstorage from pg_type t where t.oid = col.atttypid)
              union all select 2, attname::text, attnum, format('alter materialized view %s alter column %I set compression %s', name, attname,
                  case attcompression when 'l' then 'lz4' else 'pglz' end) from col where relkind = 'm' and attcompression <> ''
              union all select 3, null, 0, format('refresh materialized view %s', name) from v where relkind = 'm' and relispopulated
              union all select 4, null, 0, format('revoke all on %s from %I', name, owner) from v where relacl is not null
              union all select 5, column_name, number * 10000 + n, format('grant %s on %s to %s%s', string_agg(privilege_type
                    || case when column_name is null then '' else format(' (%I)', column_name) end, ', ' order by privilege_type),
                  (select name from v), case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
                  case when is_grantable then ' with grant option' else '' end)
                from acl group by column_name, number, n, grantee, is_grantable
              union all select 6, null, 0, format('comment on %s %s is %L', kind, name, obj_description(oid, 'pg_class')) from v
                where obj_description(oid, 'pg_class') is not null
              union all select 6, attname::text, attnum, format('comment on column %s.%I is %L', name, attname, col_description(attrelid, attnum)) from col
                where col_description(attrelid, attnum) is not null
              union all select 6, attname::text, attnum, format('alter view %s alter column %I set default %s', name, attname, pg_get_expr(d.adbin, d.adrelid))
                from col join pg_attrdef d on d.adrelid = col.attrelid and d.adnum = col.attnum
              union all select 7, null, 0, regexp_replace(pg_get_ruledef(r.oid), ';\\s*$', '') from v
                join pg_rewrite r on r.ev_class = v.oid and r.rulename <> '_RETURN'
              union all select 7, null, 0, pg_get_triggerdef(t.oid) from v join pg_trigger t on t.tgrelid = v.oid and not t.tgisinternal
              union all select 7, null, 0, pg_get_indexdef(i.indexrelid) from v join pg_index i on i.indrelid = v.oid
              union all select 7, null, 0, pg_get_statisticsobjdef(s.oid) from v join pg_statistic_ext s on s.stxrelid = v.oid
              union all select 8, null, 0, format('comment on rule %I on %s is %L', r.rulename, name, obj_description(r.oid, 'pg_rewrite')) from v
                join pg_rewrite r on r.ev_class = v.oid where obj_description(r.oid, 'pg_rewrite') is not null
              union all select 8, null, 0, format('comment on trigger %I on %s is %L', t.tgname, name, obj_description(t.oid, 'pg_trigger')) from v
                join pg_trigger t on t.tgrelid = v.oid where obj_description(t.oid, 'pg_trigger') is not null
              union all select 8, null, 0, format('comment on index %I.%I is %L', n.nspname, c.relname, obj_description(c.oid, 'pg_class')) from v
                join pg_index i on i.indrelid = v.oid join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
                where obj_description(c.oid, 'pg_class') is not null
              union all select 8, null, 0, format('alter index %I.%I alter column %s set statistics %s', n.nspname, c.relname, a.attnum, a.attstattarget) from v
                join pg_index i on i.indrelid = v.oid join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
                join pg_attribute a on a.attrelid = c.oid and a.attstattarget >= 0
              union all select 8, null, 0, format('alter materialized view %s cluster on %I', name, c.relname) from v
                join pg_index i on i.indrelid = v.oid and i.indisclustered join pg_class c on c.oid = i.indexrelid
              union all select 8, null, 0, format('alter statistics %I.%I owner to %I', n.nspname, s.stxname, pg_get_userbyid(s.stxowner)) from v
                join pg_statistic_ext s on s.stxrelid = v.oid join pg_namespace n on n.oid = s.stxnamespace
              union all select 8, null, 0, format('alter statistics %I.%I set statistics %s', n.nspname, s.stxname, s.stxstattarget) from v
                join pg_statistic_ext s on s.stxrelid = v.oid join pg_namespace n on n.oid = s.stxnamespace where s.stxstattarget >= 0
              union all select 8, null, 0, format('comment on statistics %I.%I is %L', n.nspname, s.stxname, obj_description(s.oid, 'pg_statistic_ext')) from v
                join pg_statistic_ext s on s.stxrelid = v.oid join pg_namespace n on n.oid = s.stxnamespace
                where obj_description(s.oid, 'pg_statistic_ext') is not null) parts
            order by place, n, statement""";

    private final FoundView view;
    private final String query;
    private final String options;
    private final List<Part> parts;

    /** A statement behind the one that creates the view; one that is about a column makes sense only while there is one of that name. */
    private record Part(int place, Optional<String> column, String statement) {}

    private ViewDefinition(FoundView view, String query, String options, List<Part> parts) {
        this.view = view;
        this.query = query;
        this.options = options;
        this.parts = List.copyOf(parts);
    }

    static ViewDefinition read(Handle handle, FoundView view) {
        List<Part> parts = handle.createQuery(PARTS)
                .bind("view", view.oid())
                .map((row, context) -> new Part(
                        row.getInt("place"),
                        Optional.ofNullable(row.getString("column_name")),
                        row.getString("statement")))
                .list();
        return handle.createQuery(HEAD)
                .bind("view", view.oid())
                .map((row, context) ->
                        new ViewDefinition(view, row.getString("query"), row.getString("options"), parts))
                .one();
    }

    /** {@return the statements that make it again as it is, the one that creates it first} */
    List<String> statements() {
        List<String> all = new ArrayList<>(List.of(create(query)));
        parts.forEach(p -> all.add(p.statement()));
        return all;
    }

    /** {@return the same without those that fill materialized views} */
    List<String> statementsWithoutData() {
        List<String> all = new ArrayList<>(List.of(create(query)));
        parts.stream().filter(p -> p.place() != FILL).forEach(p -> all.add(p.statement()));
        return all;
    }

    /** {@return the statements that give it its owner and rights, also if it is a table: then they give them to the view that takes its name} */
    List<String> rights() {
        return parts.stream()
                .filter(p -> p.place() == OWNER || p.place() == OWNERS_RIGHTS || p.place() == RIGHTS)
                .map(Part::statement)
                .toList();
    }

    /** {@return the definition with another query, without what is about columns that it has no longer} */
    ViewDefinition with(String newQuery, List<String> columns) {
        List<Part> kept = parts.stream()
                .filter(p -> p.column().filter(c -> !columns.contains(c)).isEmpty())
                .toList();
        return new ViewDefinition(view, newQuery, options, kept);
    }

    /** {@return the statement that gives it another query, and leaves everything else as it is; only columns may be appended} */
    String createOrReplace(String newQuery) {
        return "create or replace view " + view.quoted() + options + " as " + newQuery;
    }

    private String create(String select) {
        return "create " + view.kind() + " " + view.quoted() + options + " as " + select
                + (view.materialized() ? " with no data" : "");
    }
}
