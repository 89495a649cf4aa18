package io.github.dbupgrader.registry;

import io.github.dbupgrader.backfill.BackfillTask;

/**
 * A backfill that runs in the background, as it was registered.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param task the backfill
 * @param origin where it was written
 */
public record RegisteredBackfill(BackfillTask task, String origin) {}
