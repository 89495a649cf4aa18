package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.step.Kept;
import io.github.dbupgrader.step.SubStep;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the sub-steps of ONLINE upgrades and rollbacks.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class SubStepStore {

    private final TableNames tables;
    private final String component;
    private final StateWriter writer;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose sub-steps it keeps
     * @param writer writes the component's row and history
     */
    public SubStepStore(TableNames tables, String component, StateWriter writer) {
        this.tables = tables;
        this.component = component;
        this.writer = writer;
    }

    /**
     * {@return the recorded sub-steps of an upgrade that is not complete, in order}
     *
     * @param handle any connection
     * @param version the upgrade's version
     * @param direction up or down
     */
    public List<RecordedSubStep> open(Handle handle, SchemaVersion version, Direction direction) {
        String sql = """
                select position, sub_step, kind, checksum, state, compatible_from_before
                from %s where component = :component and step_version = :version and direction = :direction and not closed
                order by position""".formatted(tables.steps().quoted());
        return handle.createQuery(sql)
                .bind("component", component)
                .bind("version", version.toString())
                .bind("direction", direction.name())
                .map((row, context) -> new RecordedSubStep(
                        row.getInt("position"),
                        row.getString("sub_step"),
                        row.getString("kind"),
                        row.getString("checksum"),
                        RecordedSubStep.State.valueOf(row.getString("state")),
                        SchemaVersion.parse(row.getString("compatible_from_before"))))
                .list();
    }

    /**
     * Records that an ONLINE upgrade or rollback begins: its first sub-step as started, and the oldest compatible version from now on.
     *
     * @param handle the run's connection, in the transaction in which the conditions held
     * @param fence what must still be true
     * @param place which sub-step
     * @param compatibleFrom the oldest application version that may run from now on
     * @param row what the history says
     * @return the row's new revision
     */
    public long begin(Handle handle, Fence fence, Place place, SchemaVersion compatibleFrom, HistoryRow row) {
        return put(place, "STARTED")
                .set("compatible_from = :compatible,")
                .bind("compatible", compatibleFrom.toString())
                .history(writer.insert(), row)
                .run(handle, fence);
    }

    /**
     * Records that a sub-step outside a transaction starts.
     *
     * @param handle the run's connection
     * @param fence what must still be true
     * @param place which sub-step
     * @return the row's new revision
     */
    public long start(Handle handle, Fence fence, Place place) {
        return put(place, "STARTED").run(handle, fence);
    }

    /**
     * Records that a sub-step is done.
     *
     * @param handle the run's connection, in the sub-step's own transaction if it has one
     * @param fence what must still be true
     * @param place which sub-step
     * @param row what the history says
     * @return the row's new revision
     */
    public long done(Handle handle, Fence fence, Place place, HistoryRow row) {
        return put(place, "DONE").history(writer.insert(), row).run(handle, fence);
    }

    /**
     * Forgets a sub-step, because it was undone.
     *
     * @param handle the run's connection, in the transaction that undoes it if there is one
     * @param fence what must still be true
     * @param version the upgrade's version
     * @param direction up or down
     * @param name the sub-step
     * @param row what the history says
     * @return the row's new revision
     */
    public long forget(
            Handle handle, Fence fence, SchemaVersion version, Direction direction, String name, HistoryRow row) {
        return writer.write()
                .steps("delete from " + tables.steps().quoted() + " s using guarded where s.component = :component"
                        + " and s.step_version = :step and s.direction = :direction and s.sub_step = :sub_step")
                .bind("step", version.toString())
                .bind("direction", direction.name())
                .bind("sub_step", name)
                .history(writer.insert(), row)
                .run(handle, fence);
    }

    /**
     * Records what a person says about a sub-step.
     *
     * @param handle the run's connection
     * @param fence what must still be true
     * @param version the upgrade's version
     * @param name the sub-step
     * @param state what it is
     * @param row what the history says
     * @return the row's new revision
     */
    public long mark(
            Handle handle,
            Fence fence,
            SchemaVersion version,
            String name,
            RecordedSubStep.State state,
            HistoryRow row) {
        return writer.write()
                .steps(
                        "update " + tables.steps().quoted() + " s set state = :state,"
                                + " ended_at = case when :state = 'DONE' then clock_timestamp() end from guarded"
                                + " where s.component = :component and s.step_version = :step and s.sub_step = :sub_step and not s.closed")
                .bind("step", version.toString())
                .bind("sub_step", name)
                .bind("state", state.name())
                .history(writer.insert(), row)
                .run(handle, fence);
    }

    /**
     * Which sub-step a record is about.
     *
     * @param version the upgrade's version
     * @param direction up or down
     * @param position the place among the sub-steps, from 1
     * @param subStep the declaration
     * @param compatibleBefore {@code compatible_from} before the upgrade began
     */
    public record Place(
            SchemaVersion version,
            Direction direction,
            int position,
            SubStep subStep,
            SchemaVersion compatibleBefore) {}

    private GuardedWrite put(Place place, String state) {
        String sql = """
                insert into %s (component, step_version, direction, position, sub_step, kind, checksum, state,
                  compatible_from_before, kept, ended_at)
                select :component, :step, :direction, :position, :sub_step, :kind, :checksum, :state, :compatible_before,
                  %s, case when :state = 'DONE' then clock_timestamp() end
                from guarded
                on conflict (component, step_version, direction, sub_step) do update
                set position = excluded.position, kind = excluded.kind, checksum = excluded.checksum,
                  state = excluded.state, closed = false, compatible_from_before = excluded.compatible_from_before,
                  kept = excluded.kept, ended_at = excluded.ended_at""".formatted(tables.steps().quoted(), Kept.VALUE);
        return writer.write()
                .steps(sql)
                .bind("step", place.version().toString())
                .bind("direction", place.direction().name())
                .bind("position", place.position())
                .bind("sub_step", place.subStep().name())
                .bind("kind", place.subStep().kind().name())
                .bind("checksum", place.subStep().checksum())
                .bind("state", state)
                .bind("compatible_before", place.compatibleBefore().toString());
    }
}
