package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host how far a backfill is: at once when its state changes, and otherwise about once a second; the log every half minute. Not thread-safe. */
final class ProgressTeller {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressTeller.class);
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOG_EVERY_NANOS = Duration.ofSeconds(30).toNanos();

    private final BackfillHost host;
    private final BackfillTask task;
    private final BackfillStore store;
    private long toldAt = System.nanoTime();
    private long loggedAt = toldAt;

    ProgressTeller(BackfillHost host, BackfillTask task) {
        this.host = host;
        this.task = task;
        this.store = new BackfillStore(host.tables(), host.component());
    }

    void tell(Session session, boolean now) {
        long at = System.nanoTime();
        if (!now && at - toldAt < EVERY_NANOS) {
            return;
        }
        toldAt = at;
        boolean log = now || at - loggedAt >= LOG_EVERY_NANOS;
        loggedAt = log ? at : loggedAt;
        store.find(session.own(), task.name(), Map.of(task.name(), task.checksum()))
                .ifPresent(status -> {
                    if (log) {
                        LOG.info("backfill {}", status.describe());
                    }
                    host.progress().accept(status);
                });
    }
}
