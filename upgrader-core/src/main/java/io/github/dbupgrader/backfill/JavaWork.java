package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.QuarantineStore.Reason;
import io.github.dbupgrader.backfill.Work.Compute;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The work of Java on the rows of a batch: read, compute without a transaction, write.
 *
 * <p>A row that an application changed in between is noted to be read and computed again, in the same commit.
 */
final class JavaWork {

    private final BackfillTask task;
    private final QuarantineStore quarantine;
    private final LeaseKeeper keeper;

    JavaWork(BackfillTask task, QuarantineStore quarantine, LeaseKeeper keeper) {
        this.task = task;
        this.quarantine = quarantine;
        this.keeper = keeper;
    }

    List<BackfillRow> read(Session session, BatchSql sql, KeyRange range) throws SQLException {
        return Statements.rows(session.own().getConnection(), sql.read(range, compute()), range, compute());
    }

    /** Calls the user's code, with no connection kept for it, and returns the one to go on with. */
    Session compute(Sessions sessions, Lease lease, List<BackfillRow> rows) throws Exception {
        if (!rows.isEmpty()) {
            sessions.release();
            keeper.during(lease, () -> compute().work().compute(rows));
        }
        return sessions.get();
    }

    /**
     * Writes what was computed, notes what was changed meanwhile, and puts into quarantine what the user's code rejected.
     *
     * @param range where all these rows are
     * @param tries how often these rows have been tried again
     * @return how many rows were written
     */
    long write(Session session, BatchSql sql, KeyRange range, List<BackfillRow> rows, int tries) throws SQLException {
        long written = 0;
        for (BackfillRow row : rows) {
            if (row.rejection().isPresent()) {
                quarantine.add(
                        session.own(),
                        task.name(),
                        row.key(),
                        Reason.of("rejected", row.rejection().get()));
            } else if (!row.written().isEmpty()) {
                written++;
            }
        }
        List<BackfillRow> missed = ComputedValues.write(session.data(), sql, range, compute(), rows);
        for (BackfillRow row : missed) {
            lookAgain(session.own(), row.key(), tries, BackfillErrors.CHANGED_MEANWHILE);
        }
        return written - missed.size();
    }

    /** Notes that a row is to be looked at again, unless it was often enough. */
    void lookAgain(Handle handle, List<String> key, int tries, String why) {
        if (!BatchRunner.isExhausted(tries)) {
            quarantine.retry(handle, task.name(), key, Reason.of("changed meanwhile", why), tries + 1);
        } else {
            boolean changing = why.equals(BackfillErrors.CHANGED_MEANWHILE);
            Reason reason = changing
                    ? Reason.of("changed continuously", BackfillErrors.CHANGED_CONTINUOUSLY)
                    : Reason.of("still pending", why);
            quarantine.addTried(handle, task.name(), key, reason, tries);
        }
    }

    private Compute compute() {
        return task.definition().work().compute().orElseThrow();
    }
}
