package io.github.dbupgrader.architecture.samples.behaviour;

/** Ends its host. */
final class Exiting {
    private Exiting() {}

    static void exit() {
        System.exit(1);
    }
}
