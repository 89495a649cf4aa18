package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what is known of each backfill as a whole: definition, state, progress.
 *
 * <p>Each method is one statement, in whatever transaction the handle is in.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class BackfillStore {

    private final TableNames tables;
    private final String component;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose backfills it keeps
     */
    public BackfillStore(TableNames tables, String component) {
        this.tables = tables;
        this.component = component;
    }

    /**
     * Makes a backfill known, if it is not yet.
     *
     * @param handle any connection
     * @param task the backfill
     */
    public void ensure(Handle handle, BackfillTask task) {
        handle.createUpdate("""
                        insert into %s (component, name, step_version, since_version, definition, checksum, quarantine_allowed)
                        values (:component, :name, :step, :since, :definition, :checksum, :allowed)
                        on conflict (component, name) do nothing""".formatted(tables.backfills().quoted()))
                .bind("component", component)
                .bind("name", task.name())
                .bind("step", task.step().map(SchemaVersion::toString).orElse(null))
                .bind("since", task.since().map(SchemaVersion::toString).orElse(null))
                .bind("definition", task.definition().text())
                .bind("checksum", task.checksum())
                .bind("allowed", task.definition().quarantineAllowed().orElse(null))
                .execute();
    }

    /**
     * Records why rows in quarantine are no obstacle, as the definition says now. It is no part of what a definition is recognised by, so it may change while the backfill
     * runs; an upgrade says so when it relies on it, and nobody else, so that releases that run side by side do not say different things in turns.
     *
     * @param handle any connection
     * @param task the backfill
     */
    public void allow(Handle handle, BackfillTask task) {
        handle.createUpdate("""
                        update %s set quarantine_allowed = :allowed
                        where component = :component and name = :name and checksum = :checksum
                          and quarantine_allowed is distinct from :allowed""".formatted(tables.backfills().quoted()))
                .bind("component", component)
                .bind("name", task.name())
                .bind("checksum", task.checksum())
                .bind("allowed", task.definition().quarantineAllowed().orElse(null))
                .execute();
    }

    /** {@return whether the library's tables are there} */
    boolean isThere(Handle handle) {
        return handle.createQuery("select to_regclass(:table) is not null")
                .bind("table", tables.backfills().quoted())
                .mapTo(Boolean.class)
                .one();
    }

    /** {@return the recorded version of the schema} */
    Optional<String> schemaVersion(Handle handle) {
        return handle.createQuery(
                        "select schema_version from " + tables.metadata().quoted() + " where component = :component")
                .bind("component", component)
                .mapTo(String.class)
                .findOne();
    }

    /** {@return the version of the upgrade of which a backfill is a part; empty for one in the background} */
    Optional<String> stepVersion(Handle handle, String name) {
        return handle.createQuery(
                        "select step_version from " + tables.backfills().quoted()
                                + " where component = :component and name = :name and step_version is not null")
                .bind("component", component)
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Forgets a backfill, its position and its quarantine. The data stays as it is.
     *
     * @param handle any connection
     * @param name the backfill
     * @return whether there was one
     */
    public boolean forget(Handle handle, String name) {
        return handle.createUpdate("delete from %s where component = :component and name = :name"
                                .formatted(tables.backfills().quoted()))
                        .bind("component", component)
                        .bind("name", name)
                        .execute()
                == 1;
    }

    /**
     * Changes the state, if it is one of those from which that is allowed.
     *
     * @param handle any connection
     * @param name the backfill
     * @param to the new state
     * @param reason why; empty where there is nothing to say
     * @param from the states from which it is allowed
     * @return whether it was changed
     */
    public boolean change(
            Handle handle, String name, BackfillState to, Optional<String> reason, BackfillState... from) {
        return handle.createUpdate("""
                                update %s set state = :to, reason = :reason, state_since = clock_timestamp(),
                                  ended_at = case when :over then clock_timestamp() end
                                where component = :component and name = :name and state in (<from>)""".formatted(tables.backfills().quoted()))
                        .bind("component", component)
                        .bind("name", name)
                        .bind("to", to.name())
                        .bind("reason", reason.orElse(null))
                        .bind("over", to.isOver())
                        .bindList("from", Arrays.stream(from).map(Enum::name).toList())
                        .execute()
                == 1;
    }

    /**
     * {@return how far all backfills of the component are, by name}
     *
     * @param handle any connection
     * @param checksums the digests of the definitions that this application has registered, by name
     */
    public List<BackfillStatus> all(Handle handle, Map<String, String> checksums) {
        return read(handle, checksums, "order by p.name", Optional.empty());
    }

    /**
     * {@return how far a backfill is}
     *
     * @param handle any connection
     * @param name the backfill
     * @param checksums the digests of the definitions that this application has registered, by name
     */
    public Optional<BackfillStatus> find(Handle handle, String name, Map<String, String> checksums) {
        return read(handle, checksums, "and p.name = :name", Optional.of(name)).stream()
                .findFirst();
    }

    private List<BackfillStatus> read(
            Handle handle, Map<String, String> checksums, String rest, Optional<String> name) {
        return handle.createQuery("""
                        select p.*, extract(epoch from p.remaining) as seconds_left, b.checksum
                        from %s p join %s b on b.component = p.component and b.name = p.name
                        where p.component = :component %s""".formatted(
                        tables.backfillProgress().quoted(), tables.backfills().quoted(), rest))
                .bind("component", component)
                .bindMap(name.map(n -> Map.of("name", n)).orElse(Map.of()))
                .map((row, context) -> status(row, checksums))
                .list();
    }

    private static BackfillStatus status(ResultSet row, Map<String, String> checksums) throws SQLException {
        String name = row.getString("name");
        String registered = checksums.get(name);
        double percent = row.getDouble("percent");
        Optional<Double> known = row.wasNull() ? Optional.empty() : Optional.of(percent);
        long seconds = row.getLong("seconds_left");
        Optional<Duration> remaining = row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        return new BackfillStatus(
                name,
                BackfillState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("reason")).or(() -> lastError(row)),
                instant(row, "state_since").orElseThrow(),
                registered == null
                        ? BackfillStatus.Registered.NO
                        : registered.equals(row.getString("checksum"))
                                ? BackfillStatus.Registered.SAME
                                : BackfillStatus.Registered.CHANGED,
                row.getLong("rows_done"),
                row.getLong("rows_estimated"),
                known,
                row.getLong("rows_changed"),
                row.getDouble("rows_per_second"),
                remaining,
                row.getInt("batch_rows"),
                row.getInt("workers"),
                row.getLong("quarantined"),
                row.getLong("to_retry"),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private static Optional<String> lastError(ResultSet row) {
        try {
            return Optional.ofNullable(row.getString("last_error"));
        } catch (SQLException e) {
            throw new IllegalStateException("the column last_error was selected", e);
        }
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
