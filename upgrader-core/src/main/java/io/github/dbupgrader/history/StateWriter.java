package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is recorded of a component. Every change goes through a {@link Fence}, but for the first record, which the primary key guards.
 *
 * <p>The database's exceptions reach the caller as they are: it knows what it was doing.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class StateWriter {

    private final TableNames tables;
    private final String component;
    private final HistoryInsert insert;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose state it writes
     * @param author who writes
     */
    public StateWriter(TableNames tables, String component, Author author) {
        this.tables = tables;
        this.component = component;
        this.insert = new HistoryInsert(tables, component, author);
    }

    /**
     * Records a component for the first time.
     *
     * @param handle the run's connection
     * @param version the version to record, as recorded, initialised and oldest compatible one
     * @param row what the history says
     */
    public void create(Handle handle, SchemaVersion version, HistoryRow row) {
        String sql = """
                with created as (
                  insert into %s (component, schema_version, compatible_from, initialised_version, layout_version)
                  values (:component, :version, :version, :version, :layout) returning component)
                %s from created""".formatted(tables.metadata().quoted(), insert.sql());
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("component", component);
        values.put("version", version.toString());
        values.put("layout", Layout.CURRENT);
        insert.bind(values, row, Optional.empty());
        new NamedStatement(sql).execute(handle.getConnection(), values);
    }

    /**
     * Records another version as if nothing had been there before.
     *
     * @param handle the run's connection
     * @param fence what must still be true
     * @param version the version to record, as recorded, initialised and oldest compatible one
     * @param row what the history says
     * @return the row's new revision
     */
    public long overwrite(Handle handle, Fence fence, SchemaVersion version, HistoryRow row) {
        return write().set("schema_version = :to, compatible_from = :to, initialised_version = :to,")
                .steps("delete from " + tables.steps().quoted()
                        + " s using guarded where s.component = :component and not s.closed")
                .bind("to", version.toString())
                .history(insert, row)
                .run(handle, fence);
    }

    /**
     * Records the version that the schema was brought to.
     *
     * @param handle the run's connection
     * @param fence what must still be true
     * @param version the version to record
     * @param compatibleFrom the oldest application version that may run on it
     * @param row what the history says; where it names an upgrade, that upgrade's sub-steps are closed
     * @return the row's new revision
     */
    public long stamp(Handle handle, Fence fence, SchemaVersion version, SchemaVersion compatibleFrom, HistoryRow row) {
        GuardedWrite write = write().set("schema_version = :to, compatible_from = :compatible,")
                .bind("to", version.toString())
                .bind("compatible", compatibleFrom.toString())
                .history(insert, row);
        return write.run(handle, fence);
    }

    /**
     * Records that an ONLINE upgrade is complete: like {@link #stamp}, and nothing of it is unfinished any more.
     *
     * @param handle the run's connection
     * @param fence what must still be true
     * @param version the version to record
     * @param compatibleFrom the oldest application version that may run on it
     * @param row what the history says
     * @return the row's new revision
     */
    public long stampOnline(
            Handle handle, Fence fence, SchemaVersion version, SchemaVersion compatibleFrom, HistoryRow row) {
        return write().set("schema_version = :to, compatible_from = :compatible,")
                .steps("update " + tables.steps().quoted() + " s set closed = true from guarded"
                        + " where s.component = :component and s.step_version = :step and s.direction = 'UPGRADE'")
                .bind("to", version.toString())
                .bind("compatible", compatibleFrom.toString())
                .bind("step", row.step().orElseThrow().toString())
                .history(insert, row)
                .run(handle, fence);
    }

    /**
     * Records that an upgrade was undone, be it by its rollback or by the reverts of its sub-steps: it can run again from the beginning, and so can its backfills.
     *
     * @param handle the run's connection
     * @param fence what must still be true
     * @param version the version to record
     * @param compatibleFrom the oldest application version that may run on it
     * @param row what the history says
     * @return the row's new revision
     */
    public long undo(Handle handle, Fence fence, SchemaVersion version, SchemaVersion compatibleFrom, HistoryRow row) {
        return write().set("schema_version = :to, compatible_from = :compatible,")
                .steps("delete from " + tables.steps().quoted() + " s using guarded"
                        + " where s.component = :component and s.step_version = :step")
                .backfills("delete from " + tables.backfills().quoted() + " b using guarded"
                        + " where b.component = :component and (b.step_version = :step or b.since_version = :step)")
                .bind("to", version.toString())
                .bind("compatible", compatibleFrom.toString())
                .bind("step", row.step().orElseThrow().toString())
                .history(insert, row)
                .run(handle, fence);
    }

    /**
     * Adds a history row about something that failed. It changes nothing else, and needs no fence.
     *
     * @param handle the run's connection, in autocommit
     * @param row what the history says
     * @param error what went wrong
     */
    public void recordFailure(Handle handle, HistoryRow row, String error) {
        Map<String, @Nullable Object> values = new HashMap<>();
        insert.bind(values, row, Optional.of(error));
        new NamedStatement(insert.sql()).execute(handle.getConnection(), values);
    }

    GuardedWrite write() {
        return new GuardedWrite(tables, component);
    }

    HistoryInsert insert() {
        return insert;
    }
}
