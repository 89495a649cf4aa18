package io.github.dbupgrader.metrics.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;

/** Measures {@code metric_files}, with or without the column, in the way that {@link MetricTable} reads it. */
final class StorageTable {

    private static final String MEASURE = """
            select now(), metadata.*, pg_table_size('metric_files'), pg_indexes_size('metric_files'),
              rows.n_dead_tup, rows.n_tup_upd, rows.n_tup_hot_upd,
              blocks.heap_blks_hit + coalesce(blocks.toast_blks_hit, 0),
              blocks.heap_blks_read + coalesce(blocks.toast_blks_read, 0)
            from (
              select count(*), count(bytes), coalesce(sum(bytes), 0), coalesce(max(bytes), 0)
              from (select null::jsonb as data_metadata) as absent
              cross join lateral (
                select case when jsonb_typeof(data_metadata) = 'object' then pg_column_size(data_metadata) end as bytes
                from metric_files as metric where metric.deleted_at is null
              ) as found
            ) as metadata
            cross join pg_stat_all_tables as rows
            join pg_statio_all_tables as blocks using (relid)
            where relid = 'metric_files'::regclass""";

    private StorageTable() {}

    static StorageReport measure(Connection connection, MetricCounters counters) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MEASURE)) {
            row.next();
            int column = 0;
            return new StorageReport(
                    row.getObject(++column, OffsetDateTime.class),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    row.getLong(++column),
                    counters);
        }
    }
}
