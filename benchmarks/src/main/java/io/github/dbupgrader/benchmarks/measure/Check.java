package io.github.dbupgrader.benchmarks.measure;

/** What a run must have done for its times to mean anything. */
public final class Check {

    private Check() {}

    /**
     * Makes sure of a number.
     *
     * @param what what was counted
     * @param expected how many there must be
     * @param found how many there are
     * @throws IllegalStateException if these differ
     */
    public static void number(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException("%s: %d instead of %d".formatted(what, found, expected));
        }
    }
}
