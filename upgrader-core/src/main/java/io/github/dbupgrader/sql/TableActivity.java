package io.github.dbupgrader.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes on at a table before a strong lock of it is tried for: a look in one round trip that takes no lock itself.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param inTheWay sessions for which it is no use to wait with a short time-out: transactions that have been open, or prepared, for long and hold a lock of the table or one of its partitions,
 *     and vacuums to prevent wraparound, which never give way
 * @param invalidIndexes indexes that an interrupted build left: they cost each write, and serve nobody
 * @param bytes about how large the table is, without indexes; 0 if there is none of that name
 */
public record TableActivity(List<BlockingSession> inTheWay, List<String> invalidIndexes, long bytes) {

    private static final String LOOK = """
            with recursive parts as (
              select to_regclass(?)::oid as oid
              union select i.inhrelid from parts p join pg_inherits i on i.inhparent = p.oid),
            %s,
            holders as materialized (
              select distinct pid, case when pid is null then virtualtransaction end as virtualtransaction from pg_locks where locktype = 'relation' and granted and relation in (select oid from parts)
                and database = (select oid from pg_database where datname = current_database()) and pid is distinct from pg_backend_pid())
            select c.indexes, c.bytes, a.pid, coalesce(a.application_name, '') as application_name, a.state, a.since, a.query, false as hidden
            from (
              select array(select x.indexrelid::regclass::text from pg_index x where x.indrelid in (select oid from parts) and not x.indisvalid order by 1) as indexes,
                (select sum(greatest(p.relpages, 0)) * current_setting('block_size')::bigint from pg_class p where p.oid in (select oid from parts)) as bytes) c
              left join (
                select a.pid, case when a.backend_type = 'autovacuum worker' then 'autovacuum' else a.application_name end as application_name,
                  a.state, a.xact_start as since, a.query
                from pg_stat_activity a where a.pid in (select pid from holders)
                  and case when a.backend_type = 'autovacuum worker' then a.query like '%(to prevent wraparound)'
                    else a.xact_start < clock_timestamp() - ? * interval '1 ms' end
                union all
                select 0, p.gid, p.state, p.prepared, null from prepared p
                where p.virtualtransaction in (select virtualtransaction from holders) and p.prepared < clock_timestamp() - ? * interval '1 ms') a on true
            order by a.since""".replace("%s", BlockingSessions.PREPARED);

    /** Makes the lists immutable. */
    public TableActivity {
        inTheWay = List.copyOf(inTheWay);
        invalidIndexes = List.copyOf(invalidIndexes);
    }

    /**
     * {@return what goes on at a table now}
     *
     * @param connection any connection, whose {@code search_path} resolves the name
     * @param table the table as it is written in SQL
     * @param old how long a transaction must have been open to count
     * @throws SQLException if the database cannot be asked, or the text is no name
     */
    public static TableActivity at(Connection connection, String table, Duration old) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOOK)) {
            select.setString(1, table);
            select.setLong(2, old.toMillis());
            select.setLong(3, old.toMillis());
            try (ResultSet rows = select.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static TableActivity read(ResultSet rows) throws SQLException {
        List<BlockingSession> sessions = new ArrayList<>();
        List<String> indexes = List.of();
        long bytes = 0;
        while (rows.next()) {
            Array array = rows.getArray("indexes");
            indexes = List.of((String[]) array.getArray());
            bytes = rows.getLong("bytes");
            if (rows.getObject("pid") != null) {
                sessions.add(BlockingSessions.session(rows));
            }
        }
        return new TableActivity(sessions, indexes, bytes);
    }
}
