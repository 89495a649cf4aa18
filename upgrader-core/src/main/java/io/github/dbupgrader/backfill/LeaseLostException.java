package io.github.dbupgrader.backfill;

/** The chunk is not this worker's any more, or its backfill is not to go on: the batch is given up, and nothing is wrong. */
final class LeaseLostException extends Exception {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("the chunk was taken over or stopped", null, false, false);
    }
}
