package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a backfill is complete, or can be brought to its end, for whatever relies on its data.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class BackfillCheck {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillCheck.class);

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
     * @param handle any connection; in a transaction it may be of no use after a refusal
     * @param task the backfill
     * @throws io.github.dbupgrader.error.UpgradeException with what is left, if it is not
     */
    public void requireComplete(Handle handle, BackfillTask task) {
        Optional<BackfillStatus> found = find(handle, task);
        if (found.isEmpty() || found.get().state() == BackfillState.PENDING) {
            throw BackfillErrors.neverStarted(task.name(), estimate(handle, task));
        }
        BackfillStatus status = found.get();
        if (status.registered() == BackfillStatus.Registered.CHANGED) {
            throw BackfillErrors.changed(task.name());
        }
        if (!status.state().isComplete()) {
            throw BackfillErrors.incomplete(status);
        }
        requireQuarantineAllowed(handle, task, status, quarantine);
    }

    /**
     * The same for what goes on now and relies on the data, so that what the definition says about rows in quarantine is recorded.
     *
     * @param handle a connection that may write
     * @param task the backfill
     * @throws io.github.dbupgrader.error.UpgradeException with what is left, if it is not complete
     */
    public void rely(Handle handle, BackfillTask task) {
        requireComplete(handle, task);
        if (task.definition().quarantineAllowed().isPresent()) {
            store.allow(handle, task);
        }
    }

    /**
     * Goes on unless it is certain already that an upgrade cannot bring the backfill to its end.
     *
     * @param handle any connection
     * @param task the backfill
     * @throws io.github.dbupgrader.error.UpgradeException if the name is that of another one, it has another definition, or it was cancelled
     */
    public void requireWorkable(Handle handle, BackfillTask task) {
        Optional<BackfillStatus> found = find(handle, task);
        if (found.isEmpty()) {
            return;
        }
        Optional<String> version = store.stepVersion(handle, task.name());
        if (!version.equals(task.step().map(SchemaVersion::toString))) {
            throw BackfillErrors.nameTaken(task.name(), version);
        }
        if (found.get().registered() == BackfillStatus.Registered.CHANGED) {
            throw BackfillErrors.changed(task.name());
        }
        if (found.get().state() == BackfillState.CANCELLED) {
            throw BackfillErrors.cancelled(task.name());
        }
    }

    /**
     * Goes on only if the schema has reached the version from which the backfill may begin: nobody would bring it further while an upgrade waits.
     *
     * @param handle any connection
     * @param task the backfill
     * @throws io.github.dbupgrader.error.UpgradeException if it has not
     */
    public void requireReached(Handle handle, BackfillTask task) {
        if (isTooEarly(handle, task)) {
            throw BackfillErrors.tooEarly(task, store.schemaVersion(handle).orElse("no version"));
        }
    }

    /**
     * {@return whether the schema has not reached the version from which the backfill may begin}
     *
     * @param handle any connection
     * @param task the backfill
     */
    public boolean isTooEarly(Handle handle, BackfillTask task) {
        return Coordinator.isTooEarly(task, store.schemaVersion(handle));
    }

    /**
     * {@return whether all of its rows were visited, those in quarantine included}
     *
     * @param handle any connection
     * @param task the backfill
     */
    public boolean isOver(Handle handle, BackfillTask task) {
        return find(handle, task).filter(status -> status.state().isComplete()).isPresent();
    }

    /** A dry run may come before the library's tables. */
    private Optional<BackfillStatus> find(Handle handle, BackfillTask task) {
        return store.isThere(handle)
                ? store.find(handle, task.name(), Map.of(task.name(), task.checksum()))
                : Optional.empty();
    }

    /** A number that is not to be had must not hide what it is told with. */
    private static long estimate(Handle handle, BackfillTask task) {
        try {
            TableCatalogue catalogue = new TableCatalogue(handle);
            return catalogue.estimate(catalogue.find(task.definition().target()));
        } catch (UpgradeException | JdbiException e) {
            LOG.debug("nothing is known of the rows of backfill \"{}\"", task.name(), e);
            return 0;
        }
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
