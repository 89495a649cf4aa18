package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The throttles that come with the library. Each is thread-safe, and all of them go by the server's clock.
 *
 * <p>Call only.
 */
public final class Throttles {

    private Throttles() {}

    /**
     * Holds while a standby or logical subscriber replays later than a time after the primary.
     *
     * <p>A replica that is idle reports no time. Then its bytes count, and it holds while it has more than 16 MiB to replay. A role without the rights of {@code pg_monitor} cannot see
     * replicas; the verdict is unknown then. Base backups do not count.
     *
     * @param atMost the largest lag with which the work goes on, more than zero
     * @return the throttle
     */
    public static Throttle replicaLag(Duration atMost) {
        return new ReplicaLagThrottle(positive("replicaLag", atMost));
    }

    /**
     * Holds while a standby or logical subscriber has more than a number of bytes of the write-ahead log to replay.
     *
     * <p>A role without the rights of {@code pg_monitor} cannot see replicas; the verdict is unknown then. Base backups do not count.
     *
     * @param atMost the most bytes with which the work goes on, more than zero
     * @return the throttle
     */
    public static Throttle replicaLagBytes(long atMost) {
        if (atMost <= 0) {
            throw ThrottleErrors.notPositive("replicaLagBytes", String.valueOf(atMost));
        }
        return new ReplicaBytesThrottle(atMost);
    }

    /**
     * Holds while the archiver is more than a number of segments of the write-ahead log behind.
     *
     * <p>Where {@code archive_mode} is off there is nothing to hold for. GitLab holds at 42 segments of 16 MiB.
     *
     * @param segments the most segments with which the work goes on, more than zero
     * @return the throttle
     */
    public static Throttle walBacklog(int segments) {
        if (segments <= 0) {
            throw ThrottleErrors.notPositive("walBacklog", String.valueOf(segments));
        }
        return new WalBacklogThrottle(segments);
    }

    /**
     * Holds while an autovacuum or auto-analyze works on the table or one of its partitions, so that the space of the dead rows can be used again.
     *
     * <p>A table that is always being vacuumed would never be finished: after holding for {@code atMost}, the work goes on for as long before it holds again. Any role can see it.
     *
     * @param atMost how long to hold at most in one go, more than zero
     * @return the throttle
     */
    public static Throttle autovacuum(Duration atMost) {
        return new AutovacuumThrottle(positive("autovacuum", atMost));
    }

    /**
     * Holds outside a time of the day, by the server's clock.
     *
     * @param from when the work begins
     * @param to when it ends; before {@code from}, it is that time of the next day
     * @param zone whose time it is
     * @return the throttle
     */
    public static Throttle window(LocalTime from, LocalTime to, ZoneId zone) {
        if (from.equals(to)) {
            throw ThrottleErrors.emptyWindow(from);
        }
        return new WindowThrottle(from, to, zone);
    }

    /**
     * Holds while something of the host says so, such as its own load or a switch of its operators.
     *
     * @param name what it looks at, in a few words, not blank
     * @param probe the reason to hold, or empty to go on; what it throws counts as unknown. It is called by all workers
     * @return the throttle
     */
    public static Throttle probe(String name, Callable<Optional<String>> probe) {
        if (name.isBlank()) {
            throw ThrottleErrors.probeWithoutName();
        }
        return new ProbeThrottle(name, probe);
    }

    private static Duration positive(String throttle, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw ThrottleErrors.notPositive(throttle, duration.toString());
        }
        return duration;
    }
}
