package io.github.dbupgrader.metrics.store;

/**
 * One version in a metric's history.
 *
 * @param number its number
 * @param updatedAt when it was written, as it is stored: RFC 3339 in UTC
 */
public record MetricVersion(int number, String updatedAt) {}
