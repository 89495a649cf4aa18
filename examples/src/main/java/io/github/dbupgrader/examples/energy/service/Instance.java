package io.github.dbupgrader.examples.energy.service;

import io.github.dbupgrader.examples.energy.service.Program.Round;
import io.github.dbupgrader.examples.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One instance of a service at one release: a worker with a connection that tells the server its {@code service/version}. What goes wrong is kept, and it goes on, as a
 * service does. Safe for use by several threads. Call only.
 */
public final class Instance {

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(2);

    private final Meter meter;
    private final Worker worker;

    private Instance(Meter meter, Worker worker) {
        this.meter = meter;
        this.worker = worker;
    }

    static Instance start(String name, String url, Program program) {
        Meter meter = new Meter();
        return new Instance(meter, Worker.start(name, worker -> work(worker, meter, url, program)));
    }

    private static void work(Worker worker, Meter meter, String url, Program program) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setApplicationName(worker.name());
        try (Connection connection = dataSource.getConnection()) {
            Round round = program.begin(connection, meter);
            worker.makeRounds(BETWEEN_ROUNDS, number -> {
                try {
                    round.run(number);
                } catch (SQLException e) {
                    meter.complain(worker.name() + ": SQLSTATE " + e.getSQLState() + " " + e.getMessage());
                }
            });
        } catch (SQLException e) {
            meter.complain(worker.name() + " could not go on: " + e.getMessage());
        }
    }

    /** Stops it after the round that it is in, and waits until its connection is closed. */
    public void stop() {
        worker.stop();
    }

    boolean isRunning() {
        return worker.isRunning();
    }

    long rounds() {
        return worker.rounds();
    }

    /** {@return its service and version} */
    public String name() {
        return worker.name();
    }

    /** {@return what it did and met so far} */
    public Figures figures() {
        return meter.figures(name());
    }
}
