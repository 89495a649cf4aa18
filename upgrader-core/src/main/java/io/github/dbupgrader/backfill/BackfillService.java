package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.QuarantineStore.Reason;
import io.github.dbupgrader.sql.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works at the registered backfills in the background, together with the other instances.
 *
 * <p>One thread looks every few seconds what there is to do, and starts workers for it; a worker ends when there is nothing left for it. Thread-safe.
 */
final class BackfillService {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillService.class);

    private final BackfillHost host;
    private final List<BackfillTask> tasks;
    private final Duration pollEvery;
    private final BackfillStore store;
    private final StopSignal stop = new StopSignal();
    private final Thread poller;
    private final Map<String, Thread> workers = new ConcurrentHashMap<>();
    private final Set<String> told = new HashSet<>();

    BackfillService(BackfillHost host, List<BackfillTask> tasks, Duration pollEvery) {
        this.host = host;
        this.tasks = List.copyOf(tasks);
        this.pollEvery = pollEvery;
        this.store = new BackfillStore(host.tables(), host.component());
        this.poller = new Thread(this::poll, "upgrader-backfills");
        poller.setDaemon(true);
    }

    void start() {
        poller.start();
    }

    /** Lets each worker finish its batch and give its chunk back. Returns whether all ended in time. */
    boolean stop(Duration atMost) throws InterruptedException {
        stop.stop();
        long end = System.nanoTime() + atMost.toNanos();
        joinUntil(poller, end);
        for (Thread worker : workers.values()) {
            joinUntil(worker, end);
        }
        return !poller.isAlive() && workers.values().stream().noneMatch(Thread::isAlive);
    }

    private static void joinUntil(Thread thread, long end) throws InterruptedException {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }

    private void poll() {
        try {
            do {
                look();
            } while (!stop.pause(pollEvery));
        } catch (InterruptedException e) {
            LOG.info("the backfills' thread was interrupted and ends");
        }
    }

    private void look() {
        try (Session session = Session.borrow(host.dataSource())) {
            for (BackfillTask task : tasks) {
                if (isToDo(session, task)) {
                    startWorkers(task);
                }
            }
        } catch (SQLException | RuntimeException e) {
            if (SqlState.isUndefinedTable(e)) {
                LOG.debug("the library's tables are not there yet", e);
            } else {
                LOG.warn(
                        "the backfills could not be looked at; the next look is in {}: {}",
                        pollEvery,
                        Reason.of(e).message());
            }
        }
    }

    private boolean isToDo(Session session, BackfillTask task) {
        Optional<String> version = store.schemaVersion(session.own());
        if (Coordinator.isTooEarly(task, version)) {
            return false;
        }
        store.ensure(session.own(), task);
        BackfillStatus status = store.find(session.own(), task.name(), Map.of(task.name(), task.checksum()))
                .orElseThrow();
        boolean mine = status.registered() == BackfillStatus.Registered.SAME;
        if (!mine && !status.state().isOver() && told.add(task.name())) {
            LOG.warn("{}", BackfillErrors.changed(task.name()).getMessage());
        }
        return mine && !status.state().isOver() && status.state() != BackfillState.PAUSED;
    }

    private void startWorkers(BackfillTask task) {
        for (int i = 1; i <= task.definition().settings().workers(); i++) {
            String owner = host.instance() + "/" + task.name() + "/" + i;
            Thread running = workers.get(owner);
            if (running == null || !running.isAlive()) {
                Thread thread = new Thread(() -> work(task, owner), "upgrader-backfill-" + owner);
                thread.setDaemon(true);
                workers.put(owner, thread);
                thread.start();
            }
        }
    }

    private void work(BackfillTask task, String owner) {
        try (Worker worker =
                new Worker(host, task, owner, Sessions.borrowedFrom(host.dataSource()), stop, Patience.endless())) {
            worker.run();
        } catch (InterruptedException e) {
            LOG.info("backfill \"{}\": a worker was interrupted and ends", task.name());
        } catch (SQLException | RuntimeException | Error e) {
            FailureKind kind = FailureKind.of(e);
            if (kind == FailureKind.DEFINITION || kind == FailureKind.DATA) {
                fail(task, e);
                return;
            }
            LOG.warn(
                    "backfill \"{}\": a worker ended, and another starts in {}: {}",
                    task.name(),
                    pollEvery,
                    Reason.of(e).message());
        }
    }

    /** What does not fit this database is for a person to mend, and trying it again and again would only cost; the state tells it to whoever looks. */
    private void fail(BackfillTask task, Throwable cause) {
        LOG.warn("backfill \"{}\" failed: {}", task.name(), cause.getMessage());
        try (Session session = Session.borrow(host.dataSource())) {
            store.change(
                    session.own(),
                    task.name(),
                    BackfillState.FAILED,
                    Optional.of(String.valueOf(cause.getMessage())),
                    BackfillState.PENDING,
                    BackfillState.RUNNING);
        } catch (SQLException | RuntimeException e) {
            LOG.warn(
                    "backfill \"{}\": the failure could not be recorded: {}",
                    task.name(),
                    Reason.of(e).message());
        }
    }
}
