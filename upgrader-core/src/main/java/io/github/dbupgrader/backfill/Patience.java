package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts one worker's failures in a row that are nobody's fault, and says how long to pause after each and when it has been enough.
 *
 * <p>Time in which nothing was tried, because the backfill was paused or others had the rest, does not count. Not thread-safe.
 */
final class Patience {

    private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final Optional<Duration> limit;
    private int failures;
    private long failingSince;

    private Patience(Optional<Duration> limit) {
        this.limit = limit;
    }

    static Patience endless() {
        return new Patience(Optional.empty());
    }

    /** For a worker for which somebody waits. */
    static Patience of(BackfillTask task) {
        return new Patience(Optional.of(task.definition().settings().patience()));
    }

    /** A batch succeeded, or there is nothing to try. */
    void calm() {
        failures = 0;
    }

    /** {@return how many failures in a row there are with this one} */
    int fail() {
        if (failures++ == 0) {
            failingSince = System.nanoTime();
        }
        return failures;
    }

    boolean isOver() {
        return limit.isPresent()
                && System.nanoTime() - failingSince > limit.get().toNanos();
    }

    Duration backoff() {
        long nanos = SHORTEST_BACKOFF.toNanos() << Math.min(failures, 20);
        long bounded = Math.min(nanos, LONGEST_BACKOFF.toNanos());
        return Duration.ofNanos(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2));
    }
}
