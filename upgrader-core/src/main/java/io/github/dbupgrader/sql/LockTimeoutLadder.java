package io.github.dbupgrader.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides how long each try for locks may wait, and how long to pause before the next.
 *
 * <p><b>Why a short timeout.</b> A statement that waits for a strong lock stands at the head of a queue: whoever comes
 * after it, a mere reader too, waits behind it. So the time that a try waits is time for which the application stands
 * still, and one long wait is worse than many short ones with pauses in which the queue drains.
 *
 * <p><b>Why not always short.</b> An autovacuum worker gives way only when the waiter's deadlock check finds it, and
 * that check runs after {@code deadlock_timeout} (1 s by default). A schedule that always stays below it starves for as
 * long as the vacuum runs, which may be hours. So every {@code patientEvery}-th try waits {@code deadlock_timeout} and
 * 500 ms more. The others begin at {@code firstTimeout} and double up to 1 s (or {@code firstTimeout}, if that is
 * more): what a short transaction holds is mostly free by then, and the application hardly notices.
 *
 * <p><b>Why two budgets.</b> What hurts is the sum of the waits, not the time from begin to end: thirty seconds of
 * waiting spread over ten minutes go unnoticed. The <em>blocked budget</em> bounds that sum, the <em>wall budget</em>
 * bounds the patience of whoever waits for the upgrade. Neither is ever exceeded: a try's timeout is cut to what is
 * left of both, a patient one too, and a pause that would end beyond the wall budget is not begun. What is left of the
 * blocked budget at the end and is shorter than {@code firstTimeout} is not tried, since it would hurt and hardly help.
 *
 * <p><b>Why full jitter.</b> Whatever holds the lock may come in a rhythm, and several upgraders may try for it; a
 * pause drawn evenly from zero to a doubling limit meets no rhythm twice. The limit is twice {@code firstTimeout} at
 * first and {@code maxDelay} at most.
 *
 * <p>A timeout bounds <em>each</em> lock, so a try that takes several may wait longer than its timeout. A try counts
 * against the budget with what it waited, but not with more than its timeout, because the rest was work.
 *
 * <p>With settings that are not enabled there is one try without a limit.
 *
 * <p>Not thread-safe. Public for the library's other packages; not API.
 */
public final class LockTimeoutLadder {

    private static final Duration LONGEST_IMPATIENT = Duration.ofSeconds(1);
    private static final Duration BEYOND_DEADLOCK_TIMEOUT = Duration.ofMillis(500);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final LadderSettings settings;
    private final Duration patientTimeout;
    private final LongSupplier nanoClock;
    private final DoubleSupplier random;
    private final long start;

    private int tries = 1;
    private Duration blocked = Duration.ZERO;
    private Duration timeout;

    /**
     * Creates one; its time begins now.
     *
     * @param settings the schedule and its budgets
     * @param deadlockTimeout the server's {@code deadlock_timeout}
     */
    public LockTimeoutLadder(LadderSettings settings, Duration deadlockTimeout) {
        this(
                settings,
                deadlockTimeout,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** The clock gives nanoseconds; the random numbers lie from 0 (inclusive) to 1 (exclusive). */
    LockTimeoutLadder(
            LadderSettings settings, Duration deadlockTimeout, LongSupplier nanoClock, DoubleSupplier random) {
        this.settings = settings;
        this.patientTimeout = deadlockTimeout.plus(BEYOND_DEADLOCK_TIMEOUT);
        this.nanoClock = nanoClock;
        this.random = random;
        this.start = nanoClock.getAsLong();
        this.timeout = cut(scheduled(), Duration.ZERO);
    }

    /** {@return the {@code lock_timeout} of the current try; zero, so without a limit, if not enabled} */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Goes on to the next try after one that failed for want of a lock.
     *
     * @param waited how long the failed try waited, or how long its statement took
     * @return the pause before the next try, perhaps zero; empty when a budget is used up
     */
    public Optional<Duration> delayAfterFailure(Duration waited) {
        if (!settings.enabled()) {
            return Optional.empty();
        }
        blocked = blocked.plus(least(waited.isNegative() ? Duration.ZERO : waited, timeout));
        Duration delay = jittered();
        Duration blockedLeft = settings.blockedBudget().minus(blocked);
        Duration wallLeft = settings.wallBudget().minus(elapsed()).minus(delay);
        if (blockedLeft.compareTo(settings.firstTimeout()) < 0 || wallLeft.compareTo(SHORTEST) < 0) {
            return Optional.empty();
        }
        tries++;
        timeout = cut(scheduled(), delay);
        return Optional.of(delay);
    }

    /**
     * Takes into account that time has passed without a try.
     *
     * @return what is left of the wall budget, or zero
     */
    public Duration resume() {
        timeout = cut(scheduled(), Duration.ZERO);
        Duration left = settings.wallBudget().minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** {@return the number of the current try, from 1} */
    public int tries() {
        return tries;
    }

    /** {@return how long the failed tries waited in all} */
    public Duration blocked() {
        return blocked;
    }

    /** {@return how long ago the first try began} */
    public Duration elapsed() {
        return Duration.ofNanos(nanoClock.getAsLong() - start);
    }

    private Duration scheduled() {
        if (tries % settings.patientEvery() == 0) {
            return patientTimeout;
        }
        Duration most =
                settings.firstTimeout().compareTo(LONGEST_IMPATIENT) > 0 ? settings.firstTimeout() : LONGEST_IMPATIENT;
        return doubled(settings.firstTimeout(), tries - 1, most);
    }

    private Duration cut(Duration wanted, Duration delay) {
        if (!settings.enabled()) {
            return Duration.ZERO;
        }
        Duration blockedLeft = settings.blockedBudget().minus(blocked);
        Duration wallLeft = settings.wallBudget().minus(elapsed()).minus(delay);
        // Whole milliseconds, as the server takes them, and never 0.
        Duration cut =
                Duration.ofMillis(least(wanted, least(blockedLeft, wallLeft)).toMillis());
        return cut.compareTo(SHORTEST) < 0 ? SHORTEST : cut;
    }

    private Duration jittered() {
        Duration limit = doubled(settings.firstTimeout(), tries, settings.maxDelay());
        return Duration.ofNanos((long) (random.getAsDouble() * limit.toNanos()));
    }

    private static Duration doubled(Duration base, int times, Duration most) {
        Duration result = base;
        for (int i = 0; i < times && result.compareTo(most) < 0; i++) {
            result = result.multipliedBy(2);
        }
        return least(result, most);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
