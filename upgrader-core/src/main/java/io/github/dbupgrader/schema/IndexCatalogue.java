package io.github.dbupgrader.schema;

import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about tables and indexes. */
final class IndexCatalogue {

    private final Handle handle;

    IndexCatalogue(Handle handle) {
        this.handle = handle;
    }

    /** A table or materialized view, as the session's search_path finds it. */
    record FoundTable(long oid, String schema, String kind, String quoted) {}

    /** Something that has the index's name in the table's schema. */
    record FoundIndex(long oid, boolean isIndex, long tableOid, boolean valid, String definition) {}

    Optional<FoundTable> table(TableName name) {
        return handle.createQuery("""
                        select c.oid, n.nspname, c.relkind, format('%I.%I', n.nspname, c.relname) as quoted
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.oid = to_regclass(:name)""")
                .bind("name", name.quoted())
                .map((row, context) -> new FoundTable(
                        row.getLong("oid"),
                        row.getString("nspname"),
                        row.getString("relkind"),
                        row.getString("quoted")))
                .findOne();
    }

    Optional<FoundIndex> index(FoundTable table, String name) {
        return handle.createQuery("""
                        select c.oid, i.indexrelid is not null as is_index, coalesce(i.indrelid, 0) as table_oid,
                          coalesce(i.indisvalid and i.indisready, false) as valid,
                          coalesce(pg_get_indexdef(i.indexrelid), '') as definition
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                          left join pg_index i on i.indexrelid = c.oid
                        where n.nspname = :schema and c.relname = :name""")
                .bind("schema", table.schema())
                .bind("name", name)
                .map((row, context) -> new FoundIndex(
                        row.getLong("oid"),
                        row.getBoolean("is_index"),
                        row.getLong("table_oid"),
                        row.getBoolean("valid"),
                        essence(row.getString("definition"))))
                .findOne();
    }

    /** The session that builds the index at this moment. */
    Optional<Integer> builder(FoundIndex index) {
        return handle.createQuery("""
                        select pid from pg_stat_progress_create_index
                        where index_relid = cast(:oid as oid) and pid <> pg_backend_pid() limit 1""")
                .bind("oid", index.oid())
                .mapTo(Integer.class)
                .findFirst();
    }

    /**
     * How the server itself writes the definition of an index. It is asked by building the index on an empty table of the same columns in a transaction that
     * is rolled back: comparing texts written by people would call equal indexes different.
     */
    String canonicalDefinition(FoundTable table, Index index) throws SQLException {
        handle.begin();
        try {
            CreateIndexConcurrently.run(
                    handle, "create temporary table upgrader_index_probe (like " + table.quoted() + ")");
            CreateIndexConcurrently.run(
                    handle, index.createStatement("", index.name().quoted(), "pg_temp.upgrader_index_probe"));
            return essence(handle.createQuery("""
                            select pg_get_indexdef(indexrelid) from pg_index
                            where indrelid = to_regclass('pg_temp.upgrader_index_probe')""").mapTo(String.class).one());
        } finally {
            handle.rollback();
        }
    }

    /** Uniqueness and everything behind the table's name: what two equal indexes of different names and tables share. */
    private static String essence(String definition) {
        int using = definition.indexOf(" USING ");
        return using < 0
                ? definition
                : (definition.startsWith("CREATE UNIQUE") ? "unique" : "plain") + definition.substring(using);
    }
}
