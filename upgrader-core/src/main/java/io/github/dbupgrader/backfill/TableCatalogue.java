package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.Identifier;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about the table of a backfill. */
final class TableCatalogue {

    private static final Pattern PLANNED_ROWS = Pattern.compile("rows=(\\d+)");

    private final Handle handle;

    TableCatalogue(Handle handle) {
        this.handle = handle;
    }

    /** A unique index, and what speaks against visiting rows along it. */
    private record Candidate(String index, boolean primary, boolean nullable, List<KeyColumn> columns) {
        List<String> names() {
            return columns.stream().map(c -> c.name().text()).toList();
        }
    }

    private record Found(long oid, String quoted, String kind, boolean rowSecurity) {}

    VisitedTable find(Target target) {
        Found table = handle.createQuery("""
                        select c.oid, format('%I.%I', n.nspname, c.relname) as quoted, c.relkind, row_security_active(c.oid) as rls
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass(:name)""")
                .bind("name", target.quoted())
                .map((row, context) -> new Found(
                        row.getLong("oid"), row.getString("quoted"), row.getString("relkind"), row.getBoolean("rls")))
                .findOne()
                .orElseThrow(() -> BackfillErrors.noSuchTable(target));
        if (!table.kind().equals("r") && !table.kind().equals("p")) {
            throw BackfillErrors.notATable(target);
        }
        if (table.rowSecurity()) {
            throw BackfillErrors.rowSecurity(target);
        }
        return new VisitedTable(
                table.quoted(),
                key(target, table),
                types(table),
                table.kind().equals("p") ? partitions(table) : List.of());
    }

    /** {@return about how many rows the server thinks there are, also where nobody has counted yet} */
    long estimate(VisitedTable table) {
        List<String> plan = handle.createQuery("explain select from " + table.quoted())
                .mapTo(String.class)
                .list();
        Matcher rows = PLANNED_ROWS.matcher(plan.get(0));
        return rows.find() ? Long.parseLong(rows.group(1)) : 0;
    }

    private List<KeyColumn> key(Target target, Found table) {
        List<Candidate> candidates = candidates(table);
        if (target.key().isEmpty()) {
            return candidates.stream()
                    .filter(Candidate::primary)
                    .findFirst()
                    .map(Candidate::columns)
                    .orElseThrow(() -> BackfillErrors.noPrimaryKey(target, usable(candidates)));
        }
        Set<String> wanted =
                new HashSet<>(target.key().stream().map(Identifier::text).toList());
        List<Candidate> fitting = candidates.stream()
                .filter(c -> wanted.equals(new HashSet<>(c.names())))
                .toList();
        if (fitting.isEmpty()) {
            throw BackfillErrors.noUniqueIndex(target, usable(candidates));
        }
        return fitting.stream()
                .filter(c -> !c.nullable())
                .findFirst()
                .map(Candidate::columns)
                .orElseThrow(() -> BackfillErrors.nullableKey(target));
    }

    private static List<String> usable(List<Candidate> candidates) {
        return candidates.stream()
                .filter(c -> !c.nullable())
                .map(c -> String.join(", ", c.names()))
                .toList();
    }

    private List<Candidate> candidates(Found table) {
        Map<String, Candidate> found = new LinkedHashMap<>();
        handle.createQuery("""
                        select ic.relname, i.indisprimary, a.attname, a.attnotnull, format_type(a.atttypid, a.atttypmod) as type,
                          (i.indoption[k.n - 1] & 1) = 1 as descending, (i.indoption[k.n - 1] & 2) = 2 as nulls_first,
                          case when i.indcollation[k.n - 1] not in (0, a.attcollation)
                            then (select format('%I.%I', cn.nspname, l.collname) from pg_collation l
                              join pg_namespace cn on cn.oid = l.collnamespace where l.oid = i.indcollation[k.n - 1]) else '' end as collation
                        from pg_index i
                          join pg_class ic on ic.oid = i.indexrelid
                          join pg_am am on am.oid = ic.relam and am.amname = 'btree'
                          cross join lateral generate_series(1, i.indnkeyatts) as k(n)
                          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.n - 1]
                        where i.indrelid = :oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
                          and not exists (select from generate_series(1, i.indnkeyatts) as o(n)
                            join pg_opclass p on p.oid = i.indclass[o.n - 1] where not p.opcdefault)
                        order by i.indisprimary desc, ic.relname, k.n""")
                .bind("oid", table.oid())
                .map((row, context) -> column(row, found))
                .list();
        return List.copyOf(found.values());
    }

    private static KeyColumn column(ResultSet row, Map<String, Candidate> found) throws SQLException {
        KeyColumn column = new KeyColumn(
                new Identifier(row.getString("attname")),
                row.getString("type"),
                row.getString("collation"),
                row.getBoolean("descending"),
                row.getBoolean("nulls_first"));
        String index = row.getString("relname");
        Candidate before = found.get(index);
        List<KeyColumn> columns = new ArrayList<>(before == null ? List.of() : before.columns());
        columns.add(column);
        boolean nullable = !row.getBoolean("attnotnull") || (before != null && before.nullable());
        found.put(index, new Candidate(index, row.getBoolean("indisprimary"), nullable, columns));
        return column;
    }

    private Map<String, String> types(Found table) {
        Map<String, String> types = new LinkedHashMap<>();
        handle.createQuery("""
                        select attname, format_type(atttypid, atttypmod) as type from pg_attribute
                        where attrelid = :oid and attnum > 0 and not attisdropped order by attnum""")
                .bind("oid", table.oid())
                .map((row, context) -> types.put(row.getString("attname"), row.getString("type")))
                .list();
        return types;
    }

    private List<String> partitions(Found table) {
        return handle.createQuery(
                        "select relid::regclass::text from pg_partition_tree(:oid::regclass) where isleaf order by 1")
                .bind("oid", table.oid())
                .mapTo(String.class)
                .list();
    }

    /** {@return an array of the server as a list; empty where it is null} */
    static List<String> list(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
