package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.Claim.Kind;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Gives out the chunks of one backfill to whoever asks, in whichever instance.
 *
 * <p>There is no coordinator but the database: each asker takes the row of the backfill for a moment and does what comes next. What comes next is, in this order: a
 * chunk that nobody has or whose owner fell silent; the next chunk of the table, cut off where the ones before end; rows to be looked at again; another pass, if rows can
 * show that they are still to be done; what follows the backfill; the end.
 *
 * <p>Chunks are cut off one by one, by counting rows along the index, rather than all at the start or by halving: that works for any key, needs no scan of the table
 * beforehand, and gives a late worker as much as an early one.
 */
final class Coordinator {

    /** Rows that move behind the cursor in every pass are moved on purpose. */
    private static final int MOST_PASSES = 5;

    private final BackfillHost host;
    private final BackfillTask task;
    private final TableNames tables;
    private final Backfill definition;
    private final QuarantineStore quarantine;

    Coordinator(BackfillHost host, BackfillTask task, QuarantineStore quarantine) {
        this.host = host;
        this.task = task;
        this.tables = host.tables();
        this.definition = task.definition();
        this.quarantine = quarantine;
    }

    /** Asks for work. */
    Claim claim(Session session, String owner) throws SQLException {
        session.begin();
        Claim claim = inTransaction(session.own(), owner);
        session.commit();
        return claim;
    }

    /** Takes all chunks away from those who had them; for the holder of the upgrade lock, who knows that they have no right to go on. */
    void takeAll(Handle handle) {
        bound(
                        handle,
                        "update %s set fence = fence + 1, lease_until = clock_timestamp() where component = :component and name = :name and state = 'OPEN'"
                                .formatted(chunks()))
                .execute();
    }

    private Claim inTransaction(Handle handle, String owner) throws SQLException {
        handle.execute("select set_config('lock_timeout', '10s', true), set_config('statement_timeout', '10min', true),"
                + " set_config('synchronous_commit', 'on', true), set_config('row_security', 'off', true)");
        Optional<BackfillRecord> found = BackfillRecord.lock(handle, tables, host.component(), task.name());
        if (found.isEmpty()) {
            return Claim.of(Kind.OVER, BackfillState.CANCELLED, Duration.ZERO);
        }
        BackfillRecord record = found.get();
        Kind refusal = refusal(record);
        if (refusal != Kind.LEASED) {
            return Claim.of(refusal, record.state(), record.since());
        }
        if (!record.started()) {
            start(handle);
            record = BackfillRecord.lock(handle, tables, host.component(), task.name())
                    .orElseThrow();
        }
        Optional<Lease> free = free(handle, owner);
        return free.isPresent() ? Claim.leased(free.get()) : next(handle, record, owner);
    }

    private Kind refusal(BackfillRecord record) {
        if (!record.checksum().equals(task.checksum())) {
            return Kind.CHANGED;
        }
        if (record.state().isOver()) {
            return Kind.OVER;
        }
        if (record.state() == BackfillState.PAUSED || record.state() == BackfillState.HELD) {
            return Kind.STOPPED;
        }
        return isTooEarly(task, record.schemaVersion()) ? Kind.NOTHING : Kind.LEASED;
    }

    /** {@return whether the schema has not yet what the backfill needs, or has it no longer} */
    static boolean isTooEarly(BackfillTask task, Optional<String> schemaVersion) {
        return task.since().isPresent()
                && schemaVersion
                        .map(SchemaVersion::parse)
                        .filter(v -> !task.since().get().isAfter(v))
                        .isEmpty();
    }

    private void start(Handle handle) throws SQLException {
        TableCatalogue catalogue = new TableCatalogue(handle);
        VisitedTable table = catalogue.find(definition.target());
        Optional<List<String>> last =
                Statements.lastKey(handle.getConnection(), new BatchSql(table, definition).lastKey());
        bound(handle, """
                        update %s set state = 'RUNNING', reason = null, state_since = clock_timestamp(), started_at = clock_timestamp(),
                          table_name = :table, key_columns = :key, upper_bound = :last, carved = :empty,
                          rows_estimated = :rows, partitions = :partitions
                        where component = :component and name = :name""".formatted(backfills()))
                .bind("table", table.quoted())
                .bindArray("key", String.class, table.keyNames())
                .bindArray("last", String.class, last.orElse(null))
                .bind("empty", last.isEmpty())
                .bind("rows", last.isEmpty() ? 0 : catalogue.estimate(table))
                .bindArray("partitions", String.class, table.partitions())
                .execute();
    }

