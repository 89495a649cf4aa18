package io.github.dbupgrader.examples.energy.service;

import io.github.dbupgrader.examples.energy.service.Program.Round;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One instance of a service at one release: a thread with a connection that tells the server its {@code service/version}, working until it is stopped. What goes wrong is
 * kept, and it goes on, as a service does. Safe for use by several threads. Call only.
 */
public final class Instance {

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(2);

    private final String name;
    private final Meter meter = new Meter();
    private final Thread thread;
    private volatile boolean stopped;

    private Instance(String name, String url, Program program) {
        this.name = name;
        this.thread = new Thread(() -> work(url, program), name);
    }

    static Instance start(String name, String url, Program program) {
        Instance instance = new Instance(name, url, program);
        instance.thread.start();
        return instance;
    }

    private void work(String url, Program program) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setApplicationName(name);
        try (Connection connection = dataSource.getConnection()) {
            Round round = program.begin(connection, meter);
            for (long number = 0; !stopped; number++) {
                run(round, number);
                meter.roundEnded();
                LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
            }
        } catch (SQLException e) {
            meter.complain(name + " could not go on: " + e.getMessage());
        }
    }

    private void run(Round round, long number) {
        try {
            round.run(number);
        } catch (SQLException e) {
            meter.complain(name + ": SQLSTATE " + e.getSQLState() + " " + e.getMessage());
        }
    }

    /** Stops it after the round that it is in, and waits until its connection is closed. */
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was stopping", e);
        }
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    long rounds() {
        return meter.rounds();
    }

    /** {@return its service and version} */
    public String name() {
        return name;
    }

    /** {@return what it did and met so far} */
    public Figures figures() {
        return meter.figures(name);
    }
}
