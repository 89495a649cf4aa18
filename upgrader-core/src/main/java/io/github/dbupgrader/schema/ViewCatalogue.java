package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.IndexCatalogue.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about views, materialized or not, and about what is built on them. For use in a transaction. */
final class ViewCatalogue {

    private static final String PROBE = "upgrader_probe";

    /** The view and all views on it, however far up; and for each, which of the others it reads. */
    private static final String WITH_DEPENDANTS = """
            with recursive above (oid) as (
              select cast(:view as oid) union
              select r.ev_class from above a
                join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = a.oid and d.classid = 'pg_rewrite'::regclass
                join pg_rewrite r on r.oid = d.objid join pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm'))
            select a.oid, n.nspname, c.relname, c.relkind = 'm' as materialized, quote_ident(pg_get_userbyid(c.relowner)) as owner,
              array(select distinct d.refobjid::bigint from pg_rewrite r
                join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                where r.ev_class = a.oid and d.refobjid <> a.oid and d.refobjid in (select oid from above)) as reads
            from above a join pg_class c on c.oid = a.oid join pg_namespace n on n.oid = c.relnamespace
            order by n.nspname, c.relname""";

    /** What would not be there again afterwards, or not as it was, if the views were dropped and created. */
    private static final String IN_THE_WAY = """
            with views as (select c.* from pg_class c where c.oid = any (cast(:views as oid[]))),
            types as (select t.oid, t.typarray, t.typacl, t.typrelid from pg_type t join views v on t.typrelid = v.oid)
            select case when r.oid is not null then format('rule %I on %s', r.rulename, r.ev_class::regclass)
              else pg_describe_object(d.classid, d.objid, d.objsubid) end
            from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
            where d.deptype in ('n', 'a')
              and ((d.refclassid = 'pg_class'::regclass and exists (select from views v where v.oid = d.refobjid))
                or (d.refclassid = 'pg_type'::regclass and exists (select from types t where d.refobjid in (t.oid, t.typarray))))
              and not exists (select from views v where v.oid = r.ev_class)
              and not exists (select from pg_class c where d.classid = 'pg_class'::regclass and c.oid = d.objid
                and (c.relkind in ('i', 't') or exists (select from views v where v.oid = c.oid)))
              and not exists (select from pg_trigger t join views v on v.oid = t.tgrelid where d.classid = 'pg_trigger'::regclass and t.oid = d.objid)
              and not exists (select from pg_attrdef a join views v on v.oid = a.adrelid where d.classid = 'pg_attrdef'::regclass and a.oid = d.objid)
              and not exists (select from pg_statistic_ext s join views v on v.oid = s.stxrelid where d.classid = 'pg_statistic_ext'::regclass and s.oid = d.objid)
            union select format('%s, which belongs to an extension', pg_describe_object(d.classid, d.objid, 0)) from pg_depend d
              join views v on v.oid = d.objid where d.classid = 'pg_class'::regclass and d.deptype = 'e'
            union select format('%s, which is temporary', pg_describe_object('pg_class'::regclass, oid, 0)) from views where relpersistence = 't'
            union select format('security label of %s', oid::regclass) from views
              where exists (select from pg_seclabel l where l.classoid = 'pg_class'::regclass and l.objoid = views.oid)
            union select format('right on %s that %I has given', v.oid::regclass, pg_get_userbyid(e.grantor)) from views v
              cross join lateral (select v.relacl as acl union all select a.attacl from pg_attribute a where a.attrelid = v.oid) l
              cross join lateral aclexplode(l.acl) e where e.grantor <> v.relowner
            union select format('rights on the type of %s', typrelid::regclass) from types where typacl is not null
            union select format('disabled trigger %I on %s', t.tgname, v.oid::regclass) from pg_trigger t join views v on v.oid = t.tgrelid
              where t.tgenabled <> 'O'
            union select format('disabled rule %I on %s', r.rulename, v.oid::regclass) from pg_rewrite r join views v on v.oid = r.ev_class
              where r.ev_enabled <> 'O'
            union select format('index %s, which has a tablespace of its own', c.oid::regclass) from pg_index i join views v on v.oid = i.indrelid
              join pg_class c on c.oid = i.indexrelid where c.reltablespace <> 0
            order by 1""";

    private final Handle handle;
    private final String change;

    ViewCatalogue(Handle handle, String change) {
        this.handle = handle;
        this.change = change;
    }

