package io.github.dbupgrader.backfill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * Holds while a replica is behind by more than a time.
 *
 * @param atMost the limit
 */
record ReplicaLagThrottle(Duration atMost) implements Throttle {

    /** As much as one segment: an idle replica reports no time, and neither does one that has stopped replaying when there was nothing to replay. */
    static final long BYTES_WITHOUT_TIME = 16L << 20;

    @Override
    public String name() {
        return "replica lag";
    }

    @Override
    public Verdict check(ThrottleContext context) throws SQLException {
        return ReplicaRow.judge(context, this::judge);
    }

    Verdict judge(ReplicaRow replica) {
        if (replica.seconds().isEmpty()) {
            return ReplicaBytesThrottle.judge(replica, BYTES_WITHOUT_TIME);
        }
        double limit = atMost.toMillis() / 1e3;
        double seconds = replica.seconds().get();
        return seconds > limit
                ? Verdict.hold(String.format(
                        Locale.ROOT, "replica %s is %.1f s behind, more than %.1f s", replica.name(), seconds, limit))
                : Verdict.go();
    }
}
