package io.github.dbupgrader.benchmarks.tool;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a careful programmer writes in an afternoon: one select of the version and the applied steps; if something is pending, a try-lock polled every 20 ms, then DDL,
 * stamp and commit for each step. No history of statements, no clean-up of sessions, no time-outs, no resuming.
 */
public final class PlainTool implements Tool {

    /** Its name in the tables. */
    public static final String NAME = "plain JDBC";

    private static final long POLL_MILLIS = 20;
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String KEY = "4242";

    private static final String READ =
            "select m.version, array(select a.version from plain_applied a) from plain_metadata m";
    private static final String STAMP =
            "with step as (insert into plain_applied (version) values (?)) update plain_metadata set version = ?";
    private static final String CREATE = """
            create table plain_applied (version text primary key, applied_at timestamptz not null default clock_timestamp());
            create table plain_metadata (version text not null);
            insert into plain_metadata values ('0.0.0')""";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Start open(Path built, Steps steps) {
        List<String> versions =
                IntStream.rangeClosed(1, steps.count()).mapToObj(Steps::version).toList();
        return dataSource -> {
            try (Connection connection = dataSource.getConnection()) {
                while (isPending(connection, versions)) {
                    if (locked(connection)) {
                        try {
                            work(connection, steps, versions);
                        } finally {
                            connection.setAutoCommit(true);
                            execute(connection, "select pg_advisory_unlock(" + KEY + ")");
                        }
                        return;
                    }
                    Thread.sleep(POLL_MILLIS);
                }
            }
        };
    }

    private static void work(Connection connection, Steps steps, List<String> versions) throws SQLException {
        Set<String> applied = read(connection);
        if (applied == null) {
            execute(connection, CREATE);
            applied = Set.of();
        }
        connection.setAutoCommit(false);
        for (int i = 0; i < versions.size(); i++) {
            if (!applied.contains(versions.get(i))) {
                execute(connection, steps.sql().get(i));
                try (PreparedStatement stamp = connection.prepareStatement(STAMP)) {
                    stamp.setString(1, versions.get(i));
                    stamp.setString(2, versions.get(i));
                    stamp.executeUpdate();
                }
                connection.commit();
            }
        }
    }

    private static boolean isPending(Connection connection, List<String> versions) throws SQLException {
        Set<String> applied = read(connection);
        return applied == null || !applied.containsAll(versions);
    }

    private static @Nullable Set<String> read(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ);
                ResultSet row = select.executeQuery()) {
            row.next();
            Set<String> applied =
                    new HashSet<>(List.of((String[]) row.getArray(2).getArray()));
            String version = row.getString(1);
            if (!applied.isEmpty() && !applied.contains(version)) {
                throw new IllegalStateException("recorded version " + version + " was never applied");
            }
            return applied;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