    /**
     * A view.
     *
     * @param owner whose it is, quoted
     */
    record FoundView(long oid, QualifiedName name, boolean materialized, String owner) {

        String quoted() {
            return name.quoted();
        }

        String kind() {
            return materialized ? "materialized view" : "view";
        }

        @Override
        public String toString() {
            return kind() + " " + name;
        }
    }

    /**
     * The columns that a view will have.
     *
     * @param appended whether the view has all of them already, in this order, but for some at the end
     */
    record NewColumns(List<String> names, boolean appended) {}

    private record Placed(FoundView view, List<Long> reads) {}

    FoundView view(TableName name) {
        return find(name).orElseThrow(() -> TableErrors.noSuchView(change, name));
    }

    /** {@return the view of that name; empty if there is nothing of that name} */
    Optional<FoundView> find(TableName name) {
        Optional<FoundTable> found = new IndexCatalogue(handle).table(name);
        if (found.isPresent()
                && !found.get().kind().equals("v")
                && !found.get().kind().equals("m")) {
            throw TableErrors.notAView(change, name);
        }
        return found.map(t -> withDependants(t.oid()).get(0));
    }

    /** {@return the view, and behind it the views on it, each behind those that it reads} */
    List<FoundView> withDependants(long view) {
        List<Placed> open = new ArrayList<>(handle.createQuery(WITH_DEPENDANTS)
                .bind("view", view)
                .map((row, context) -> new Placed(
                        new FoundView(
                                row.getLong("oid"),
                                new QualifiedName(
                                        new Identifier(row.getString("nspname")),
                                        new Identifier(row.getString("relname"))),
                                row.getBoolean("materialized"),
                                row.getString("owner")),
                        List.of((Long[]) row.getArray("reads").getArray())))
                .list());
        List<FoundView> ordered = new ArrayList<>();
        open.stream().map(Placed::view).filter(v -> v.oid() == view).forEach(ordered::add);
        open.removeIf(p -> p.view().oid() == view);
        while (!open.isEmpty()) {
            Placed next = open.stream()
                    .filter(p -> open.stream()
                            .noneMatch(o -> p.reads().contains(o.view().oid())))
                    .findFirst()
                    .orElse(open.get(0));
            open.remove(next);
            ordered.add(next.view());
        }
        return ordered;
    }

    void requireReproducible(List<FoundView> views) {
        List<String> inTheWay = handle.createQuery(IN_THE_WAY)
                .bindArray(
                        "views", Long.class, views.stream().map(FoundView::oid).toList())
                .mapTo(String.class)
                .list();
        if (!inTheWay.isEmpty()) {
            throw TableErrors.notReproducible(change, inTheWay);
        }
    }

    /** Only the server knows which columns a query has: it is asked by a temporary view, which is rolled back. */
    NewColumns columnsOf(String query, FoundView view) throws SQLException {
        Connection connection = handle.getConnection();
        Savepoint before = connection.setSavepoint();
        try {
            Ddl.run(handle, "create temporary view " + PROBE + " as " + query);
            return handle.createQuery("""
                            select array(select attname::text from pg_attribute where attrelid = p.oid and attnum > 0 order by attnum) as names,
                              not exists (select from pg_attribute o where o.attrelid = cast(:view as oid) and o.attnum > 0 and not exists (
                                select from pg_attribute n where n.attrelid = p.oid and n.attnum = o.attnum and n.attname = o.attname
                                  and n.atttypid = o.atttypid and n.atttypmod = o.atttypmod and n.attcollation = o.attcollation)) as appended
                            from pg_class p where p.oid = to_regclass(:probe)""")
                    .bind("view", view.oid())
                    .bind("probe", "pg_temp." + PROBE)
                    .map((row, context) -> new NewColumns(
                            List.of((String[]) row.getArray("names").getArray()), row.getBoolean("appended")))
                    .one();
        } finally {
            connection.rollback(before);
        }
    }

    /** What an observed view is made of. With nothing on the search_path, so that the server qualifies what it writes down. */
    ViewDefinition definition(FoundView view) {
        String path = handle.createQuery("select current_setting('search_path')")
                .mapTo(String.class)
                .one();
        setPath("pg_catalog");
        ViewDefinition definition = ViewDefinition.read(handle, view);
        setPath(path);
        return definition;
    }

    private void setPath(String path) {
        handle.createQuery("select set_config('search_path', :path, true)")
                .bind("path", path)
                .mapTo(String.class)
                .one();
    }
}
