package io.github.dbupgrader.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds what a test left in its database: sessions (and with them open transactions and advisory locks) and prepared
 * transactions. A backend ends a little after its client has closed the connection, hence the patience.
 */
final class LeakCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // A session is one finding, whatever it holds. Locks and prepared transactions outlive no session but the latter,
    // which is why they have a row of their own.
    private static final String LEFT_BEHIND = """
            select format('session %s ("%s", %s, %s%s, since %s): %s', a.pid, a.application_name, a.usename, a.state,
                          case when l.locks > 0 then ', ' || l.locks || ' advisory locks' else '' end,
                          coalesce(a.xact_start, a.state_change)::timestamptz(0), a.query)
            from pg_stat_activity a
            cross join lateral (select count(*) as locks from pg_locks
                                where pid = a.pid and locktype = 'advisory' and granted) l
            where a.datname = ? and a.backend_type = 'client backend'
            union all
            select format('prepared transaction "%s" of %s, since %s', gid, owner, prepared::timestamptz(0))
            from pg_prepared_xacts where database = ?
            order by 1
            """;

    private final TestServer server;
    private final String database;

    private LeakCheck(TestServer server, String database) {
        this.server = server;
        this.database = database;
    }

    static LeakCheck of(TestServer server, String database) {
        return new LeakCheck(server, database);
    }

    /** Throws an {@link AssertionError} that names each thing that does not go away by itself. */
    void verify() {
        try (Connection connection = server.dataSource().getConnection()) {
            Instant deadline = Instant.now().plus(PATIENCE);
            List<String> left = leftBehind(connection);
            while (!left.isEmpty() && Instant.now().isBefore(deadline)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                left = leftBehind(connection);
            }
            if (!left.isEmpty()) {
                rollBackPrepared(connection);
                throw new AssertionError("The test left in its database:\n  " + String.join("\n  ", left));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look for leaks in " + database, e);
        }
    }

    private List<String> leftBehind(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LEFT_BEHIND)) {
            statement.setString(1, database);
            statement.setString(2, database);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(result.getString(1));
                }
            }
        }
        return found;
    }

    // or the database cannot be dropped
    private void rollBackPrepared(Connection connection) throws SQLException {
        List<String> transactions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select format('rollback prepared %L', gid) from pg_prepared_xacts where database = ?")) {
            statement.setString(1, database);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    transactions.add(result.getString(1));
                }
            }
        }
        if (!transactions.isEmpty()) {
            try (Connection inside = inside()) {
                for (String rollback : transactions) {
                    try (PreparedStatement statement = inside.prepareStatement(rollback)) {
                        statement.execute();
                    }
                }
            }
        }
    }

    // a prepared transaction ends only in its own database
    private Connection inside() throws SQLException {
        var dataSource = server.dataSource();
        dataSource.setDatabaseName(database);
        return dataSource.getConnection();
    }
}
