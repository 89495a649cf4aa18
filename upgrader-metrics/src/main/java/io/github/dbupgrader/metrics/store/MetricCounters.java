package io.github.dbupgrader.metrics.store;

import java.util.Locale;

/**
 * How often a store had to run queries for metadata, and how often it had not.
 *
 * @param computed queries that ran, each of which gave metadata
 * @param failed queries that gave none: refused, failed, or ended
 * @param hits how often stored metadata was served, or kept by an update, instead of being computed
 * @param misses how often metadata was asked for, and none was stored that belongs to the query
 * @param replaced how often stored metadata was replaced by newer one of the same metric
 */
public record MetricCounters(long computed, long failed, long hits, long misses, long replaced) {

    /** {@return the share of hits among hits and misses, from 0 to 1; 1 where nobody asked} */
    public double hitRatio() {
        return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
    }

    /** {@return one line for people} */
    public String render() {
        return String.format(
                Locale.ROOT,
                "metadata: %d hits, %d misses (%.1f %% hits), %d computed, %d replaced, %d failed",
                hits,
                misses,
                hitRatio() * 100,
                computed,
                replaced,
                failed);
    }
}
