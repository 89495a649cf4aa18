package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.ChunkStore.Progress;
import io.github.dbupgrader.backfill.QuarantineStore.Reason;
import io.github.dbupgrader.backfill.QuarantineStore.ToRetry;
import io.github.dbupgrader.backfill.Statements.Boundary;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Runs one batch of a chunk: its rows, its position and its count in one commit.
 *
 * <p>The end of a batch is looked up in key order before anything is changed, so that the cursor is the largest key of the batch whatever plan the change takes, and
 * a change that a join returns in any order cannot move it wrongly.
 */
final class BatchRunner {

    /** After that many tries a row that changes each time is a person's to judge. */
    private static final int MOST_TRIES = 5;

    private final BackfillHost host;
    private final BackfillTask task;
    private final Backfill definition;
    private final ChunkStore chunks;
    private final QuarantineStore quarantine;
    private final LeaseKeeper keeper;
    private final JavaWork javaWork;

    BatchRunner(
            BackfillHost host, BackfillTask task, ChunkStore chunks, QuarantineStore quarantine, LeaseKeeper keeper) {
        this.host = host;
        this.task = task;
        this.definition = task.definition();
        this.chunks = chunks;
        this.quarantine = quarantine;
        this.keeper = keeper;
        this.javaWork = new JavaWork(task, quarantine, keeper);
    }

    /** What a batch came to. */
    record Result(int rows, Duration took, boolean chunkDone) {}

