package io.github.dbupgrader.backfill;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Holds outside a time of the day.
 *
 * @param from the first moment of it
 * @param to the first moment after it
 * @param zone whose time it is
 */
record WindowThrottle(LocalTime from, LocalTime to, ZoneId zone) implements Throttle {

    @Override
    public String name() {
        return "time of the day";
    }

    @Override
    public Verdict check(ThrottleContext context) throws SQLException {
        try (PreparedStatement select = context.connection().prepareStatement("select clock_timestamp()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return judge(row.getObject(1, OffsetDateTime.class).toInstant());
        }
    }

    Verdict judge(Instant now) {
        LocalTime time = now.atZone(zone).toLocalTime();
        boolean begun = !time.isBefore(from);
        boolean ended = !time.isBefore(to);
        boolean inside = from.isBefore(to) ? begun && !ended : begun || !ended;
        return inside
                ? Verdict.go()
                : Verdict.hold("it is " + time.truncatedTo(ChronoUnit.MINUTES) + " in " + zone
                        + ", and the work is done from " + from + " to " + to);
    }
}