    private Optional<Lease> free(Handle handle, String owner) {
        return handle.createQuery("""
                        update %1$s set lease_owner = :owner, lease_until = clock_timestamp() + :lease::interval, fence = fence + 1
                        where component = :component and name = :name and chunk = (
                          select chunk from %1$s where component = :component and name = :name and state = 'OPEN'
                            and (lease_until is null or lease_until < clock_timestamp() or lease_owner = :owner)
                          order by chunk for update skip locked limit 1)
                        returning chunk, kind, pass, fence, after_key, cursor_key, to_key, batch_rows, batch_cost, batch_caution""".formatted(chunks()))
                .bind("owner", owner)
                .bind("lease", ChunkStore.interval(definition.settings().lease()))
                .bind("component", host.component())
                .bind("name", task.name())
                .map((row, context) -> {
                    List<String> cursor = TableCatalogue.list(row, "cursor_key");
                    List<String> after = cursor.isEmpty() ? TableCatalogue.list(row, "after_key") : cursor;
                    return new Lease(
                            row.getInt("chunk"),
                            Lease.Kind.valueOf(row.getString("kind")),
                            row.getInt("pass"),
                            row.getLong("fence"),
                            after.isEmpty() ? Optional.empty() : Optional.of(after),
                            TableCatalogue.list(row, "to_key"),
                            new BatchSizer(
                                            row.getInt("batch_rows"),
                                            row.getDouble("batch_cost"),
                                            row.getInt("batch_caution"))
                                    .within(definition.settings().pace()));
                })
                .findOne();
    }

    private Claim next(Handle handle, BackfillRecord record, String owner) throws SQLException {
        if (!record.carved()) {
            carve(handle, record);
        } else if (count(handle, "state = 'OPEN'") > 0) {
            return Claim.of(Kind.NOTHING, record.state(), record.since());
        } else if (quarantine.count(handle, task.name(), "RETRY") > 0) {
            addChunk(handle, Lease.Kind.RETRY, record.pass(), Optional.empty(), Optional.empty());
        } else if (needsAnotherPass(handle, record)) {
            carve(handle, nextPass(handle, record));
        } else if (count(handle, "kind = 'FOLLOW_UP'") == 0) {
            addChunk(handle, Lease.Kind.FOLLOW_UP, record.pass(), Optional.empty(), Optional.empty());
        } else {
            return complete(handle, record);
        }
        return Claim.leased(free(handle, owner).orElseThrow());
    }

    /** It ends where the rows end now, because a key may have been changed to one that lies beyond the first end. */
    private BackfillRecord nextPass(Handle handle, BackfillRecord record) throws SQLException {
        VisitedTable table = new TableCatalogue(handle).find(definition.target());
        List<String> upper = Statements.lastKey(handle.getConnection(), new BatchSql(table, definition).lastKey())
                .orElse(record.upperBound().orElseThrow());
        bound(
                        handle,
                        "update %s set pass = pass + 1, frontier = null, carved = false, upper_bound = :upper where component = :component and name = :name"
                                .formatted(backfills()))
                .bindArray("upper", String.class, upper)
                .execute();
        return record.nextPass(upper);
    }

    private void carve(Handle handle, BackfillRecord record) throws SQLException {
        List<String> upper = record.upperBound().orElseThrow();
        Optional<List<String>> known = record.pass() == 1 ? Optional.empty() : endOfFirstPass(handle, record);
        List<String> to = known.isPresent()
                ? known.get()
                : ahead(handle, KeyRange.of(record.frontier(), upper)).orElse(upper);
        addChunk(handle, Lease.Kind.RANGE, record.pass(), record.frontier(), Optional.of(to));
        bound(
                        handle,
                        "update %s set frontier = :to, carved = :carved where component = :component and name = :name"
                                .formatted(backfills()))
                .bindArray("to", String.class, to)
                .bind("carved", to.equals(upper))
                .execute();
    }

    private Optional<List<String>> ahead(Handle handle, KeyRange rest) throws SQLException {
        VisitedTable table = new TableCatalogue(handle).find(definition.target());
        return Statements.keyAhead(
                handle.getConnection(),
                new BatchSql(table, definition).keyAhead(rest),
                rest,
                definition.settings().chunkRows());
    }

