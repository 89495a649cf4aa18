package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionColumns.FoundColumn;
import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import io.github.dbupgrader.sql.Identifier;
import io.github.dbupgrader.sql.Literal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What belongs to a column or names it: what the new column gets too, and what stays in the way. For use in a transaction. */
final class ColumnUses {

    private static final String INDEXES = """
            select 'INDEX' as kind, c.relname as name, substr(%1$s, 1 + strpos(%1$s, ' ')) as definition, i.indisunique as is_unique,
              case k.contype when 'u' then 'unique' when 'p' then 'primary key' else '' end as key, i.indisvalid as complete
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
              left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('u', 'p') and k.conrelid = i.indrelid
            where i.indrelid = cast(:table as oid) and i.indisvalid and not i.indisexclusion
              and (:column = any(k.conkey) or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
                and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid = :column))
            order by c.relname""".formatted(IndexCatalogue.ESSENCE);

    private static final String CONSTRAINTS = """
            select case k.contype when 'c' then 'CHECK' else 'NOT_NULL' end as kind, k.conname as name, pg_get_constraintdef(k.oid) as definition,
              false as is_unique, '' as key, k.convalidated as complete
            from pg_constraint k
            where k.conrelid = cast(:table as oid) and k.contype in ('c', 'n') and :column = any(k.conkey)
            order by k.contype, k.conname""";

    /** Whatever the server knows to depend on the column and does not belong to it alone. */
    private static final String DEPENDENTS = """
            select distinct case when d.classid = 'pg_rewrite'::regclass
                then (select case v.relkind when 'm' then 'materialized view ' else 'view ' end || r.ev_class::regclass
                  from pg_rewrite r join pg_class v on v.oid = r.ev_class where r.oid = d.objid)
                else pg_describe_object(d.classid, d.objid, d.objsubid) end as what
            from pg_depend d
            where d.refclassid = 'pg_class'::regclass and d.refobjid = cast(:table as oid) and d.refobjsubid = :column
              and d.classid not in ('pg_attrdef'::regclass, 'pg_class'::regclass)
              and not (d.classid = 'pg_constraint'::regclass and exists (
                select from pg_constraint k where k.oid = d.objid and k.contype in ('c', 'n', 'u', 'p', 'f')))
            union
            select pg_describe_object(d.classid, d.objid, d.objsubid)
            from pg_depend d join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
            where d.refclassid = 'pg_class'::regclass and d.refobjid = cast(:table as oid) and d.refobjsubid = :column and a.adnum <> :column
            order by 1""";

    private final Handle handle;
    private final TransitionSpec spec;
    private final FoundTable table;
    private final FoundColumn column;

    ColumnUses(Handle handle, TransitionSpec spec, FoundTable table, FoundColumn column) {
        this.handle = handle;
        this.spec = spec;
        this.table = table;
        this.column = column;
    }

    /** What sort of thing belongs to a column. */
    enum Kind {
        INDEX,
        CHECK,
        FOREIGN_KEY,
        NOT_NULL
    }

    /** The table that a constraint belongs to, which may be another one. */
    record On(long oid, String quoted) {}

    /**
     * Something that belongs to the column, and what it is called and made of for the new one.
     *
     * @param original its name
     * @param copy the name of the copy until contract
     * @param definition what makes the copy: of an index, all from USING on; of a constraint, all behind its name
     * @param unique whether an index allows each key once
     * @param key of an index, the constraint that it is the index of: {@code unique}, {@code primary key}, or empty
     * @param complete whether the original is valid
     * @param on the table that has it
     * @param referencing whether it is a foreign key to the column, so that the copy needs the new column's unique index, and the original does not go with the column
     */
    record Use(
            Kind kind,
            String original,
            Identifier copy,
            String definition,
            boolean unique,
            String key,
            boolean complete,
            On on,
            boolean referencing) {}

    List<String> dependents() {
        return new TransitionColumns(handle).texts(DEPENDENTS, table.oid(), column.number());
    }

