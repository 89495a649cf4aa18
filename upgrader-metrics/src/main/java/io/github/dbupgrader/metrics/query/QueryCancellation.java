package io.github.dbupgrader.metrics.query;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends queries from another thread. One object may be given to several queries; once used, it ends those that come later, too.
 *
 * <p>Call only. Thread-safe.
 */
public final class QueryCancellation {
    private final Set<Watchdog> running = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Creates one that has not been used. */
    public QueryCancellation() {
        // nothing yet
    }

    /** Asks the engines to end what runs. Returns at once; the query's own thread gets the exception. */
    public void cancel() {
        cancelled = true;
        running.forEach(Watchdog::cancel);
    }

    /** {@return whether it has been used} */
    public boolean isCancelled() {
        return cancelled;
    }

    void watch(Watchdog watchdog) {
        running.add(watchdog);
        if (cancelled) {
            watchdog.cancel();
        }
    }

    void forget(Watchdog watchdog) {
        running.remove(watchdog);
    }
}
