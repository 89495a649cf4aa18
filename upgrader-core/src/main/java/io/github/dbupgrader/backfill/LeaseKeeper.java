package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease while work goes on that commits nothing for a while. */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final DataSource dataSource;
    private final ChunkStore chunks;
    private final Duration every;
    private final ScheduledThreadPoolExecutor executor;

    LeaseKeeper(DataSource dataSource, ChunkStore chunks, Duration lease) {
        this.dataSource = dataSource;
        this.chunks = chunks;
        this.every = lease.dividedBy(3);
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "upgrader-backfill-lease");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Work that may take longer than a lease. */
    @FunctionalInterface
    interface Slow {
        void run() throws Exception;
    }

    void during(Lease lease, Slow work) throws Exception {
        long nanos = every.toNanos();
        ScheduledFuture<?> renewal =
                executor.scheduleAtFixedRate(() -> renew(lease), nanos, nanos, TimeUnit.NANOSECONDS);
        try {
            work.run();
        } finally {
            renewal.cancel(false);
        }
    }

    /** A renewal that fails is no reason to stop: the fence decides at the commit. */
    private void renew(Lease lease) {
        try (Session session = Session.borrow(dataSource)) {
            chunks.renew(session.own(), lease);
        } catch (Exception e) {
            LOG.debug("a lease could not be renewed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
