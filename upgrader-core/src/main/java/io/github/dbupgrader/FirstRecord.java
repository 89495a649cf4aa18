package io.github.dbupgrader;

import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.history.Layout;
import io.github.dbupgrader.lock.Backoff;
import io.github.dbupgrader.lock.LockKey;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/**
 * Makes the library's tables where they are missing, and the first record of a component.
 *
 * <p>The tables are shared by all components and the upgrade lock is not, so they are made under a second lock, which is held for that moment only.
 */
final class FirstRecord {

    private final Configuration configuration;
    private final RunSession session;

    FirstRecord(Configuration configuration, RunSession session) {
        this.configuration = configuration;
        this.session = session;
    }

    void create(SchemaVersion version, HistoryRow row) {
        LockKey layout = session.layoutKey();
        awaitLayoutLock(layout);
        try {
            new Layout(configuration.tables()).ensure(session.own());
        } catch (RuntimeException e) {
            unlockAfter(e, layout);
            throw e;
        }
        unlock(layout);
        session.writer().create(session.own(), version, row);
    }

    private void unlock(LockKey layout) {
        session.own().execute("select pg_advisory_unlock(" + layout.value() + ")");
    }

    /** Where the session is gone the lock is too, and that it is gone must not hide why. */
    private void unlockAfter(RuntimeException failure, LockKey layout) {
        try {
            unlock(layout);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void awaitLayoutLock(LockKey layout) {
        Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
        long start = System.nanoTime();
        Handle own = session.own();
        while (!own.createQuery("select pg_try_advisory_lock(" + layout.value() + ")")
                .mapTo(Boolean.class)
                .one()) {
            Duration waited = Durations.since(start);
            if (waited.compareTo(configuration.lockSettings().maxWait()) >= 0) {
                throw UpgraderErrors.layoutLocked(configuration.tables(), waited);
            }
            Pause.of(backoff.pauseAfter(waited), "waiting for another component to make the library's tables");
        }
    }
}