    /**
     * What belongs to the old column, as it would be of the new one. The server itself rewrites expressions and predicates: on an empty copy of the table the old
     * column is given the new name and type.
     */
    List<Use> uses(Optional<String> newType) throws SQLException {
        List<Use> found = new ArrayList<>(read(INDEXES));
        found.addAll(read(CONSTRAINTS));
        TransitionColumns catalogue = new TransitionColumns(handle);
        return catalogue.probing(table, () -> {
            String probe = "pg_temp.upgrader_probe";
            for (int i = 0; i < found.size(); i++) {
                Use use = found.get(i);
                if (use.kind() == Kind.INDEX) {
                    Ddl.run(
                            handle,
                            "create " + (use.unique() ? "unique " : "") + "index upgrader_" + i + " on " + probe + " "
                                    + use.definition());
                } else if (use.kind() == Kind.CHECK) {
                    Ddl.run(
                            handle,
                            "alter table " + probe + " add constraint upgrader_" + i + " "
                                    + withoutState(use.definition()));
                }
            }
            Ddl.run(
                    handle,
                    "alter table " + probe + " drop column if exists "
                            + spec.newColumn().quoted());
            if (newType.isPresent()) {
                Ddl.run(
                        handle,
                        "alter table " + probe + " alter column "
                                + spec.oldColumn().quoted() + " type " + newType.get() + " using null");
            }
            Ddl.run(
                    handle,
                    "alter table " + probe + " rename column "
                            + spec.oldColumn().quoted() + " to "
                            + spec.newColumn().quoted());
            return catalogue.qualified(() -> {
                List<Use> uses = new ArrayList<>();
                for (int i = 0; i < found.size(); i++) {
                    uses.add(rewritten(found.get(i), i));
                }
                uses.addAll(new ForeignKeyUses(handle, spec, table, column).uses());
                return List.copyOf(uses);
            });
        });
    }

    private Use rewritten(Use use, int number) {
        String definition = switch (use.kind()) {
            case INDEX ->
                one(
                        "select substr(e.t, 1 + strpos(e.t, ' ')) from (select " + IndexCatalogue.ESSENCE
                                + " as t from pg_index i join pg_class c on c.oid = i.indexrelid"
                                + " join pg_class t on t.oid = i.indrelid where i.indrelid = to_regclass('pg_temp.upgrader_probe') and c.relname = :name) e",
                        number);
            case CHECK ->
                withoutState(one(
                        "select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = to_regclass('pg_temp.upgrader_probe') and k.conname = :name",
                        number));
            case NOT_NULL -> "not null " + spec.newColumn().quoted();
            case FOREIGN_KEY -> use.definition();
        };
        return new Use(
                use.kind(),
                use.original(),
                use.copy(),
                definition,
                use.unique(),
                use.key(),
                use.complete(),
                use.on(),
                use.referencing());
    }

    private String one(String sql, int number) {
        return handle.createQuery(sql)
                .bind("name", "upgrader_" + number)
                .mapTo(String.class)
                .one();
    }

    static String withoutState(String definition) {
        return definition.endsWith(" NOT VALID")
                ? definition.substring(0, definition.length() - " NOT VALID".length())
                : definition;
    }

    private List<Use> read(String sql) {
        return new TransitionColumns(handle)
                .qualified(() -> handle.createQuery(sql)
                        .bind("table", table.oid())
                        .bind("column", column.number())
                        .map((row, context) -> new Use(
                                Kind.valueOf(row.getString("kind")),
                                row.getString("name"),
                                TransitionNames.copy(table.name(), row.getString("name"), spec.newColumn()),
                                row.getString("definition"),
                                row.getBoolean("is_unique"),
                                row.getString("key"),
                                row.getBoolean("complete"),
                                new On(table.oid(), table.name().quoted()),
                                false))
                        .list());
    }

    /** What makes the new column look like the old one, at once and without locks beyond that of adding it. */
    List<String> appearance() {
        String n = spec.newColumn().quoted();
        String t = table.name().quoted();
        TransitionColumns catalogue = new TransitionColumns(handle);
        List<String> statements = new ArrayList<>();
        catalogue.texts("select col_description(cast(:table as oid), :column)", table.oid(), column.number()).stream()
                .filter(java.util.Objects::nonNull)
                .forEach(c -> statements.add("comment on column " + t + "." + n + " is " + Literal.quote(c)));
        catalogue
                .texts("""
                        select format('grant %s (%s) on %s to %s%s', lower(x.privilege_type), '{column}', '{table}',
                          case when x.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end,
                          case when x.is_grantable then ' with grant option' else '' end)
                        from pg_attribute a cross join lateral aclexplode(a.attacl)
                          with ordinality x(grantor, grantee, privilege_type, is_grantable, n)
                        where a.attrelid = cast(:table as oid) and a.attnum = :column order by x.n""", table.oid(), column.number())
                .forEach(s -> statements.add(s.replace("{column}", n).replace("{table}", t)));
        catalogue
                .texts("""
                        select s from pg_attribute a join pg_type y on y.oid = a.atttypid cross join lateral (values
                          (case when a.attstattarget >= 0 then 'statistics ' || a.attstattarget end),
                          (case when a.attstorage <> y.typstorage then 'storage ' || case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end),
                          (case a.attcompression when 'p' then 'compression pglz' when 'l' then 'compression lz4' end),
                          ('(' || array_to_string(a.attoptions, ', ') || ')')) v(s)
                        where a.attrelid = cast(:table as oid) and a.attnum = :column and s is not null order by 1""", table.oid(), column.number())
                .forEach(s -> statements.add("alter table " + t + " alter column " + n + " set " + s));
        return List.copyOf(statements);
    }
}
