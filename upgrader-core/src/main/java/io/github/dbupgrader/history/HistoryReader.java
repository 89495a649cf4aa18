package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.ExecutedStatement;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads the history of a component.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class HistoryReader {

    private final TableNames tables;
    private final String component;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose history it reads
     */
    public HistoryReader(TableNames tables, String component) {
        this.tables = tables;
        this.component = component;
    }

    /**
     * A row of the history.
     *
     * @param id the order of the rows
     * @param content what the row says
     * @param succeeded whether it succeeded
     * @param startedAt when it began, by the clock of the server
     * @param endedAt when it ended, by the clock of the server
     * @param host the host on which the application ran
     * @param databaseUser the database user
     * @param applicationName the session's {@code application_name}
     * @param applicationVersion the application's version
     * @param libraryVersion the library's version
     * @param error what went wrong
     */
    public record Entry(
            long id,
            HistoryRow content,
            boolean succeeded,
            Instant startedAt,
            Instant endedAt,
            String host,
            String databaseUser,
            String applicationName,
            String applicationVersion,
            String libraryVersion,
            Optional<String> error) {}

    /**
     * {@return all rows, oldest first; none where the tables are missing}
     *
     * @param handle any connection whose Jdbi {@link HistoryJson} was installed in
     */
    public List<Entry> read(Handle handle) {
        String sql = "select * from " + tables.history().quoted() + " where component = :component order by id";
        try {
            return handle.createQuery(sql)
                    .bind("component", component)
                    .map(this::entry)
                    .list();
        } catch (JdbiException e) {
            if (SqlState.isUndefinedTable(e)) {
                return List.of();
            }
            SQLException cause = SqlState.find(e).orElseThrow(() -> e);
            throw HistoryErrors.cannotRead(tables, cause);
        }
    }

    /**
     * What an upgrade or rollback did to {@code compatible_from}.
     *
     * @param version the upgrade
     * @param upgraded false where it was undone
     * @param raisedTo what it raised {@code compatible_from} to; empty where that was high enough already
     */
    public record Raise(SchemaVersion version, boolean upgraded, Optional<SchemaVersion> raisedTo) {}

    /**
     * {@return what the upgrades and rollbacks since recording began did to {@code compatible_from}, oldest first}
     *
     * @param handle any connection
     */
    public List<Raise> raises(Handle handle) {
        String sql = """
                select step_version, action = 'upgrade' as upgraded,
                  case when compatible_from_after <> compatible_from_before then compatible_from_after end as raised_to
                from %1$s
                where component = :component and outcome = 'SUCCESS' and action in ('upgrade', 'rollback') and id > coalesce(
                  (select max(id) from %1$s where component = :component and outcome = 'SUCCESS' and action = 'initialise'), 0)
                order by id""".formatted(tables.history().quoted());
        return handle.createQuery(sql)
                .bind("component", component)
                .map((row, context) -> new Raise(
                        version(row, "step_version").orElseThrow(),
                        row.getBoolean("upgraded"),
                        version(row, "raised_to")))
                .list();
    }

    private Entry entry(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getLong("id"),
                content(row, context),
                "SUCCESS".equals(row.getString("outcome")),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                row.getString("host"),
                row.getString("database_user"),
                row.getString("application_name"),
                row.getString("application_version"),
                row.getString("library_version"),
                Optional.ofNullable(row.getString("error")));
    }

    private HistoryRow content(ResultSet row, StatementContext context) throws SQLException {
        return new HistoryRow(
                HistoryAction.ofWord(row.getString("action")),
                version(row, "from_version"),
                version(row, "to_version"),
                version(row, "step_version"),
                Optional.ofNullable(row.getString("sub_step")),
                row.getString("description"),
                version(row, "compatible_from_before"),
                version(row, "compatible_from_after"),
                strings(row.getArray("skipped_conditions")),
                Optional.empty(),
                statements(row, context),
                row.getLong("statements_run"),
                row.getLong("statements_omitted"));
    }

    private Optional<SchemaVersion> version(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null
                ? Optional.empty()
                : Optional.of(SchemaVersion.tryParse(text)
                        .orElseThrow(() ->
                                HistoryErrors.unreadableVersion(tables.history().toString(), column, component, text)));
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static List<ExecutedStatement> statements(ResultSet row, StatementContext context) throws SQLException {
        ColumnMapper<List<HistoryJson.Entry>> mapper = context.findColumnMapperFor(HistoryJson.STATEMENTS)
                .orElseThrow(() -> new IllegalStateException("HistoryJson is not installed in this Jdbi"));
        return HistoryJson.statements(mapper.map(row, "statements", context));
    }
}
