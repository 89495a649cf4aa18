package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;

/**
 * One upgrade or rollback that ran.
 *
 * @param version its version
 * @param description what its author wrote about it
 * @param missed whether it had been merged late
 * @param duration how long it took, tries that met a lock included
 * @param statements how many SQL statements its last try ran
 * @param subSteps how many sub-steps of an ONLINE upgrade ran this time; 0 for a transactional one
 */
public record StepResult(
        SchemaVersion version, String description, boolean missed, Duration duration, long statements, int subSteps) {}
