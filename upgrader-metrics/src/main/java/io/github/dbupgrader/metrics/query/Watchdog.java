package io.github.dbupgrader.metrics.query;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends a statement when its time is over or somebody asks for it.
 *
 * <p>The engine's own time-out counts each call; a result that is fetched in parts has many. This one counts all of them, and works with engines that know no time-out. A cancel that arrives while
 * the client is at work hits nothing, so it is repeated until the statement is done; after {@link #close()} none is sent any more, so that none can hit what the connection does next.
 */
final class Watchdog implements AutoCloseable {
    private static final long AGAIN_MILLIS = 50;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Statement statement;
    private final @Nullable QueryCancellation cancellation;
    private final ScheduledFuture<?> alarm;
    private final AtomicReference<Reason> reason = new AtomicReference<>(Reason.NONE);
    private boolean closed;

    Watchdog(Statement statement, Duration timeout, @Nullable QueryCancellation cancellation) {
        this.statement = statement;
        this.cancellation = cancellation;
        alarm = TIMER.schedule(() -> end(Reason.TIMEOUT), timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (cancellation != null) {
            cancellation.watch(this);
        }
    }

    void cancel() {
        end(Reason.CANCELLED);
    }

    /** Why the statement was ended, if it was. */
    Reason reason() {
        return Objects.requireNonNull(reason.get());
    }

    /** Throws as the engine would, where the client was at work when the time was over. */
    void check() throws SQLException {
        if (reason.get() != Reason.NONE) {
            throw new SQLException("ended by the client", QueryException.QUERY_CANCELED);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        alarm.cancel(false);
        if (cancellation != null) {
            cancellation.forget(this);
        }
    }

    private void end(Reason why) {
        if (reason.compareAndSet(Reason.NONE, why)) {
            // a thread of its own: a cancel is a connection to a server that may be slow to answer
            daemon("upgrader-metrics-cancel").newThread(this::cancelUntilClosed).start();
        }
    }

    private synchronized void cancelUntilClosed() {
        while (!closed) {
            try {
                statement.cancel();
                wait(AGAIN_MILLIS);
            } catch (SQLException e) {
                // the statement's own thread finds out what is wrong with the connection
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemon("upgrader-metrics-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    enum Reason {
        NONE,
        TIMEOUT,
        CANCELLED
    }
}
