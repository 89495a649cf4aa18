package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.BatchRunner.Result;
import io.github.dbupgrader.backfill.QuarantineStore.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker at one backfill: it asks for chunks and runs their batches, until there is nothing left for it.
 *
 * <p>A batch that fails because of its rows is cut in halves until the row at fault stands alone; that one goes to quarantine, and the batches grow again. So each row
 * at fault costs about as many tries as the batch has halvings, and a batch of nothing but such rows two tries a row. A batch that fails for any other reason is the
 * same batch again after a pause.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final BackfillTask task;
    private final String owner;
    private final Sessions sessions;
    private final StopSignal stop;
    private final Patience patience;
    private final ChunkStore chunks;
    private final Coordinator coordinator;
    private final BatchRunner batches;
    private final LeaseKeeper keeper;
    private final Throttling throttling;
    private final ProgressTeller teller;
    private final BackfillStore store;
    private Optional<VisitedTable> table = Optional.empty();
    private Optional<Lease> lease = Optional.empty();
    /** How many rows the next batch may have while a row at fault is looked for; 0 where none is. */
    private int limit;

    Worker(BackfillHost host, BackfillTask task, String owner, Sessions sessions, StopSignal stop, Patience patience) {
        this.task = task;
        this.owner = owner;
        this.sessions = sessions;
        this.stop = stop;
        this.patience = patience;
        QuarantineStore quarantine = new QuarantineStore(host.tables(), host.component(), host.applicationVersion());
        this.chunks = new ChunkStore(host, task);
        this.coordinator = new Coordinator(host, task, quarantine);
        this.keeper = new LeaseKeeper(
                host.dataSource(), chunks, task.definition().settings().lease());
        this.batches = new BatchRunner(host, task, chunks, quarantine, keeper);
        this.throttling = new Throttling(task);
        this.teller = new ProgressTeller(host, task);
        this.store = new BackfillStore(host.tables(), host.component());
    }

    /** Works until there is nothing for it, and returns why. Empty: it was told to stop. */
    Optional<Claim> run() throws InterruptedException, SQLException {
        while (!stop.isStopped()) {
            try {
                if (lease.isEmpty()) {
                    Claim claim = claim();
                    if (claim.kind() != Claim.Kind.LEASED) {
                        patience.calm();
                        return Optional.of(claim);
                    }
                    lease = claim.lease();
                }
                work(lease.orElseThrow());
            } catch (LeaseLostException e) {
                giveUpLease();
            } catch (WorkFailure e) {
                afterWorkFailure(e, lease.orElseThrow());
            } catch (InterruptedException e) {
                throw e;
            } catch (SQLException | RuntimeException e) {
                afterInfrastructure(e, FailureKind.of(e));
            }
        }
        return Optional.empty();
    }

    private Claim claim() throws SQLException {
        Claim claim = coordinator.claim(sessions.get(), owner);
        if (claim.kind() == Claim.Kind.STOPPED && claim.state() == BackfillState.HELD) {
            if (!throttling.isEmpty()
                    && (!throttling.isDue() || held(claim.since()).isPresent())) {
                return claim;
            }
            store.change(
                    sessions.get().own(), task.name(), BackfillState.RUNNING, Optional.empty(), BackfillState.HELD);
            claim = coordinator.claim(sessions.get(), owner);
        }
        teller.tell(sessions.get(), claim.kind() == Claim.Kind.OVER);
        return claim;
    }

    private void work(Lease current) throws WorkFailure, LeaseLostException, SQLException, InterruptedException {
        if (throttling.isDue()) {
            Optional<String> reason = held(Duration.ZERO);
            if (reason.isPresent()) {
                hold(current, reason.get());
                return;
            }
        }
        Result result = switch (current.kind()) {
            case RANGE -> batches.run(sessions, table(), current, atMost(current));
            case RETRY -> batches.retry(sessions, table(), current);
            case FOLLOW_UP -> batches.followUp(sessions, table(), current);
        };
        patience.calm();
        if (limit > 0) {
            limit = limit * 2 >= current.sizer().size() ? 0 : limit * 2;
        }
        if (result.chunkDone()) {
            lease = Optional.empty();
        }
        teller.tell(sessions.get(), false);
        pauseAfter(current, result);
    }

    private int atMost(Lease current) {
        return limit > 0
                ? Math.min(limit, current.sizer().size())
                : current.sizer().size();
    }

    private void pauseAfter(Lease current, Result result) throws InterruptedException {
        Duration pause = current.sizer().pauseAfter(task.definition().settings().pace(), result.took());
        if (pause.toMillis() > 0) {
            sessions.release();
            stop.pause(pause);
        }
    }

    private Optional<String> held(Duration since) throws SQLException {
        return throttling.ask(sessions.get(), table(), since);
    }

    private void hold(Lease current, String reason) throws SQLException {
        Session session = sessions.get();
        if (store.change(session.own(), task.name(), BackfillState.HELD, Optional.of(reason), BackfillState.RUNNING)) {
            LOG.info("backfill \"{}\" is held: {}", task.name(), reason);
        }
        chunks.release(session.own(), current);
        lease = Optional.empty();
        teller.tell(session, true);
    }

    private VisitedTable table() throws SQLException {
        if (table.isEmpty()) {
            table = Optional.of(new TableCatalogue(sessions.get().own())
                    .find(task.definition().target()));
        }
        return table.get();
    }

    /** A stopped backfill's chunk is given back at once; one that was taken over is not this worker's to give. */
    private void giveUpLease() throws SQLException {
        boolean usable = sessions.rollBack();
        if (usable && lease.isPresent()) {
            chunks.release(sessions.get().own(), lease.get());
        }
        lease = Optional.empty();
        table = Optional.empty();
    }

    private void afterWorkFailure(WorkFailure failure, Lease current) throws InterruptedException, SQLException {
        Throwable reason = failure.reason();
        FailureKind kind = FailureKind.of(reason);
        if (kind == FailureKind.INTERRUPTED) {
            throw new InterruptedException("interrupted in a batch");
        }
        if (kind == FailureKind.INFRASTRUCTURE || !sessions.rollBack()) {
            afterInfrastructure(reason, kind);
            return;
        }
        try {
            switch (kind) {
                case DEFINITION -> fail(reason);
                case TIMEOUT -> afterTimeout(failure, current);
                default -> afterDataFailure(failure, current, Reason.of(reason));
            }
        } catch (LeaseLostException e) {
            giveUpLease();
        } catch (SQLException | RuntimeException e) {
            afterInfrastructure(e, FailureKind.of(e));
        }
    }

    private void afterTimeout(WorkFailure failure, Lease current) throws LeaseLostException, SQLException {
        if (failure.rows() == 1) {
            Duration timeout = task.definition().settings().statementTimeout();
            quarantine(failure, current, Reason.of("too slow", BackfillErrors.tooSlow(timeout)));
            return;
        }
        current.resize(current.sizer().afterTimeout(task.definition().settings().pace()));
        limit = limit > 0 ? Math.max(1, Math.min(limit, failure.rows()) / 2) : 0;
        LOG.info("backfill \"{}\": a batch of {} rows took too long and is halved", task.name(), failure.rows());
    }

    private void afterDataFailure(WorkFailure failure, Lease current, Reason reason)
            throws LeaseLostException, SQLException {
        if (failure.rows() == 1) {
            quarantine(failure, current, reason);
        } else {
            limit = Math.max(1, failure.rows() / 2);
        }
    }

    private void quarantine(WorkFailure failure, Lease current, Reason reason) throws LeaseLostException, SQLException {
        LOG.warn("backfill \"{}\": row {} goes to quarantine: {}", task.name(), failure.last(), reason.message());
        batches.quarantine(sessions.get(), current, failure.last(), reason);
        limit = 1;
        if (current.kind() == Lease.Kind.RANGE && current.isLast(failure.last())) {
            lease = Optional.empty();
        }
    }

    /** Repeating what is wrong for every row would only fill the quarantine. */
    private void fail(Throwable reason) throws SQLException {
        String text = Reason.of(reason).message();
        store.change(sessions.get().own(), task.name(), BackfillState.FAILED, Optional.of(text), BackfillState.RUNNING);
        LOG.warn("backfill \"{}\" failed: {}", task.name(), text);
    }

    /** What became of a commit whose answer is lost, only the database knows: so the position is read anew, by asking for the chunk again. */
    private void afterInfrastructure(Throwable failure, FailureKind kind) throws InterruptedException, SQLException {
        boolean usable = sessions.rollBack();
        boolean wrong = kind == FailureKind.DEFINITION || kind == FailureKind.DATA;
        int tries = patience.fail();
        if (!usable || wrong || patience.isOver()) {
            throw asThrowable(failure);
        }
        String text = Reason.of(failure).message();
        LOG.info("backfill \"{}\": a batch failed and is tried again: tries={} reason={}", task.name(), tries, text);
        note(text);
        lease = Optional.empty();
        sessions.release();
        stop.pause(patience.backoff());
    }

    /** Best effort: where the database cannot be reached, nothing can be noted. */
    private void note(String text) {
        try {
            if (lease.isPresent()) {
                chunks.failed(sessions.get().own(), lease.get(), text);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the failure could not be noted", e);
            sessions.rollBack();
        }
    }

    private static RuntimeException asThrowable(Throwable failure) throws SQLException {
        if (failure instanceof SQLException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    /** Gives the chunk back, so that nobody has to wait for the lease to run out. */
    @Override
    public void close() {
        try {
            if (lease.isPresent() && sessions.rollBack()) {
                chunks.release(sessions.get().own(), lease.get());
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the chunk could not be given back; its lease runs out", e);
        } finally {
            keeper.close();
            sessions.close();
        }
    }
}
