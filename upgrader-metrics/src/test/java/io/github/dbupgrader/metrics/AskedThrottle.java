package io.github.dbupgrader.metrics;

import io.github.dbupgrader.backfill.Throttle;
import io.github.dbupgrader.backfill.ThrottleContext;
import io.github.dbupgrader.backfill.Verdict;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets everything go on, and counts how often it was asked. */
final class AskedThrottle implements Throttle {

    private final AtomicInteger asked = new AtomicInteger();

    int asked() {
        return asked.get();
    }

    @Override
    public String name() {
        return "asked";
    }

    @Override
    public Verdict check(ThrottleContext context) {
        asked.incrementAndGet();
        return Verdict.go();
    }
}
