package io.github.dbupgrader.examples.metrics.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts and times what one instance does, and keeps what went wrong. Safe for use by several threads. */
final class Meter {

    private long reads;
    private long edits;
    private long longestNanos;
    private final List<String> complaints = new ArrayList<>();

    /** A read or an edit. */
    @FunctionalInterface
    interface Timed<T> {
        T run() throws Exception;
    }

    <T> T read(Timed<T> work) throws Exception {
        T result = time(work);
        synchronized (this) {
            reads++;
        }
        return result;
    }

    <T> T edit(Timed<T> work) throws Exception {
        T result = time(work);
        synchronized (this) {
            edits++;
        }
        return result;
    }

    private <T> T time(Timed<T> work) throws Exception {
        long start = System.nanoTime();
        try {
            return work.run();
        } finally {
            long took = System.nanoTime() - start;
            synchronized (this) {
                longestNanos = Math.max(longestNanos, took);
            }
        }
    }

    synchronized void complain(String what) {
        complaints.add(what);
    }

    synchronized Figures figures(String name) {
        return new Figures(name, reads, edits, Duration.ofNanos(longestNanos), complaints);
    }
}
