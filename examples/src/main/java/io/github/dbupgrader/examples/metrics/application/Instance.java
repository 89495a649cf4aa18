package io.github.dbupgrader.examples.metrics.application;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One instance of the application at one release: a thread that works until it is stopped. What goes wrong is kept, and it goes on, as an application does. Safe for use by
 * several threads. Call only.
 */
public final class Instance {

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final Meter meter = new Meter();
    private final Thread thread;
    private volatile boolean stopped;

    private Instance(String name, Program program) {
        this.name = name;
        this.thread = new Thread(() -> work(program), name);
    }

    static Instance start(String name, Program program) {
        Instance instance = new Instance(name, program);
        instance.thread.start();
        return instance;
    }

    // whatever a round throws is the finding, and must not end the thread
    @SuppressWarnings("CatchingUnchecked")
    private void work(Program program) {
        for (long number = 0; !stopped; number++) {
            try {
                program.round(number, meter);
            } catch (Exception e) {
                meter.complain(name + ": " + e);
            }
            meter.roundEnded();
            LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
        }
    }

    /**
     * Waits until it has made its round some more times.
     *
     * @param rounds how many times
     */
    public void awaitRounds(int rounds) {
        long goal = meter.rounds() + rounds;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (meter.rounds() < goal) {
            if (System.nanoTime() > deadline || !thread.isAlive()) {
                throw new IllegalStateException(name + " does not go on: " + figures());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Stops it after the round that it is in. */
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was stopping", e);
        }
    }

    /** {@return its application and version} */
    public String name() {
        return name;
    }

    /** {@return what it did and met so far} */
    public Figures figures() {
        return meter.figures(name);
    }
}
