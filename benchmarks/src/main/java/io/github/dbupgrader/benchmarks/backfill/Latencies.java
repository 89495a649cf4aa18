package io.github.dbupgrader.benchmarks.backfill;

import java.util.ArrayList;
import java.util.List;

/**
 * How long statements took, in milliseconds.
 *
 * @param millis each of them, from when it was due
 * @param longest the longest, from when it was sent: about the longest wait for a lock of a row
 */
record Latencies(List<Double> millis, double longest) {

    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    Latencies {
        millis = millis.stream().sorted().toList();
    }

    Latencies and(Latencies others) {
        List<Double> all = new ArrayList<>(millis);
        all.addAll(others.millis);
        return new Latencies(all, Math.max(longest, others.longest));
    }

    int count() {
        return millis.size();
    }

    double p50() {
        return quantile(HALF);
    }

    double p99() {
        return quantile(NEARLY_ALL);
    }

    private double quantile(double part) {
        return millis.get((int) Math.min(millis.size() - 1L, Math.round(Math.floor(millis.size() * part))));
    }
}