    /** Runs the next batch of a range. */
    Result run(Sessions sessions, VisitedTable table, Lease lease, int atMost)
            throws WorkFailure, LeaseLostException, SQLException, InterruptedException {
        long start = System.nanoTime();
        BatchSql sql = new BatchSql(table, definition);
        Session session = sessions.get();
        begin(session, lease);
        if (lease.pass() > 1 && !lease.isSuspect() && isDone(session, sql, lease)) {
            return new Result(0, Duration.ofNanos(System.nanoTime() - start), true);
        }
        Optional<Boundary> boundary =
                Statements.boundary(session.own().getConnection(), sql.boundary(lease.rest()), lease.rest(), atMost);
        int rows = boundary.map(Boundary::rows).orElse(0);
        boolean last = rows < atMost || lease.isLast(boundary.orElseThrow().key());
        List<String> cursor = last ? lease.rest().to() : boundary.orElseThrow().key();
        KeyRange range = KeyRange.of(lease.rest().after(), cursor);
        try {
            long changed = 0;
            if (rows > 0 && definition.work().compute().isPresent()) {
                List<BackfillRow> read = javaWork.read(session, sql, range);
                session.commit();
                session = javaWork.compute(sessions, lease, read);
                begin(session, lease);
                forgetReasons(session, sql, lease, range);
                changed = javaWork.write(session, sql, range, read, 0);
            } else if (rows > 0) {
                forgetReasons(session, sql, lease, range);
                changed = Statements.change(session.data(), sql.change(range), range);
            }
            if (rows > 0 && lease.pass() > 1) {
                lookAgainAtPending(session, sql, range);
            }
            if (lease.pass() > 1 || definition.work().compute().isPresent()) {
                requireRoomInQuarantine(session.own());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            BatchSizer next = lease.sizer().after(definition.settings().pace(), rows, took);
            chunks.advance(session.own(), lease, cursor, next, new Progress(rows, changed, speed(rows, took), last));
            session.commit();
            lease.advance(cursor, next);
            return new Result(rows, took, last);
        } catch (LeaseLostException | InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            throw new WorkFailure(
                    e, Math.max(1, rows), boundary.map(Boundary::key).orElse(cursor));
        }
    }

    /**
     * Closes a chunk of a later pass in which there is nothing to do, which is what nearly all of them are; one look without batches finds that out. Where it fails, or there
     * is something, the batches find out which row it is.
     */
    private boolean isDone(Session session, BatchSql sql, Lease lease) throws WorkFailure {
        KeyRange rest = lease.rest();
        lease.suspect();
        try {
            if (Statements.any(session.own().getConnection(), sql.anyPending(rest), rest)) {
                return false;
            }
            chunks.advance(session.own(), lease, rest.to(), lease.sizer(), new Progress(0, 0, 0, true));
            session.commit();
            lease.advance(rest.to(), lease.sizer());
            return true;
        } catch (Exception e) {
            throw new WorkFailure(e, lease.sizer().size() + 1, rest.to());
        }
    }

    /** Runs the next of the rows that are to be looked at again. */
    Result retry(Sessions sessions, VisitedTable table, Lease lease)
            throws WorkFailure, LeaseLostException, SQLException, InterruptedException {
        long start = System.nanoTime();
        BatchSql sql = new BatchSql(table, definition);
        Session session = sessions.get();
        begin(session, lease);
        Optional<ToRetry> next = quarantine.nextToRetry(session.own(), task.name());
        if (next.isEmpty()) {
            chunks.done(session.own(), lease);
            session.commit();
            return new Result(0, Duration.ZERO, true);
        }
        List<String> key = next.get().key();
        KeyRange range = KeyRange.ofRow(key);
        try {
            long changed;
            if (definition.work().compute().isPresent()) {
                List<BackfillRow> read = javaWork.read(session, sql, range);
                session.commit();
                session = read.isEmpty() ? session : javaWork.compute(sessions, lease, read);
                begin(session, lease);
                quarantine.remove(session.own(), task.name(), key);
                changed = javaWork.write(session, sql, range, read, next.get().tries());
            } else {
                changed = Statements.change(session.data(), sql.change(range), range);
                quarantine.remove(session.own(), task.name(), key);
            }
            lookAgainAtPending(session, sql, range, next.get().tries());
            Progress progress = new Progress(1, changed, 0, false);
            chunks.advance(session.own(), lease, key, lease.sizer(), progress);
            session.commit();
            return new Result(1, Duration.ofNanos(System.nanoTime() - start), false);
        } catch (LeaseLostException | InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            throw new WorkFailure(e, 1, key);
        }
    }

    /** Runs what follows when all rows are done. */
    Result followUp(Sessions sessions, VisitedTable table, Lease lease)
            throws LeaseLostException, SQLException, InterruptedException {
        Session session = sessions.get();
        begin(session, lease);
        session.commit();
        try {
            keeper.during(lease, () -> new FollowUps(task).run(session, table));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new FollowUpFailure(e);
        }
        begin(session, lease);
        chunks.done(session.own(), lease);
        session.commit();
        return new Result(0, Duration.ZERO, true);
    }

    /** Puts a row that failed by itself into quarantine, and goes past it. */
    void quarantine(Session session, Lease lease, List<String> key, Reason reason)
            throws LeaseLostException, SQLException {
        begin(session, lease);
        quarantine.add(session.own(), task.name(), key, reason);
        requireRoomInQuarantine(session.own());
        boolean range = lease.kind() == Lease.Kind.RANGE;
        boolean last = range && lease.isLast(key);
        chunks.advance(session.own(), lease, key, lease.sizer(), new Progress(1, 0, 0, last));
        session.commit();
        if (range) {
            lease.advance(key, lease.sizer());
        }
    }

    private void begin(Session session, Lease lease) throws SQLException, LeaseLostException {
        session.begin();
        Optional<String> version = chunks.guard(session.own(), lease, definition.isWithoutTriggers());
        if (Coordinator.isTooEarly(task, version)) {
            throw new LeaseLostException();
        }
    }

    private void lookAgainAtPending(Session session, BatchSql sql, KeyRange range) throws SQLException {
        lookAgainAtPending(session, sql, range, 0);
    }

    /** Rows that an earlier pass put into quarantine are tried once more, and perhaps they are mended by now; if not, the reason is found again. */
    private void forgetReasons(Session session, BatchSql sql, Lease lease, KeyRange range) throws SQLException {
        if (lease.pass() == 1 || quarantine.count(session.own(), task.name()) == 0) {
            return;
        }
        for (List<String> key : Statements.keys(session.own().getConnection(), sql.stillPending(range), range)) {
            quarantine.remove(session.own(), task.name(), key);
        }
    }

    /** What is still pending after its work is not left in silence; where a better reason is known, that one stays. */
    private void lookAgainAtPending(Session session, BatchSql sql, KeyRange range, int tries) throws SQLException {
        if (definition.target().pending().isEmpty()) {
            return;
        }
        for (List<String> key : Statements.keys(session.own().getConnection(), sql.stillPending(range), range)) {
            if (!quarantine.contains(session.own(), task.name(), key)) {
                javaWork.lookAgain(session.own(), key, tries, BackfillErrors.STILL_PENDING);
            }
        }
    }

    private void requireRoomInQuarantine(Handle handle) {
        int limit = definition.settings().quarantineLimit();
        if (quarantine.count(handle, task.name()) > limit) {
            new BackfillStore(host.tables(), host.component())
                    .change(
                            handle,
                            task.name(),
                            BackfillState.FAILED,
                            Optional.of(BackfillErrors.tooManyInQuarantine(limit)),
                            BackfillState.RUNNING);
        }
    }

    static boolean isExhausted(int tries) {
        return tries + 1 >= MOST_TRIES;
    }

    /** With the pauses that the duty cycle puts between batches. */
    private double speed(int rows, Duration took) {
        double seconds = Math.max(1e-6, took.toNanos() / 1e9);
        return rows / seconds * definition.settings().pace().dutyCycle();
    }
}
