package io.github.dbupgrader.metrics.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Dates, timestamps and instants: compared as such, the infinities counted and set aside. */
final class TemporalProfile extends ColumnProfile {
    private final Extremes<LocalDate> dates = new Extremes<>();
    private final Extremes<LocalDateTime> times = new Extremes<>();
    private final Extremes<Instant> instants = new Extremes<>();
    private long notFinite;

    TemporalProfile(DistinctCounter distinct) {
        super(distinct);
    }

    @Override
    long add(Object value) {
        if (value instanceof LocalDate date) {
            if (finite(date.equals(LocalDate.MIN) || date.equals(LocalDate.MAX))) {
                dates.add(date);
            }
            return Hashes.ofLong(date.toEpochDay());
        } else if (value instanceof LocalDateTime time) {
            if (finite(time.equals(LocalDateTime.MIN) || time.equals(LocalDateTime.MAX))) {
                times.add(time);
            }
            return hash(time.toInstant(ZoneOffset.UTC));
        }
        Instant instant = (Instant) value;
        if (finite(instant.equals(Instant.MIN) || instant.equals(Instant.MAX))) {
            instants.add(instant);
        }
        return hash(instant);
    }

    private static long hash(Instant instant) {
        return Hashes.ofLongs(instant.getEpochSecond(), instant.getNano());
    }

    private boolean finite(boolean infinite) {
        if (infinite) {
            notFinite++;
        }
        return !infinite;
    }

    // a column has values of one of the three classes only
    @Override
    void describe(ColumnFacts facts) {
        if (dates.min() != null) {
            facts.extremes(dates.min(), dates.max());
        } else if (times.min() != null) {
            facts.extremes(times.min(), times.max());
        } else {
            facts.extremes(instants.min(), instants.max());
        }
        facts.count("non_finite_count", notFinite);
    }
}
