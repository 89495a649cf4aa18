package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops services when the JVM ends, so that other instances take over at once instead of when the leases run out. */
final class ShutdownHook {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);
    private static final Map<BackfillService, Thread> HOOKS = new ConcurrentHashMap<>();

    private ShutdownHook() {}

    static void add(BackfillService service, Duration patience) {
        Thread hook = new Thread(() -> stop(service, patience), "upgrader-backfills-shutdown");
        HOOKS.put(service, hook);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static void remove(BackfillService service) {
        Thread hook = HOOKS.remove(service);
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending, and the hook runs already", e);
        }
    }

    private static void stop(BackfillService service, Duration patience) {
        try {
            service.stop(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
