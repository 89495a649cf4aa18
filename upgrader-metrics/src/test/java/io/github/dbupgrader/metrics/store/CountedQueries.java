package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.query.QueryEngine;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs queries by the engine, counts them, and lets something happen meanwhile. */
final class CountedQueries implements MetricQueries {

    private final MetricQueries engine;
    private final AtomicInteger runs = new AtomicInteger();
    private volatile Runnable during = () -> {};

    CountedQueries(QueryEngine engine) {
        this.engine = MetricQueries.of(engine);
    }

    /** {@return how many queries have run since the last call} */
    int runs() {
        return runs.getAndSet(0);
    }

    /** Does something once, while the next query runs. */
    void during(Runnable work) {
        during = work;
    }

    @Override
    public Result run(UUID dataSource, String sql, int limit) {
        runs.incrementAndGet();
        Runnable work = during;
        during = () -> {};
        work.run();
        return engine.run(dataSource, sql, limit);
    }
}
