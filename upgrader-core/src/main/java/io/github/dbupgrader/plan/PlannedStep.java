package io.github.dbupgrader.plan;

import io.github.dbupgrader.registry.RegisteredMethod;

/**
 * An upgrade that would run.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param upgrade the upgrade
 * @param missed whether it was merged late: it is recorded in the history, and the recorded version stays
 */
public record PlannedStep(RegisteredMethod upgrade, boolean missed) {}
