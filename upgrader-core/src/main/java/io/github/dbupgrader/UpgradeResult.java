package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code upgrade()} or {@code rollback()} did.
 *
 * @param outcome whether anything ran
 * @param from the recorded version before; empty where there was none
 * @param to the recorded version now; where the work was left to another, the one that was last seen
 * @param steps what ran, in order
 * @param duration how long it all took, waiting included
 * @param waited how long it waited for the upgrade lock
 * @param ignoredMissed upgrades that were merged late and that the policy leaves out
 */
public record UpgradeResult(
        Outcome outcome,
        Optional<SchemaVersion> from,
        SchemaVersion to,
        List<StepResult> steps,
        Duration duration,
        Duration waited,
        List<SchemaVersion> ignoredMissed) {

    /** Whether anything ran. */
    public enum Outcome {
        /** At least one upgrade or rollback ran. */
        APPLIED,
        /** No upgrade ran, and the recorded version changed. */
        STAMPED_ONLY,
        /** The database was as it should be, or another instance brought it there while this one waited. */
        NOTHING_TO_DO,
        /** Another session, or another thread of the same upgrader, held the upgrade lock, and the settings say not to wait. */
        LEFT_TO_ANOTHER
    }

    /** Makes the lists immutable. */
    public UpgradeResult {
        steps = List.copyOf(steps);
        ignoredMissed = List.copyOf(ignoredMissed);
    }

    /** {@return the versions that ran, in order} */
    public List<SchemaVersion> versions() {
        return steps.stream().map(StepResult::version).toList();
    }
}
