package io.github.dbupgrader.schema;

import io.github.dbupgrader.schema.TransitionColumns.FoundTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Compares both columns of every row, a range of pages at a time, so that no statement holds back the vacuum of a busy table for long. A row that moves meanwhile is written
 * through the trigger, and so is in step.
 */
final class TransitionComparison {

    private static final int PAGES = 16_384;
    private static final int SAMPLE = 5;

    private final Handle handle;
    private final TransitionSpec spec;

    TransitionComparison(Handle handle, TransitionSpec spec) {
        this.handle = handle;
        this.spec = spec;
    }

    /** For use in autocommit. */
    void requireEqual(FoundTable table, String difference) throws SQLException {
        String key = key(table);
        List<String> sample = new ArrayList<>();
        for (String part : parts(table)) {
            long pages = pages(part);
            for (long from = 0; from <= pages && sample.size() < SAMPLE; from += PAGES) {
                // The last range is open: the table may grow meanwhile.
                String until = from + PAGES > pages ? "" : " and ctid < '(" + (from + PAGES) + ",0)'";
                find(
                        "select " + key + " from only " + part + " where ctid >= '(" + from + ",0)'" + until + " and ("
                                + difference + ") limit " + (SAMPLE - sample.size()),
                        sample);
            }
        }
        if (!sample.isEmpty()) {
            throw TransitionErrors.differences(spec.label(), table.name().quoted(), difference, sample);
        }
    }

    private void find(String sql, List<String> sample) throws SQLException {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    sample.add(rows.getString(1));
                }
            }
        }
    }

    private List<String> parts(FoundTable table) {
        return handle.createQuery("""
                        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.oid = cast(:table as oid) and c.relkind = 'r'
                          or c.oid in (select relid from pg_partition_tree(cast(:table as oid)::regclass) where isleaf) order by 1""")
                .bind("table", table.oid())
                .mapTo(String.class)
                .list();
    }

    private long pages(String part) {
        return handle.createQuery("select pg_relation_size(to_regclass(:part)) / current_setting('block_size')::bigint")
                .bind("part", part)
                .mapTo(Long.class)
                .one();
    }

    /** The key of a row for a person; the backfill has made sure that there is one. */
    private String key(FoundTable table) {
        return handle.createQuery("""
                        select coalesce('concat_ws('', '', ' || string_agg(format('%L || %I', a.attname || ' = ', a.attname), ', ' order by a.attnum) || ')', '''a row''')
                        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
                        where i.indrelid = cast(:table as oid) and i.indisprimary""")
                .bind("table", table.oid())
                .mapTo(String.class)
                .one();
    }
}
