package io.github.dbupgrader.backfill;

/** What follows a backfill failed: no row is at fault, and the rows stay done. */
final class FollowUpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FollowUpFailure(Throwable cause) {
        super("what follows the backfill failed: " + cause.getMessage(), cause);
    }
}
