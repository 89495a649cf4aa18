package io.github.dbupgrader.architecture.samples.behaviour;

/** Sleeps. */
final class Sleeping {
    private Sleeping() {}

    static void sleep() throws InterruptedException {
        Thread.sleep(1L);
    }
}
