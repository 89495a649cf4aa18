package io.github.dbupgrader.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What is in a database, as text in a fixed order: two databases in the same state give the same text, whatever way they
 * came there. It names no object identifier, no owner and no physical position, but the order of columns. Rights of a table
 * that are written down, but no others than those of a new one, are the same as rights that nobody has touched.
 */
public final class SchemaDump {
    private static final String USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    private static final List<Section> SECTIONS = List.of(
            new Section("schema", "select n.nspname from pg_namespace n where @user@"),
            new Section("type", """
                    select format('%I.%I %s', n.nspname, t.typname, coalesce(
                        'enum (' || (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
                                     from pg_enum where enumtypid = t.oid) || ')',
                        'domain ' || format_type(t.typbasetype, t.typtypmod) || case when t.typnotnull then ' not null' else '' end
                            || coalesce(' default ' || t.typdefault, ''),
                        'kind ' || t.typtype::text))
                    from pg_type t join pg_namespace n on n.oid = t.typnamespace
                    where @user@ and (t.typtype in ('e', 'd', 'r') or t.typtype = 'c'
                        and exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
                    """),
            new Section("relation", """
                    select format('%I.%I kind %s persistence %s%s%s%s%s', n.nspname, c.relname, c.relkind, c.relpersistence,
                        coalesce(' partition ' || pg_get_expr(c.relpartbound, c.oid), ''),
                        coalesce(' partitioned ' || pg_get_partkeydef(c.oid), ''),
                        coalesce(' with ' || c.reloptions::text, ''),
                        case when c.relrowsecurity then ' row security' else '' end)
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where @user@ and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
                    """),
            new Section("column", """
                    select format('%I.%I #%s %I %s%s%s%s%s', n.nspname, c.relname,
                        lpad((row_number() over (partition by c.oid order by a.attnum))::text, 4, '0'), a.attname,
                        format_type(a.atttypid, a.atttypmod),
                        case when a.attnotnull then ' not null' else '' end,
                        case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' else '' end,
                        case when a.attgenerated <> '' then ' generated ' || a.attgenerated::text else '' end,
                        coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
                    from pg_attribute a
                    join pg_class c on c.oid = a.attrelid
                    join pg_namespace n on n.oid = c.relnamespace
                    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    where @user@ and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped
                    """),
            new Section("constraint", """
                    select format('%I.%I %I %s%s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid),
                        case when k.convalidated then '' else ' (not validated)' end)
                    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
                    where @user@
                    union all
                    select format('domain %s %I %s', k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid))
                    from pg_constraint k join pg_namespace n on n.oid = k.connamespace
                    where @user@ and k.contypid <> 0
                    """),
            new Section("index", """
                    select format('%s%s%s', pg_get_indexdef(i.indexrelid),
                        case when i.indisvalid then '' else ' (invalid)' end,
                        case when i.indisready then '' else ' (not ready)' end)
                    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
                    where @user@
                    """),
            new Section("view", """
                    select format('%I.%I %s', n.nspname, c.relname, pg_get_viewdef(c.oid))
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where @user@ and c.relkind in ('v', 'm')
                    """),
            new Section("function", """
                    select case when p.prokind = 'a' then p.oid::regprocedure::text else pg_get_functiondef(p.oid) end
                    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where @user@
                    """),
            new Section("trigger", """
                    select format('%s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
                    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
                    where @user@ and not t.tgisinternal
                    """),
            new Section("sequence", """
                    select format('%I.%I %s start %s increment %s min %s max %s cache %s%s', n.nspname, c.relname,
                        format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                        case when s.seqcycle then ' cycle' else '' end)
                    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
                    where @user@
                    """),
            new Section("policy", """
                    select format('%I.%I %I %s %s using %s check %s', n.nspname, c.relname, p.polname, p.polcmd, p.polpermissive,
                        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
                    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
                    where @user@
                    """),
            new Section("extension", "select format('%I %s', extname, extversion) from pg_extension"),
            new Section("comment", """
                    select format('%s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
                    from pg_description d
                    left join pg_class c on d.classoid = 'pg_class'::regclass and c.oid = d.objoid
                    left join pg_proc p on d.classoid = 'pg_proc'::regclass and p.oid = d.objoid
                    left join pg_type t on d.classoid = 'pg_type'::regclass and t.oid = d.objoid
                    left join pg_constraint k on d.classoid = 'pg_constraint'::regclass and k.oid = d.objoid
                    join pg_namespace n on n.oid = coalesce(c.relnamespace, p.pronamespace, t.typnamespace, k.connamespace,
                        case when d.classoid = 'pg_namespace'::regclass then d.objoid end)
                    where @user@
                    """),
            new Section("grant", """
                    select format('%I.%I %s', n.nspname, c.relname, c.relacl)
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace where @user@ and c.relacl is not null
                      and c.relacl::text <> acldefault(cast(case c.relkind when 'S' then 's' else 'r' end as "char"), c.relowner)::text
                    union all
                    select format('%I.%I.%I %s', n.nspname, c.relname, a.attname, a.attacl)
                    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                    where @user@ and a.attacl is not null and not a.attisdropped
                    union all
                    select format('schema %I %s', n.nspname, n.nspacl) from pg_namespace n where @user@ and n.nspacl is not null
                    union all
                    select format('function %s %s', p.oid::regprocedure, p.proacl)
                    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where @user@ and p.proacl is not null
                    """));

