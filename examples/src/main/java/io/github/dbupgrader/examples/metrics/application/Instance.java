package io.github.dbupgrader.examples.metrics.application;

import io.github.dbupgrader.examples.worker.Worker;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One instance of the application at one release: a worker. What goes wrong is kept, and it goes on, as an application does. Safe for use by several threads. Call only.
 */
public final class Instance {

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Meter meter;
    private final Worker worker;

    private Instance(Meter meter, Worker worker) {
        this.meter = meter;
        this.worker = worker;
    }

    static Instance start(String name, Program program) {
        Meter meter = new Meter();
        return new Instance(
                meter,
                Worker.start(
                        name,
                        worker -> worker.makeRounds(BETWEEN_ROUNDS, number -> round(program, number, meter, name))));
    }

    // whatever a round throws is the finding, and must not end the thread
    @SuppressWarnings("CatchingUnchecked")
    private static void round(Program program, long number, Meter meter, String name) {
        try {
            program.round(number, meter);
        } catch (Exception e) {
            meter.complain(name + ": " + e);
        }
    }

    /**
     * Waits until it has made its round some more times.
     *
     * @param rounds how many times
     */
    public void awaitRounds(int rounds) {
        long goal = worker.rounds() + rounds;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (worker.rounds() < goal) {
            if (System.nanoTime() > deadline || !worker.isRunning()) {
                throw new IllegalStateException(name() + " does not go on: " + figures());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Stops it after the round that it is in. */
    public void stop() {
        worker.stop();
    }

    /** {@return its application and version} */
    public String name() {
        return worker.name();
    }

    /** {@return what it did and met so far} */
    public Figures figures() {
        return meter.figures(name());
    }
}
