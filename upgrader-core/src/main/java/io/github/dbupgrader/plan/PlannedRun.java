package io.github.dbupgrader.plan;

import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Optional;

/**
 * All that would happen.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param recorded what the database said
 * @param target the version to reach
 * @param initialiseAt the version to record first, on a database without a record
 * @param requiresEmptyDatabase whether the database must be proved empty first
 * @param steps the upgrades, missed ones first, each in ascending order
 * @param stamp the version that is recorded at the end without an upgrade of its own
 * @param ignoredMissed missed upgrades that the host's policy leaves out
 */
public record PlannedRun(
        Optional<RecordedState> recorded,
        SchemaVersion target,
        Optional<SchemaVersion> initialiseAt,
        boolean requiresEmptyDatabase,
        List<PlannedStep> steps,
        Optional<SchemaVersion> stamp,
        List<SchemaVersion> ignoredMissed) {

    /** {@return whether the database is as it should be} */
    public boolean nothingToDo() {
        return initialiseAt.isEmpty() && steps.isEmpty() && stamp.isEmpty();
    }
}
