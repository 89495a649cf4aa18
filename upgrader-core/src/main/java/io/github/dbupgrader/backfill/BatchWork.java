package io.github.dbupgrader.backfill;

import java.util.List;

/** What Java does with the rows of a batch. Implement freely. */
@FunctionalInterface
public interface BatchWork {

    /**
     * Computes the new values of the rows, and sets them by {@link BackfillRow#set}.
     *
     * <p>No transaction is open meanwhile, so it may take its time. It may be called again for the same rows, with fewer rows after a failure, and by several
     * threads at once if there are several workers. A row that it leaves alone stays as it is.
     *
     * @param rows the rows of the batch, in the order of the key; never empty
     * @throws TryAgainLaterException if something outside is not available: the batch is tried again after a pause
     * @throws Exception if rows cannot be computed: the batch is cut into smaller ones until the rows at fault are found, and they go to quarantine
     */
    void compute(List<BackfillRow> rows) throws Exception;
}
