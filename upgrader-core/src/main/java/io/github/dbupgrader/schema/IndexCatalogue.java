package io.github.dbupgrader.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the catalogue says about tables and indexes. */
final class IndexCatalogue {

    /**
     * Uniqueness and everything behind the table's name: what two equal indexes of different names and tables share. Over an index {@code i}, its {@code c} and
     * its table's {@code t} in {@code pg_class}. Releases differ in how they call the schema of temporary tables, so that is skipped, not computed.
     */
    static final String ESSENCE = """
            (select case when i.indisunique then 'unique' else 'plain' end
               || substr(d.behind_index, strpos(d.behind_index, format('.%I USING ', t.relname)) + length(format('.%I', t.relname)))
             from (select substr(pg_get_indexdef(i.indexrelid), 1 + length(
               format('CREATE %sINDEX %I ON ', case when i.indisunique then 'UNIQUE ' end, c.relname))) as behind_index) d)""";

    private static final String WITH_PARTITIONS =
            "select cast(:table as oid) union all select p.relid from pg_partition_tree(cast(:table as oid)) p";

    private final Handle handle;

    IndexCatalogue(Handle handle) {
        this.handle = handle;
    }

    /** A table or materialized view, as the session's search_path finds it. */
    record FoundTable(long oid, String schema, String name, String kind, String quoted) {

        /** From a row with {@code oid}, {@code nspname}, {@code relname}, {@code relkind} and {@code quoted}. */
        static FoundTable of(ResultSet row) throws SQLException {
            return new FoundTable(
                    row.getLong("oid"),
                    row.getString("nspname"),
                    row.getString("relname"),
                    row.getString("relkind"),
                    row.getString("quoted"));
        }
    }

    /** Something that has the index's name in the table's schema. */
    record FoundIndex(long oid, boolean isIndex, long tableOid, boolean valid, String definition) {}

    Optional<FoundTable> table(TableName name) {
        return handle.createQuery("""
                        select c.oid, n.nspname, c.relname, c.relkind, format('%I.%I', n.nspname, c.relname) as quoted
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.oid = to_regclass(:name)""")
                .bind("name", name.quoted())
                .map((row, context) -> FoundTable.of(row))
                .findOne();
    }

    Optional<FoundIndex> index(FoundTable table, String name) {
        return handle.createQuery("""
                        select c.oid, i.indexrelid is not null as is_index, coalesce(i.indrelid, 0) as table_oid,
                          coalesce(i.indisvalid and i.indisready, false) as valid,
                          case when i.indexrelid is null then '' else %s end as definition
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                          left join pg_index i on i.indexrelid = c.oid
                          left join pg_class t on t.oid = i.indrelid
                        where n.nspname = :schema and c.relname = :name""".formatted(ESSENCE))
                .bind("schema", table.schema())
                .bind("name", name)
                .map((row, context) -> new FoundIndex(
                        row.getLong("oid"),
                        row.getBoolean("is_index"),
                        row.getLong("table_oid"),
                        row.getBoolean("valid"),
                        row.getString("definition")))
                .findOne();
    }

    /**
     * The session that builds the index at this moment. For a moment the index is there and the builder does not say which it builds, and of another role's
     * builder it never says it to a plain role; then the table on which it holds the lock of a builder has to do.
     */
    Optional<Integer> builder(FoundTable table, FoundIndex index) {
        return handle.createQuery("""
                        select p.pid from pg_stat_progress_create_index p
                        where p.pid <> pg_backend_pid() and p.datname = current_database()
                          and (p.index_relid = cast(:index as oid) or (coalesce(p.index_relid, 0) = 0
                            and exists (select from pg_locks l where l.pid = p.pid and l.granted
                              and l.relation = cast(:table as oid) and l.mode = 'ShareUpdateExclusiveLock')))
                        limit 1""")
                .bind("index", index.oid())
                .bind("table", table.oid())
                .mapTo(Integer.class)
                .findFirst();
    }

    /** Sessions that do nothing in a transaction for which a concurrent build waits: one with a snapshot, or with a lock on the table or a partition. */
    List<String> openTransactions(FoundTable table) {
        return handle.createQuery("""
                        select format('session %%s ("%%s", of %%I, since %%s)', a.pid, a.application_name, a.usename, a.xact_start)
                        from pg_stat_activity a
                        where a.datname = current_database() and a.pid <> pg_backend_pid() and a.state like 'idle in transaction%%'
                          and (a.backend_xmin is not null or exists (
                            select from pg_locks l where l.pid = a.pid and l.granted and l.relation in (%s)))
                        order by a.xact_start""".formatted(WITH_PARTITIONS))
                .bind("table", table.oid())
                .mapTo(String.class)
                .list();
    }

    /** Indexes of the table and its partitions that an interrupted REINDEX CONCURRENTLY has left. */
    List<String> leftOfReindexing(FoundTable table) {
        return handle.createQuery("""
                        select format('%%I.%%I', n.nspname, c.relname) from pg_index i
                          join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
                        where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' and i.indrelid in (%s)
                        order by 1""".formatted(WITH_PARTITIONS))
                .bind("table", table.oid())
                .mapTo(String.class)
                .list();
    }

    int serverVersion() {
        return handle.createQuery("select cast(current_setting('server_version_num') as int)")
                .mapTo(Integer.class)
                .one();
    }

    /**
     * How the server itself writes the definition of an index. It is asked by building the index on an empty table of the same name and columns, which is
     * rolled back: comparing texts written by people would call equal indexes different.
     */
    String canonicalDefinition(FoundTable table, Index index) throws SQLException {
        return Probe.ask(handle, table, "", probe -> {
            Ddl.run(handle, index.createStatement("", index.name().quoted(), probe));
            return handle.createQuery("""
                            select %s from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
                            where i.indrelid = to_regclass(:probe)""".formatted(ESSENCE))
                    .bind("probe", probe)
                    .mapTo(String.class)
                    .one();
        });
    }
}
