package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.TableNames;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Looks whether a backfill is complete, for whatever relies on its data.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class BackfillCheck {

    private final BackfillStore store;
    private final QuarantineStore quarantine;

    /**
     * Creates one.
     *
     * @param tables where the tables are
     * @param component whose backfills it is about
     */
    public BackfillCheck(TableNames tables, String component) {
        this.store = new BackfillStore(tables, component);
        this.quarantine = new QuarantineStore(tables, component, "");
    }

    /**
     * Goes on only if the backfill is complete with this definition, and no row is in quarantine that matters.
     *
     * @param handle any connection
     * @param task the backfill
     * @throws io.github.dbupgrader.error.UpgradeException with what is left, if it is not
     */
    public void requireComplete(Handle handle, BackfillTask task) {
        Optional<BackfillStatus> found = store.find(handle, task.name(), Map.of(task.name(), task.checksum()));
        BackfillStatus status = found.orElseThrow(() -> BackfillErrors.neverStarted(task.name()));
        if (status.registered() == BackfillStatus.Registered.CHANGED) {
            throw BackfillErrors.changed(task.name());
        }
        if (!status.state().isComplete()) {
            throw BackfillErrors.incomplete(status);
        }
        requireQuarantineAllowed(handle, task, status, quarantine);
    }

    static void requireQuarantineAllowed(
            Handle handle, BackfillTask task, BackfillStatus status, QuarantineStore quarantine) {
        boolean allowed = task.definition().quarantineAllowed().isPresent();
        if (status.state() == BackfillState.COMPLETED_WITH_QUARANTINE && !allowed) {
            String sample = quarantine.list(handle, task.name(), 1).stream()
                    .map(row -> row.key() + ": " + row.message())
                    .findFirst()
                    .orElse("one that is gone meanwhile");
            throw BackfillErrors.quarantined(task.name(), status.quarantined(), sample);
        }
    }
}
