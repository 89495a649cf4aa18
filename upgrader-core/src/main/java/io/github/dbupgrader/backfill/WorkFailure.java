package io.github.dbupgrader.backfill;

import java.util.List;

/** The work on a batch failed, as opposed to the bookkeeping. */
final class WorkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int rows;
    private final transient List<String> last;

    WorkFailure(Throwable cause, int rows, List<String> last) {
        super(cause);
        this.rows = rows;
        this.last = last;
    }

    /** {@return what went wrong} */
    Throwable reason() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }

    int rows() {
        return rows;
    }

    /** {@return the last key of the batch; of a batch of one row, its key} */
    List<String> last() {
        return last;
    }
}
