package io.github.dbupgrader;

import io.github.dbupgrader.LockSettings.WhenLocked;
import io.github.dbupgrader.history.RecordedState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one upgrader take turns here rather than in the connection pool, which may be of size one.
 *
 * <p>A thread is turned away only by one that holds the upgrade lock. One that merely looks is waited for, as its look is over at once: where nothing is pending,
 * no call is refused because another one looked at the same moment.
 */
final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final String component;
    private final LockSettings settings;
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();
    private Optional<Turn> current = Optional.empty();

    Turns(String component, LockSettings settings) {
        this.component = component;
        this.settings = settings;
    }

    /** One call of one thread. */
    final class Turn {
        private final Thread thread = Thread.currentThread();
        private final long start = System.nanoTime();
        private Duration waited = Duration.ZERO;
        private boolean told;
        private Optional<Optional<RecordedState>> found = Optional.empty();

        /** {@return when the call began, in the nanoseconds of {@link System#nanoTime()}} */
        long start() {
            return start;
        }

        /** {@return how long it waited for other threads} */
        Duration waited() {
            return waited;
        }

        /** From now on this thread holds the upgrade lock, and what it found then is what the others are told. */
        void works(Optional<RecordedState> state) {
            guard.lock();
            try {
                found = Optional.of(state);
                changed.signalAll();
            } finally {
                guard.unlock();
            }
        }
    }

    /**
     * Makes a call when it is its turn.
     *
     * @param call what to do
     * @param instead what to do where another thread works and the settings say to return; it gets what that thread found
     */
    <T> T take(Function<Turn, T> call, Function<Optional<RecordedState>, T> instead) {
        Turn turn = new Turn();
        Optional<Optional<RecordedState>> left = begin(turn);
        if (left.isPresent()) {
            return instead.apply(left.get());
        }
        try {
            return call.apply(turn);
        } finally {
            end();
        }
    }

    private Optional<Optional<RecordedState>> begin(Turn turn) {
        guard.lock();
        try {
            Optional<Optional<RecordedState>> left = await(turn);
            if (left.isEmpty()) {
                turn.waited = Durations.since(turn.start);
                current = Optional.of(turn);
            }
            return left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpgraderErrors.interrupted("waiting for another thread of this upgrader");
        } finally {
            guard.unlock();
        }
    }

    private void end() {
        guard.lock();
        try {
            current = Optional.empty();
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    /** Returns when nobody else has the turn, or with what the other found where it is not to be waited for. */
    private Optional<Optional<RecordedState>> await(Turn mine) throws InterruptedException {
        while (current.isPresent()) {
            Turn other = current.get();
            if (other.thread.equals(mine.thread)) {
                throw UpgraderErrors.calledFromWithin(component);
            }
            if (other.found.isEmpty()) {
                changed.await();
            } else if (settings.whenLocked() == WhenLocked.RETURN) {
                return other.found;
            } else {
                changed.await(left(mine, other).toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        return Optional.empty();
    }

    /** How long to wait for it at most from now on. */
    private Duration left(Turn mine, Turn other) {
        Duration waited = Durations.since(mine.start);
        Duration left = settings.maxWait().minus(waited);
        if (settings.whenLocked() == WhenLocked.FAIL || left.isNegative() || left.isZero()) {
            throw LockTimeoutException.ofThread(component, waited, other.thread.getName());
        }
        if (!mine.told) {
            mine.told = true;
            LOG.info(
                    "waiting for another thread of this upgrader: component={} thread=\"{}\"",
                    component,
                    other.thread.getName());
        }
        return left;
    }
}
