package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backfills of one component: those that run in the background, and what became of all.
 *
 * <pre>{@code
 * upgrader.upgrade();
 * upgrader.backfills().start();   // shares the work with the other instances, until the application ends
 * }</pre>
 *
 * <p>Safe for use by several threads. Whatever is said here is recorded in the database and so said to all instances. Call only.
 */
public final class Backfills {

    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);
    private static final Duration POLL_EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE_AT_EXIT = Duration.ofSeconds(30);

    private final Supplier<BackfillHost> host;
    private Optional<BackfillHost> known = Optional.empty();
    private final Map<String, BackfillTask> tasks;
    private Optional<BackfillService> running = Optional.empty();

    /**
     * Creates it; for the library's own use.
     *
     * @param host where they run; asked when it is needed first
     * @param tasks those that run in the background
     */
    public Backfills(Supplier<BackfillHost> host, List<BackfillTask> tasks) {
        this.host = host;
        this.tasks = tasks.stream().collect(Collectors.toMap(BackfillTask::name, Function.identity()));
    }

    /**
     * Starts to work at the registered backfills, on threads of its own, until {@link #stop()} or the end of the JVM. Calling it again changes nothing.
     *
     * <p>Each worker uses one connection of the data source, and gives it back whenever it pauses.
     */
    public void start() {
        start(POLL_EVERY);
    }

    /**
     * Starts to work at the registered backfills, like {@link #start()}.
     *
     * @param pollEvery how often to look whether there is something to do; the default is 5 s
     */
    public synchronized void start(Duration pollEvery) {
        if (running.isPresent()) {
            return;
        }
        BackfillErrors.requirePositive("pollEvery", pollEvery);
        BackfillService service = new BackfillService(host(), List.copyOf(tasks.values()), pollEvery);
        running = Optional.of(service);
        ShutdownHook.add(service, PATIENCE_AT_EXIT);
        service.start();
    }

    /**
     * Stops to work: each worker finishes its batch and gives the rest to other instances. Returns when they have ended, or after 30 s.
     */
    public synchronized void stop() {
        if (running.isEmpty()) {
            return;
        }
        BackfillService service = running.get();
        running = Optional.empty();
        ShutdownHook.remove(service);
        try {
            if (!service.stop(PATIENCE_AT_EXIT)) {
                LOG.warn("some workers of backfills are still in their batch; they end with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * {@return the backfills that the application has registered: their names, in order, and the version that the schema must have reached before they begin}
     *
     * <p>Reads no database. One that is not in {@link #status()} has not been seen by any instance yet.
     */
    public SortedMap<String, SchemaVersion> registered() {
        SortedMap<String, SchemaVersion> versions = new TreeMap<>();
        tasks.values().forEach(task -> versions.put(task.name(), task.since().orElseThrow()));
        return Collections.unmodifiableSortedMap(versions);
    }

    /** {@return how far all backfills are, those of upgrades too, by name} */
    public List<BackfillStatus> status() {
        return call(handle -> store().all(handle, checksums()));
    }

    /**
     * {@return how far a backfill is; empty where it is not recorded yet}
     *
     * @param name the backfill
     */
    public Optional<BackfillStatus> status(String name) {
        return call(handle -> store().find(handle, name, checksums()));
    }

    /**
     * Stops a backfill in all instances, each after the batch in hand. An upgrade of which it is a part waits.
     *
     * @param name the backfill
     * @throws io.github.dbupgrader.error.UpgradeException if none of that name is recorded, or it is not PENDING, RUNNING or HELD
     */
    public void pause(String name) {
        change(name, "paused", BackfillState.PAUSED, BackfillState.PENDING, BackfillState.RUNNING, BackfillState.HELD);
    }

    /**
     * Lets a backfill go on that was paused or failed, from where it is. Rows in quarantine stay there: see {@link #retryQuarantined}.
     *
     * @param name the backfill
     * @throws io.github.dbupgrader.error.UpgradeException if none of that name is recorded, or it is neither PAUSED nor FAILED
     */
    public void resume(String name) {
        change(name, "resumed", BackfillState.RUNNING, BackfillState.PAUSED, BackfillState.FAILED);
    }

    /**
     * Gives a backfill up. What is done stays done; only {@link #restart} begins it again. An upgrade of which it is a part fails.
     *
     * @param name the backfill
     * @throws io.github.dbupgrader.error.UpgradeException if none of that name is recorded, or it is complete or cancelled already
     */
    public void cancel(String name) {
        change(
                name,
                "cancelled",
                BackfillState.CANCELLED,
                BackfillState.PENDING,
                BackfillState.RUNNING,
                BackfillState.PAUSED,
                BackfillState.HELD,
                BackfillState.FAILED);
    }

    /**
     * Begins a backfill again from the first row, with the definition that this application has; needed where the definition changed. What is done stays done, so the
     * work must bear to be done again; one with {@link Backfill#pending} does.
     *
     * @param name the backfill
     */
    public void restart(String name) {
        call(handle -> handle.inTransaction(transaction -> {
            if (!store().forget(transaction, name)) {
                throw BackfillErrors.unknown(name);
            }
            Optional.ofNullable(tasks.get(name)).ifPresent(task -> store().ensure(transaction, task));
            return name;
        }));
    }

    /**
     * Tries the rows in quarantine again.
     *
     * @param name the backfill
     * @return how many rows there are
     */
    public int retryQuarantined(String name) {
        return call(handle -> handle.inTransaction(transaction -> {
            if (store().find(transaction, name, Map.of()).isEmpty()) {
                throw BackfillErrors.unknown(name);
            }
            int rows = quarantine().retryAll(transaction, name);
            store().change(
                            transaction,
                            name,
                            BackfillState.RUNNING,
                            Optional.empty(),
                            BackfillState.COMPLETED_WITH_QUARANTINE,
                            BackfillState.FAILED);
            return rows;
        }));
    }

    /**
     * {@return rows that could not be done, and why}
     *
     * @param name the backfill
     * @param limit how many at most
     */
    public List<QuarantinedRow> quarantine(String name, int limit) {
        return call(handle -> quarantine().list(handle, name, limit));
    }

    private void change(String name, String verb, BackfillState to, BackfillState... from) {
        call(handle -> {
            if (!store().change(handle, name, to, Optional.empty(), from)) {
                BackfillStatus status =
                        store().find(handle, name, Map.of()).orElseThrow(() -> BackfillErrors.unknown(name));
                String allowed = List.of(from).stream().map(Enum::name).collect(Collectors.joining(" or "));
                throw BackfillErrors.wrongState(name, verb, status.state(), allowed);
            }
            return name;
        });
    }

    private synchronized BackfillHost host() {
        if (known.isEmpty()) {
            known = Optional.of(host.get());
        }
        return known.get();
    }

    private BackfillStore store() {
        return new BackfillStore(host().tables(), host().component());
    }

    private QuarantineStore quarantine() {
        return new QuarantineStore(host().tables(), host().component(), host().applicationVersion());
    }

    private Map<String, String> checksums() {
        return tasks.values().stream().collect(Collectors.toMap(BackfillTask::name, BackfillTask::checksum));
    }

    private <T> T call(Function<Handle, T> work) {
        try (Session session = Session.borrow(host().dataSource())) {
            return work.apply(session.own());
        } catch (SQLException e) {
            throw BackfillErrors.database(e);
        } catch (JdbiException e) {
            throw BackfillErrors.database(SqlState.find(e).orElseThrow(() -> e));
        }
    }
}
