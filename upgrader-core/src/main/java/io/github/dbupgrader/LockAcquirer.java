package io.github.dbupgrader;

import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.StateReader.Look;
import io.github.dbupgrader.lock.Backoff;
import io.github.dbupgrader.lock.LockHolder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the upgrade lock, or finds that it is no longer needed.
 *
 * <p>It polls in autocommit. A session that blocks in {@code pg_advisory_lock} holds a snapshot all the while, for which {@code create index concurrently} in the
 * holder waits: a deadlock.
 */
final class LockAcquirer {

    private static final Logger LOG = LoggerFactory.getLogger(LockAcquirer.class);

    /** Soon enough to speak of the orphan of a killed process, which ends within a second or so. */
    private static final Duration FIRST_TELL = Duration.ofMillis(500);

    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final RunSession session;
    private final Turns.Turn turn;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());

    LockAcquirer(Configuration configuration, RunSession session, Turns.Turn turn) {
        this.configuration = configuration;
        this.session = session;
        this.turn = turn;
    }

    /** How the waiting ended. */
    enum Outcome {
        LOCKED,
        NOT_NEEDED,
        HELD_BY_ANOTHER
    }

    /** How the waiting ended, and what the database said when it did. */
    record Acquisition(Outcome outcome, Optional<RecordedState> state, Duration waited) {}

    /**
     * Waits for the lock.
     *
     * @param first what the database said before
     * @param satisfied whether a state needs no work, so that no lock is needed
     */
    Acquisition acquire(Optional<RecordedState> first, Predicate<Optional<RecordedState>> satisfied) {
        long start = System.nanoTime();
        Optional<RecordedState> seen = first;
        Duration tellAt = FIRST_TELL;
        int looks = 0;
        while (true) {
            Look look = session.stateReader()
                    .lookAndTry(session.connection(), seen, session.key().tryTwice());
            looks++;
            Duration waited = turn.waited().plus(Durations.since(start));
            if (look.locked()) {
                return locked(waited, satisfied);
            }
            seen = look.state();
            if (look.changed() && satisfied.test(seen)) {
                return new Acquisition(Outcome.NOT_NEEDED, seen, waited);
            }
            if (!look.changed() && configuration.lockSettings().whenLocked() == LockSettings.WhenLocked.RETURN) {
                return new Acquisition(Outcome.HELD_BY_ANOTHER, seen, waited);
            }
            if (isOver(look, waited) && !(look.changed() && looks == 1)) {
                throw timeout(waited);
            }
            if (waited.compareTo(tellAt) >= 0) {
                tellAt = waited.plus(TELL_EVERY);
                tell(waited);
            }
            Pause.of(shorter(backoff.pauseAfter(waited), left(waited)), "waiting for the upgrade lock");
        }
    }

    /** The snapshot of the statement that took the lock may be older than the last commit of the holder before: look again. */
    private Acquisition locked(Duration waited, Predicate<Optional<RecordedState>> satisfied) {
        Optional<RecordedState> now = session.readState();
        if (satisfied.test(now)) {
            session.own().execute("select pg_advisory_unlock_all()");
            return new Acquisition(Outcome.NOT_NEEDED, now, waited);
        }
        turn.works(now);
        return new Acquisition(Outcome.LOCKED, now, waited);
    }

    private boolean isOver(Look look, Duration waited) {
        boolean failAtOnce =
                !look.changed() && configuration.lockSettings().whenLocked() == LockSettings.WhenLocked.FAIL;
        return failAtOnce || waited.compareTo(configuration.lockSettings().maxWait()) >= 0;
    }

    private Duration left(Duration waited) {
        Duration left = configuration.lockSettings().maxWait().minus(waited);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void tell(Duration waited) {
        String holder = holder().map(LockHolder::describe).orElse("a session that has just ended");
        LOG.info(
                "waiting for the upgrade lock: component={} holder={} waited={}",
                configuration.component(),
                holder,
                Durations.human(waited));
        configuration.listeners().tell(l -> l.waiting(holder, waited));
    }

    private LockTimeoutException timeout(Duration waited) {
        Optional<LockHolder> holder = holder();
        return new LockTimeoutException(
                configuration.component(),
                waited,
                holder.map(LockHolder::pid).orElse(0),
                holder.map(LockHolder::applicationName).orElse(""),
                holder.flatMap(LockHolder::since),
                holder.map(LockHolder::describe).orElse("a session that has just ended"));
    }

    private Optional<LockHolder> holder() {
        return LockHolder.of(session.own(), session.key());
    }
}
