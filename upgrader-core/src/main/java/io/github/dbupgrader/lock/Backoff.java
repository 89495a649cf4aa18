package io.github.dbupgrader.lock;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to pause between two looks at the lock: 20 ms first, then a quarter of the time waited so far, at most 2 s, jittered to between a half and the
 * whole of it.
 *
 * <p>A pause in proportion to the waiting costs at most a quarter of it, whatever its length, and of 32 waiting instances none waits for the 31 others in
 * turn. There is no try count: the host's bound is a duration.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class Backoff {

    private static final long FIRST_NANOS = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();

    private final DoubleSupplier random;

    /**
     * Creates one.
     *
     * @param random numbers from 0 (inclusive) to 1 (exclusive)
     */
    public Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * {@return the next pause}
     *
     * @param waited how long the waiting has lasted so far
     */
    public Duration pauseAfter(Duration waited) {
        long whole = Math.min(LONGEST_NANOS, Math.max(FIRST_NANOS, waited.toNanos() / 4));
        return Duration.ofNanos(whole / 2 + (long) (random.getAsDouble() * whole / 2));
    }
}
