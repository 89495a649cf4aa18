package io.github.dbupgrader.examples.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A thread that makes rounds until it is stopped. Safe for use by several threads. Call only. */
public final class Worker {

    private final Thread thread;
    private volatile long rounds;
    private volatile boolean stopped;

    private Worker(String name, Consumer<Worker> work) {
        this.thread = new Thread(() -> work.accept(this), name);
    }

    /**
     * {@return a worker that has begun}
     *
     * @param name what it is called
     * @param work what it does from its beginning to its end, in its thread: it calls {@link #makeRounds}
     */
    public static Worker start(String name, Consumer<Worker> work) {
        Worker worker = new Worker(name, work);
        worker.thread.start();
        return worker;
    }

    /**
     * Makes rounds until it is stopped; to be called in its thread only.
     *
     * @param pause how long it waits between two of them
     * @param round what it does in each, given its number, from 0; what it throws ends the thread
     */
    public void makeRounds(Duration pause, LongConsumer round) {
        for (long number = 0; !stopped; number++) {
            round.accept(number);
            rounds = number + 1;
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /**
     * Stops it after the round that it is in, and waits for its end.
     *
     * @throws IllegalStateException if the caller's thread is interrupted while it waits
     */
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name() + " was stopping", e);
        }
    }

    /** {@return whether it has not ended} */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** {@return how many rounds it has made} */
    public long rounds() {
        return rounds;
    }

    /** {@return what it is called} */
    public String name() {
        return thread.getName();
    }
}
