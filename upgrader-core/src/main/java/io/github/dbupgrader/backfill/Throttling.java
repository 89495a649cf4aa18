package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the throttles of a backfill, not too often. One for each worker; not thread-safe. */
final class Throttling {

    private static final Logger LOG = LoggerFactory.getLogger(Throttling.class);

    private final String name;
    private final List<Throttle> throttles;
    private final Duration every;
    private final Set<String> told = new HashSet<>();
    private long askedAt;
    private boolean asked;

    Throttling(BackfillTask task) {
        this.name = task.name();
        this.throttles = task.definition().settings().throttles();
        this.every = task.definition().settings().throttleEvery();
    }

    boolean isEmpty() {
        return throttles.isEmpty();
    }

    boolean isDue() {
        return !throttles.isEmpty() && (!asked || System.nanoTime() - askedAt >= every.toNanos());
    }

    /** {@return why to hold; empty to go on} A throttle that does not know, or fails, holds nothing, and says so once. */
    Optional<String> ask(Session session, VisitedTable table, Duration heldFor) {
        asked = true;
        askedAt = System.nanoTime();
        for (Throttle throttle : throttles) {
            Verdict verdict = verdict(throttle, new ThrottleContext(session.data(), table.quoted(), heldFor));
            switch (verdict.kind()) {
                case GO -> {}
                case HOLD -> {
                    return Optional.of(throttle.name() + ": " + verdict.reason());
                }
                case UNKNOWN -> tellOnce(throttle, verdict.reason());
            }
        }
        return Optional.empty();
    }

    private static Verdict verdict(Throttle throttle, ThrottleContext context) {
        try {
            return throttle.check(context);
        } catch (Exception e) {
            return Verdict.unknown(e.toString());
        }
    }

    private void tellOnce(Throttle throttle, String reason) {
        if (told.add(throttle.name())) {
            LOG.warn(
                    "backfill \"{}\": throttle {} cannot tell, so it holds nothing: {}", name, throttle.name(), reason);
        }
    }
}
