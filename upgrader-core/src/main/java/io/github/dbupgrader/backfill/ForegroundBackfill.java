package io.github.dbupgrader.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a backfill to its end while the caller waits: as a sub-step of an ONLINE upgrade, or for one that needs it.
 *
 * <p>The first worker works on the upgrade's own connection, which holds the upgrade lock: with the connection the right to go on is lost. Further ones borrow
 * connections, and are done without where there are none.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class ForegroundBackfill {

    private static final Logger LOG = LoggerFactory.getLogger(ForegroundBackfill.class);
    private static final Duration WHILE_OTHERS_WORK = Duration.ofMillis(50);
    private static final Duration WHILE_STOPPED = Duration.ofMillis(500);
    private static final int REHEARSED_ROWS = 100;

    private final BackfillHost host;
    private final BackfillTask task;
    private final BackfillStore store;
    private final QuarantineStore quarantine;

    /**
     * Creates one.
     *
     * @param host where it runs
     * @param task what is done
     */
    public ForegroundBackfill(BackfillHost host, BackfillTask task) {
        this.host = host;
        this.task = task;
        this.store = new BackfillStore(host.tables(), host.component());
        this.quarantine = new QuarantineStore(host.tables(), host.component(), host.applicationVersion());
    }

    /**
     * Runs it from where it is to its end.
     *
     * @param handle the upgrade's connection, in autocommit
     * @throws Exception if it fails, is cancelled, or leaves rows in quarantine and they matter
     */
    public void run(Handle handle) throws Exception {
        Session session = Session.of(handle);
        prepare(session.own());
        StopSignal stop = new StopSignal();
        List<Thread> helpers = startHelpers(stop);
        try (Worker worker = new Worker(host, task, host.instance(), Sessions.of(session), stop, Patience.of(task))) {
            requireGoodEnd(session.own(), work(worker, stop));
        } finally {
            stop.stop();
            join(helpers);
        }
    }

    /**
     * Does the work on the first few rows, in the transaction of a dry run.
     *
     * @param handle the connection of the dry run, in its transaction
     * @throws Exception if the work fails
     */
    public void rehearse(Handle handle) throws Exception {
        Connection connection = handle.getConnection();
        try (Handle own = Handles.over(connection)) {
            VisitedTable table = new TableCatalogue(own).find(task.definition().target());
            new Rehearsal(table, task.definition()).run(connection, REHEARSED_ROWS);
        }
    }

    /** A start is a new try: what failed goes on, and what is in quarantine is tried again. */
    private void prepare(Handle own) {
        store.ensure(own, task);
        BackfillCheck check = new BackfillCheck(host.tables(), host.component());
        check.requireWorkable(own, task);
        store.allow(own, task);
        BackfillStatus status = status(own);
        if (status.state() == BackfillState.COMPLETED_WITH_QUARANTINE || status.state() == BackfillState.FAILED) {
            quarantine.retryAll(own, task.name());
            store.change(
                    own,
                    task.name(),
                    BackfillState.RUNNING,
                    Optional.empty(),
                    BackfillState.COMPLETED_WITH_QUARANTINE,
                    BackfillState.FAILED);
        }
        if (status.state() == BackfillState.PENDING) {
            check.requireReached(own, task);
        }
        if (task.step().isPresent()) {
            new Coordinator(host, task, quarantine).takeAll(own);
        }
    }

    private BackfillState work(Worker worker, StopSignal stop) throws InterruptedException, SQLException {
        while (true) {
            Claim claim = worker.run().orElseThrow();
            switch (claim.kind()) {
                case OVER -> {
                    return claim.state();
                }
                case CHANGED -> throw BackfillErrors.changed(task.name());
                case STOPPED -> stop.pause(WHILE_STOPPED);
                default -> stop.pause(WHILE_OTHERS_WORK);
            }
        }
    }

    private List<Thread> startHelpers(StopSignal stop) {
        List<Thread> helpers = new ArrayList<>();
        for (int i = 2; i <= task.definition().settings().workers(); i++) {
            String owner = host.instance() + "/" + i;
            Thread thread = new Thread(() -> help(owner, stop), "upgrader-backfill-" + task.name() + "-" + i);
            thread.setDaemon(true);
            thread.start();
            helpers.add(thread);
        }
        return helpers;
    }

    private void help(String owner, StopSignal stop) {
        try (Worker worker =
                new Worker(host, task, owner, Sessions.borrowedFrom(host.dataSource()), stop, Patience.of(task))) {
            while (!stop.isStopped()) {
                Optional<Claim> claim = worker.run();
                if (claim.isEmpty() || claim.get().kind() == Claim.Kind.OVER || stop.pause(WHILE_OTHERS_WORK)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("backfill \"{}\": a further worker ended, the others go on: {}", task.name(), e.toString());
        }
    }

    private static void join(List<Thread> helpers) throws InterruptedException {
        for (Thread helper : helpers) {
            helper.join();
        }
    }

    private void requireGoodEnd(Handle own, BackfillState state) {
        switch (state) {
            case CANCELLED -> throw BackfillErrors.cancelled(task.name());
            case FAILED ->
                throw BackfillErrors.failed(task.name(), status(own).reason().orElse("its reason was not recorded"));
            default -> BackfillCheck.requireQuarantineAllowed(own, task, status(own), quarantine);
        }
    }

    private BackfillStatus status(Handle own) {
        return store.find(own, task.name(), Map.of(task.name(), task.checksum()))
                .orElseThrow(() -> BackfillErrors.unknown(task.name()));
    }
}
