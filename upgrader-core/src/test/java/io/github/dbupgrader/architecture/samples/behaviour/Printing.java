package io.github.dbupgrader.architecture.samples.behaviour;

/** Prints. */
final class Printing {
    private Printing() {}

    static void print() {
        System.out.println("printed");
    }
}
