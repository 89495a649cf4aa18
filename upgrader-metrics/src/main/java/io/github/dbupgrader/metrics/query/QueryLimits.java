package io.github.dbupgrader.metrics.query;

import java.time.Duration;

/**
 * What a dialect has to hold a transaction to.
 *
 * @param timeout how long each statement may run
 * @param lockTimeout how long each may wait for a lock
 * @param fetchSize how many rows to have in memory at once
 */
public record QueryLimits(Duration timeout, Duration lockTimeout, int fetchSize) {}
