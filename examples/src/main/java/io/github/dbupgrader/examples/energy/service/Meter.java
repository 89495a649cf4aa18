package io.github.dbupgrader.examples.energy.service;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts and times the statements of one instance, and keeps what went wrong. Safe for use by several threads. */
final class Meter {

    private long statements;
    private long longestNanos;
    private final List<String> complaints = new ArrayList<>();

    /** A statement. */
    @FunctionalInterface
    interface Timed<T> {
        T run() throws SQLException;
    }

    <T> T time(Timed<T> statement) throws SQLException {
        long start = System.nanoTime();
        try {
            return statement.run();
        } finally {
            ran(System.nanoTime() - start);
        }
    }

    private synchronized void ran(long nanos) {
        statements++;
        longestNanos = Math.max(longestNanos, nanos);
    }

    synchronized void complain(String what) {
        complaints.add(what);
    }

    synchronized Figures figures(String name) {
        return new Figures(name, statements, Duration.ofNanos(longestNanos), complaints);
    }
}
