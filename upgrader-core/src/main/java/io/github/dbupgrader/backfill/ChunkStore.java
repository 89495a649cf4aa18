package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.TableNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps the chunks of one backfill, and who has them. All times are the server's. */
final class ChunkStore {

    private final TableNames tables;
    private final String component;
    private final String name;
    private final BackfillSettings settings;

    ChunkStore(BackfillHost host, BackfillTask task) {
        this.tables = host.tables();
        this.component = host.component();
        this.name = task.name();
        this.settings = task.definition().settings();
    }

    /**
     * Makes sure, at the beginning of a batch, that the chunk is still this worker's and the backfill is to go on, and keeps it so until the commit: whoever wants the
     * chunk skips it or waits.
     *
     * <p>The position must be the one that the worker knows: a server that crashed after asynchronous commits, or one that took over, may have gone back to an earlier one,
     * and the rows in between with it.
     *
     * @return the recorded schema version
     */
    Optional<String> guard(Handle handle, Lease lease, boolean withoutTriggers) throws LeaseLostException {
        String more = (settings.isAsynchronousCommit() ? ", set_config('synchronous_commit', 'off', true)" : "")
                + (withoutTriggers ? ", set_config('session_replication_role', 'replica', true)" : "");
        return handle.createQuery("""
                        select (select m.schema_version from %s m where m.component = c.component) as version,
                          set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true),
                          set_config('plan_cache_mode', 'force_custom_plan', true), set_config('row_security', 'off', true)%s
                        from %s c join %s b on b.component = c.component and b.name = c.name
                        where c.component = :component and c.name = :name and c.chunk = :chunk and c.fence = :fence
                          and c.state = 'OPEN' and b.state = 'RUNNING'
                          and (c.kind <> 'RANGE' or coalesce(c.cursor_key, c.after_key) is not distinct from :position)
                        for no key update of c""".formatted(tables.metadata().quoted(), more, chunks(), backfills()))
                .bind("lock", settings.lockTimeout().toMillis() + "ms")
                .bind("statement", settings.statementTimeout().toMillis() + "ms")
                .bind("component", component)
                .bind("name", name)
                .bind("chunk", lease.chunk())
                .bind("fence", lease.fence())
                .bindArray("position", String.class, lease.rest().after().orElse(null))
                .map((row, context) -> Optional.ofNullable(row.getString("version")))
                .findOne()
                .orElseThrow(LeaseLostException::new);
    }

    /** What a committed batch did. */
    record Progress(int rows, long changed, double rowsPerSecond, boolean last) {}

    /** Moves the cursor, in the transaction of the batch. */
    void advance(Handle handle, Lease lease, List<String> cursor, BatchSizer next, Progress progress) {
        handle.createUpdate("""
                        update %s set cursor_key = :cursor, rows_done = rows_done + :rows, rows_changed = rows_changed + :changed,
                          batches = batches + 1, batch_rows = :size, batch_cost = :cost, batch_caution = :caution,
                          rows_per_second = :speed, tries = 0, last_error = null,
                          state = case when :last then 'DONE' else state end,
                          lease_until = clock_timestamp() + :lease::interval, updated_at = clock_timestamp()
                        where component = :component and name = :name and chunk = :chunk and fence = :fence""".formatted(chunks()))
                .bindArray("cursor", String.class, cursor)
                .bind("rows", progress.rows())
                .bind("changed", progress.changed())
                .bind("size", next.size())
                .bind("cost", next.millisPerRow())
                .bind("caution", next.cautious())
                .bind("speed", progress.rowsPerSecond())
                .bind("last", progress.last())
                .bind("lease", interval(settings.lease()))
                .bind("component", component)
                .bind("name", name)
                .bind("chunk", lease.chunk())
                .bind("fence", lease.fence())
                .execute();
    }

    /** Closes a chunk that has no cursor. */
    void done(Handle handle, Lease lease) {
        set(handle, lease, "state = 'DONE', tries = 0, last_error = null, updated_at = clock_timestamp()");
    }

    /** Gives a chunk back, so that nobody has to wait for the lease to run out. */
    void release(Handle handle, Lease lease) {
        set(handle, lease, "lease_until = clock_timestamp()");
    }

    /** {@return whether the chunk is still this worker's} */
    boolean renew(Handle handle, Lease lease) {
        return handle.createUpdate("""
                                update %s set lease_until = clock_timestamp() + :lease::interval
                                where component = :component and name = :name and chunk = :chunk and fence = :fence""".formatted(chunks()))
                        .bind("lease", interval(settings.lease()))
                        .bind("component", component)
                        .bind("name", name)
                        .bind("chunk", lease.chunk())
                        .bind("fence", lease.fence())
                        .execute()
                == 1;
    }

    void failed(Handle handle, Lease lease, String error) {
        handle.createUpdate("""
                        update %s set tries = tries + 1, last_error = :error, lease_until = clock_timestamp() + :lease::interval
                        where component = :component and name = :name and chunk = :chunk and fence = :fence
                          and state = 'OPEN'""".formatted(chunks()))
                .bind("error", error)
                .bind("lease", interval(settings.lease()))
                .bind("component", component)
                .bind("name", name)
                .bind("chunk", lease.chunk())
                .bind("fence", lease.fence())
                .execute();
    }

    private void set(Handle handle, Lease lease, String assignments) {
        handle.createUpdate(
                        "update %s set %s where component = :component and name = :name and chunk = :chunk and fence = :fence"
                                .formatted(chunks(), assignments))
                .bind("component", component)
                .bind("name", name)
                .bind("chunk", lease.chunk())
                .bind("fence", lease.fence())
                .execute();
    }

    static String interval(Duration duration) {
        return duration.toMillis() + " milliseconds";
    }

    private String chunks() {
        return tables.backfillChunks().quoted();
    }

    private String backfills() {
        return tables.backfills().quoted();
    }
}
