package io.github.dbupgrader.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the sessions that others wait for.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class BlockingSessions {

    /**
     * The prepared transactions, each with what its locks are recorded under. That is the one of the session that prepared it, or after a restart one of its own; the lock of its
     * transaction id, which each has, tells.
     */
    static final String PREPARED = """
        prepared as materialized (
          select x.gid, 'prepared by ' || x.owner as state, x.prepared, l.virtualtransaction
          from pg_prepared_xacts x join pg_locks l on l.locktype = 'transactionid' and l.granted and l.pid is null and l.transactionid = x.transaction)\
        """;

    private static final String COLUMNS = "with " + PREPARED + """

        select coalesce(b.pid, 0) as pid, coalesce(p.gid, a.application_name, '') as application_name, coalesce(p.state, a.state) as state,
          coalesce(p.prepared, a.xact_start, a.backend_start) as since, a.query, a.backend_start is null as hidden
        """;

    private static final String OF = COLUMNS + """
        from (select distinct unnest(pg_blocking_pids(?)) as pid) b
          left join pg_stat_activity a on a.pid = b.pid
          left join prepared p on b.pid = 0 and exists (
            select from pg_locks w join pg_locks h on h.granted and h.pid is null and h.virtualtransaction = p.virtualtransaction
              and (h.locktype, h.database, h.relation, h.transactionid, h.classid, h.objid)
                is not distinct from (w.locktype, w.database, w.relation, w.transactionid, w.classid, w.objid)
            where w.pid = ? and not w.granted)
        order by since nulls last, b.pid\
        """;

    private static final String ON_TABLE = COLUMNS + """
        from (select distinct pid, case when pid is null then virtualtransaction end as virtualtransaction from pg_locks
            where locktype = 'relation' and granted and relation = to_regclass(?)
              and database = (select oid from pg_database where datname = current_database())
              and pid is distinct from pg_backend_pid()) b
          left join pg_stat_activity a on a.pid = b.pid
          left join prepared p on p.virtualtransaction = b.virtualtransaction
        order by since nulls last, b.pid\
        """;

    private BlockingSessions() {}

    /**
     * {@return the sessions that a waiting one waits for now, longest first}
     *
     * @param other a connection that is not the waiting one
     * @param blockedPid the server process that waits
     * @throws SQLException if the database cannot be asked
     */
    public static List<BlockingSession> of(Connection other, int blockedPid) throws SQLException {
        try (PreparedStatement select = other.prepareStatement(OF)) {
            select.setInt(1, blockedPid);
            select.setInt(2, blockedPid);
            return sessions(select);
        }
    }

    /**
     * {@return the other sessions that hold any lock of a table now, longest first; none if there is no such table}
     *
     * @param connection any connection, whose {@code search_path} resolves the name
     * @param relationName the table as it is written in SQL
     * @throws SQLException if the database cannot be asked, or the text is no name
     */
    public static List<BlockingSession> onTable(Connection connection, String relationName) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ON_TABLE)) {
            select.setString(1, relationName);
            return sessions(select);
        }
    }

    /**
     * {@return the table that a statement changes, as it is written there; empty where that is not easily known}
     *
     * @param statement one SQL statement
     */
    public static Optional<String> tableOf(String statement) {
        return new StatementTable(statement).find();
    }

    private static List<BlockingSession> sessions(PreparedStatement select) throws SQLException {
        List<BlockingSession> sessions = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sessions.add(session(rows));
            }
        }
        return List.copyOf(sessions);
    }

    /** One row of the columns above. */
    static BlockingSession session(ResultSet rows) throws SQLException {
        // The server writes "<insufficient privilege>" for a query, but hides the times, so they tell.
        boolean hidden = rows.getBoolean("hidden");
        return new BlockingSession(
                rows.getInt("pid"),
                rows.getString("application_name"),
                Optional.ofNullable(rows.getString("state")),
                Optional.ofNullable(rows.getObject("since", OffsetDateTime.class))
                        .map(t -> t.toInstant().truncatedTo(ChronoUnit.SECONDS)),
                hidden
                        ? Optional.empty()
                        : Optional.ofNullable(rows.getString("query")).map(SqlErrors::shortened));
    }
}
