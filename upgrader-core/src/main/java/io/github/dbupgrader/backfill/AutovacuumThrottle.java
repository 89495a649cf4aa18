package io.github.dbupgrader.backfill;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/** Holds while an autovacuum works on the table, within bounds. */
final class AutovacuumThrottle implements Throttle {

    /**
     * The queries of others are hidden from most roles, locks are not. A vacuum or analyze has a lock of this mode on its table for all of its time, and a
     * worker of autovacuum is the one kind of session with a database and without a user.
     */
    private static final String SELECT = """
        with tables as (
          select to_regclass(?)::oid as id
          union select relid from pg_partition_tree(to_regclass(?)))
        select clock_timestamp(), (select l.relation::regclass::text
          from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'relation' and l.granted and l.mode = 'ShareUpdateExclusiveLock' and l.relation in (select id from tables)
            and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
            and a.usesysid is null and a.datid is not null and coalesce(a.backend_type, 'autovacuum worker') = 'autovacuum worker'
          limit 1)\
        """;

    private final Duration atMost;
    private Instant goOnUntil = Instant.MIN;

    AutovacuumThrottle(Duration atMost) {
        this.atMost = atMost;
    }

    @Override
    public String name() {
        return "autovacuum";
    }

    @Override
    public Verdict check(ThrottleContext context) throws SQLException {
        try (PreparedStatement select = context.connection().prepareStatement(SELECT)) {
            select.setString(1, context.table());
            select.setString(2, context.table());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Instant now = row.getObject(1, OffsetDateTime.class).toInstant();
                return judge(Optional.ofNullable(row.getString(2)), now, context.heldFor());
            }
        }
    }

    /** Several workers ask in turn; the first of them to have waited long enough lets all go on. */
    synchronized Verdict judge(Optional<String> vacuumed, Instant now, Duration heldFor) {
        if (vacuumed.isEmpty()) {
            goOnUntil = Instant.MIN;
            return Verdict.go();
        }
        if (now.isBefore(goOnUntil)) {
            return Verdict.go();
        }
        if (heldFor.compareTo(atMost) >= 0) {
            goOnUntil = now.plus(atMost);
            return Verdict.go();
        }
        return Verdict.hold(String.format(
                Locale.ROOT,
                "an autovacuum works on %s; the backfill waits for at most %.1f s",
                vacuumed.get(),
                atMost.toMillis() / 1e3));
    }
}