    /** A later pass goes in the steps of the first one as far as that came, which needs no counting. */
    private Optional<List<String>> endOfFirstPass(Handle handle, BackfillRecord record) {
        long before = count(handle, "kind = 'RANGE' and pass = " + record.pass());
        return handle.createQuery("""
                        select to_key from %s where component = :component and name = :name and kind = 'RANGE' and pass = 1
                        order by chunk offset :before limit 1""".formatted(chunks()))
                .bind("component", host.component())
                .bind("name", task.name())
                .bind("before", before)
                .map((row, context) -> TableCatalogue.list(row, "to_key"))
                .findOne();
    }

    /**
     * The new one begins with what the last one has learnt of the size of batches. Its fence begins with the time: when a backfill is begun again, a worker that still
     * has the chunk of that number from before must not take the new one for it.
     */
    private void addChunk(
            Handle handle, Lease.Kind kind, int pass, Optional<List<String>> after, Optional<List<String>> to) {
        BatchSizer sizer = BatchSizer.start(definition.settings().pace());
        bound(handle, """
                        insert into %1$s (component, name, chunk, kind, pass, fence, after_key, to_key, batch_rows, batch_cost, batch_caution)
                        select :component, :name, coalesce((select max(chunk) from %1$s where component = :component and name = :name), 0) + 1,
                          :kind, :pass, (extract(epoch from clock_timestamp()) * 1000)::bigint * 1000, :after, :to, coalesce(l.batch_rows, :size), coalesce(l.batch_cost, 0), coalesce(l.batch_caution, 0)
                        from (select) one left join lateral (
                          select * from %1$s where component = :component and name = :name and batches > 0 and kind = 'RANGE' and pass = :pass
                          order by updated_at desc limit 1) l on true""".formatted(chunks()))
                .bind("kind", kind.name())
                .bind("pass", pass)
                .bindArray("after", String.class, after.orElse(null))
                .bindArray("to", String.class, to.orElse(null))
                .bind("size", sizer.size())
                .execute();
    }

    private boolean needsAnotherPass(Handle handle, BackfillRecord record) {
        return record.pass() < MOST_PASSES && foundRows(handle, record);
    }

    private boolean foundRows(Handle handle, BackfillRecord record) {
        if (definition.target().pending().isEmpty() || record.upperBound().isEmpty()) {
            return false;
        }
        return record.pass() == 1
                || count(handle, "kind = 'RANGE' and pass = " + record.pass() + " and rows_changed > 0") > 0;
    }

    private Claim complete(Handle handle, BackfillRecord record) {
        BackfillState state = quarantine.count(handle, task.name()) > 0
                ? BackfillState.COMPLETED_WITH_QUARANTINE
                : BackfillState.COMPLETED;
        List<String> remarks = new ArrayList<>();
        List<String> gone = gone(handle, record);
        if (!gone.isEmpty()) {
            remarks.add("partitions that were detached or dropped meanwhile were left out: " + String.join(", ", gone));
        }
        if (record.pass() >= MOST_PASSES && foundRows(handle, record)) {
            remarks.add("rows to be done came up in each of " + MOST_PASSES + " passes, so there may be more");
        }
        Optional<String> remark = remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
        new BackfillStore(tables, host.component()).change(handle, task.name(), state, remark, BackfillState.RUNNING);
        return Claim.of(Kind.OVER, state, Duration.ZERO);
    }

    private List<String> gone(Handle handle, BackfillRecord record) {
        List<String> now = record.partitions().isEmpty()
                ? List.of()
                : new TableCatalogue(handle).find(definition.target()).partitions();
        return record.partitions().stream().filter(p -> !now.contains(p)).toList();
    }

    private long count(Handle handle, String condition) {
        return handle.createQuery("select count(*) from %s where component = :component and name = :name and %s"
                        .formatted(chunks(), condition))
                .bind("component", host.component())
                .bind("name", task.name())
                .mapTo(Long.class)
                .one();
    }

    private Update bound(Handle handle, String sql) {
        return handle.createUpdate(sql).bind("component", host.component()).bind("name", task.name());
    }

    private String chunks() {
        return tables.backfillChunks().quoted();
    }

    private String backfills() {
        return tables.backfills().quoted();
    }
}
