package io.github.dbupgrader.metrics.store;

import java.util.concurrent.atomic.LongAdder;

/** The counters of one store while they count. Thread-safe. */
final class Counting {

    private final LongAdder computed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder replaced = new LongAdder();

    void computed() {
        computed.increment();
    }

    void failed() {
        failed.increment();
    }

    void asked(boolean found) {
        (found ? hits : misses).increment();
    }

    void replaced() {
        replaced.increment();
    }

    MetricCounters now() {
        return new MetricCounters(computed.sum(), failed.sum(), hits.sum(), misses.sum(), replaced.sum());
    }
}