    private static final List<String> UPGRADER = List.of(
            "database_metadata",
            "database_upgrade_history",
            "database_upgrade_steps",
            "database_schema_transitions",
            "database_backfills",
            "database_backfill_chunks",
            "database_backfill_quarantine");

    private final DataSource dataSource;
    private final Set<String> withoutTables = new LinkedHashSet<>();
    private final Set<String> withoutColumns = new LinkedHashSet<>();
    private boolean rows;

    private SchemaDump(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Dumps the catalogue alone. */
    public static SchemaDump of(DataSource dataSource) {
        return new SchemaDump(dataSource);
    }

    /** Adds the rows of all tables, in the order of their text. */
    public SchemaDump withRows() {
        rows = true;
        return this;
    }

    /** Leaves out the rows of these tables, named without schema. */
    public SchemaDump withoutRowsOf(String... tables) {
        withoutTables.addAll(List.of(tables));
        return this;
    }

    /** Leaves out the rows of the library's own tables, which tell of the way and not of where it led. */
    public SchemaDump withoutRowsOfUpgrader() {
        withoutTables.addAll(UPGRADER);
        return this;
    }

    /** Leaves these columns out of the rows of every table: times, durations, generated keys. */
    public SchemaDump withoutColumns(String... columns) {
        withoutColumns.addAll(List.of(columns));
        return this;
    }

    /** {@return the dump} */
    public String text() {
        StringBuilder text = new StringBuilder();
        try (Connection connection = dataSource.getConnection()) {
            for (Section section : SECTIONS) {
                append(text, section.title, read(connection, section.sql.replace("@user@", USER_SCHEMA)));
            }
            if (rows) {
                for (String table : read(connection, tables())) {
                    append(text, "row of " + table, read(connection, rowsOf(table)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot dump", e);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<String> lines) {
        lines.forEach(line -> text.append(title).append(' ').append(line).append('\n'));
    }

    private String tables() {
        return "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where c.relkind = 'r' and c.relname <> all (" + array(withoutTables) + ") and " + USER_SCHEMA;
    }

    private String rowsOf(String table) {
        return "select (to_jsonb(t) - " + array(withoutColumns) + ")::text from " + table + " t";
    }

    private static String array(Set<String> names) {
        return names.isEmpty() ? "'{}'::text[]" : "array['" + String.join("', '", names) + "']";
    }

    private static List<String> read(Connection connection, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        String ordered = "select line from (" + sql + ") as dump (line) order by line collate \"C\"";
        try (PreparedStatement statement = connection.prepareStatement(ordered);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                lines.add(result.getString(1));
            }
        }
        return lines;
    }

    private record Section(String title, String sql) {}
}
