package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.QualifiedName;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;

/**
 * Reads what is recorded of a component, in one statement.
 *
 * <p>It is plain JDBC: this is the one statement of every start with nothing to do, and needs no other class to be loaded. The applied versions come as one text,
 * "1.1.0 1.2.0 -1.2.0" with "=" where recording began anew, because the driver reads a text several times faster than an array; the unfinished ones likewise, "U1.3.0"
 * or "R1.3.0".
 *
 * <p>Public for the library's other packages; not API.
 */
public final class StateReader {

    private static final String APPLIED_FROM = """
            m.schema_version, m.compatible_from, m.initialised_version, m.layout_version, m.revision,
            array_to_string(array(
              select case h.action when 'upgrade' then h.step_version
                when 'rollback' then '-' || h.step_version else '=' end
              from\s""";

    private static final String UNFINISHED_FROM = """
             h
              where h.component = m.component and h.outcome = 'SUCCESS' and h.action in ('initialise', 'upgrade', 'rollback')
              order by h.id), ' '),
            array_to_string(array(select left(s.direction, 1) || s.step_version from\s""";

    private final TableNames tables;
    private final String component;
    private final String columns;
    private final String from;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose state it reads
     */
    public StateReader(TableNames tables, String component) {
        this.tables = tables;
        this.component = component;
        // Put together without a formatter, because it is done at every start.
        this.columns = APPLIED_FROM + tables.history().quoted() + UNFINISHED_FROM
                + tables.steps().quoted() + " s where s.component = m.component and not s.closed), ' ')";
        this.from = " from " + tables.metadata().quoted() + " m where m.component = ?";
    }

    /**
     * {@return what is recorded; empty where nothing is, be it for want of the row or of the table}
     *
     * @param connection any connection; a transaction in which the table is missing is spoilt afterwards
     */
    public Optional<RecordedState> read(Connection connection) {
        return read(connection, true);
    }

    /** Where the table was missing and is there at a closer look, somebody has made it in between. */
    private Optional<RecordedState> read(Connection connection, boolean lookAgain) {
        try (PreparedStatement select = connection.prepareStatement("select " + columns + from)) {
            select.setString(1, component);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(state(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            if (SqlState.isUndefinedTable(e) && metadataIsMissing(connection, e)) {
                return Optional.empty();
            }
            if (SqlState.isUndefinedTable(e) && lookAgain) {
                return read(connection, false);
            }
            throw HistoryErrors.cannotRead(tables, e);
        }
    }

    /**
     * Looks again and tries a lock, in one statement, so that a waiter never blocks in the server and never holds a snapshot.
     *
     * @param connection the connection that would hold the lock, in autocommit
     * @param seen what was recorded when the caller last looked; the lock is tried only if that has not changed
     * @param lockExpression an SQL expression that tries the lock
     * @return what is recorded now, and whether the lock was taken
     */
    public Look lookAndTry(Connection connection, Optional<RecordedState> seen, String lockExpression) {
        return seen.isPresent()
                ? lookAtRow(connection, seen.get().revision(), lockExpression)
                : lookForTable(connection, lockExpression);
    }

    /**
     * What a look found.
     *
     * @param state what is recorded
     * @param changed whether that is not what the caller had seen; the lock was then not tried
     * @param locked whether the lock was taken
     */
    public record Look(Optional<RecordedState> state, boolean changed, boolean locked) {}

    private Look lookAtRow(Connection connection, long revision, String lockExpression) {
        String sql = "select " + columns + ", case when m.revision = ? then " + lockExpression + " end" + from;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, revision);
            select.setString(2, component);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return new Look(Optional.empty(), true, false);
                }
                RecordedState state = state(row);
                return new Look(Optional.of(state), state.revision() != revision, row.getBoolean(8));
            }
        } catch (SQLException e) {
            if (SqlState.isUndefinedTable(e) && metadataIsMissing(connection, e)) {
                return new Look(Optional.empty(), true, false);
            }
            throw HistoryErrors.cannotRead(tables, e);
        }
    }

    private Look lookForTable(Connection connection, String lockExpression) {
        String missing = "to_regclass('" + tables.metadata().quoted().replace("'", "''") + "') is null";
        try (PreparedStatement select = connection.prepareStatement(
                        "select " + missing + ", case when " + missing + " then " + lockExpression + " end");
                ResultSet row = select.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                return new Look(Optional.empty(), false, row.getBoolean(2));
            }
        } catch (SQLException e) {
            throw HistoryErrors.cannotRead(tables, e);
        }
        return lookForRow(connection, lockExpression);
    }

    /** The tables are there, perhaps another component's; the row may not be. */
    private Look lookForRow(Connection connection, String lockExpression) {
        String sql = "select exists (select" + from + "), case when not exists (select" + from + ") then "
                + lockExpression + " end";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, component);
            select.setString(2, component);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return new Look(Optional.empty(), false, row.getBoolean(2));
                }
            }
        } catch (SQLException e) {
            throw HistoryErrors.cannotRead(tables, e);
        }
        return new Look(read(connection), true, false);
    }

    private RecordedState state(ResultSet row) throws SQLException {
        int layout = row.getInt(4);
        if (layout > Layout.CURRENT) {
            throw HistoryErrors.newerLayout(tables, layout);
        }
        TreeSet<SchemaVersion> unfinishedUpgrades = new TreeSet<>();
        TreeSet<SchemaVersion> unfinishedRollbacks = new TreeSet<>();
        StringTokenizer unfinished = new StringTokenizer(row.getString(7), " ");
        while (unfinished.hasMoreTokens()) {
            String token = unfinished.nextToken();
            Set<SchemaVersion> versions = token.charAt(0) == 'R' ? unfinishedRollbacks : unfinishedUpgrades;
            versions.add(version(token.substring(1), tables.steps(), "step_version"));
        }
        QualifiedName metadata = tables.metadata();
        return new RecordedState(
                version(row.getString(1), metadata, "schema_version"),
                version(row.getString(2), metadata, "compatible_from"),
                version(row.getString(3), metadata, "initialised_version"),
                layout,
                row.getLong(5),
                applied(row.getString(6)),
                Collections.unmodifiableSet(unfinishedUpgrades),
                Collections.unmodifiableSet(unfinishedRollbacks));
    }

    /** Replays the history: initialising begins a new life, and what was rolled back counts as not run. */
    private Set<SchemaVersion> applied(String actions) {
        Set<SchemaVersion> applied = new HashSet<>();
        QualifiedName table = tables.history();
        StringTokenizer tokens = new StringTokenizer(actions, " ");
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            switch (token.charAt(0)) {
                case '=' -> applied.clear();
                case '-' -> applied.remove(version(token.substring(1), table, "step_version"));
                default -> applied.add(version(token, table, "step_version"));
            }
        }
        return Collections.unmodifiableSet(applied);
    }

    private SchemaVersion version(String text, QualifiedName table, String column) {
        return SchemaVersion.tryParse(text)
                .orElseThrow(() -> HistoryErrors.unreadableVersion(table.toString(), column, component, text));
    }

    /** A missing history beside an existing metadata table is damage, not a database without a record. */
    private boolean metadataIsMissing(Connection connection, SQLException original) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            try (PreparedStatement select = connection.prepareStatement("select to_regclass(?) is null")) {
                select.setString(1, tables.metadata().quoted());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        } catch (SQLException e) {
            if (SqlState.isConnectionLost(e)) {
                throw HistoryErrors.cannotRead(tables, e);
            }
            original.addSuppressed(e);
            return false;
        }
    }
}
