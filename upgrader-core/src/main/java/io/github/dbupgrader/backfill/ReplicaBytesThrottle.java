package io.github.dbupgrader.backfill;

import java.sql.SQLException;

/**
 * Holds while a replica has more than a number of bytes to replay.
 *
 * @param atMost the limit
 */
record ReplicaBytesThrottle(long atMost) implements Throttle {

    @Override
    public String name() {
        return "replica lag in bytes";
    }

    @Override
    public Verdict check(ThrottleContext context) throws SQLException {
        return ReplicaRow.judge(context, replica -> judge(replica, atMost));
    }

    static Verdict judge(ReplicaRow replica, long atMost) {
        if (replica.bytes().isEmpty()) {
            return Verdict.unknown("replica " + replica.name() + " has not said yet how far it is");
        }
        long bytes = replica.bytes().get();
        return bytes > atMost
                ? Verdict.hold("replica " + replica.name() + " is " + bytes + " bytes behind, more than " + atMost)
                : Verdict.go();
    }
}
