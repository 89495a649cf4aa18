package io.github.dbupgrader.registry;

import io.github.dbupgrader.api.HandleCheck;
import io.github.dbupgrader.version.SchemaVersion;

/**
 * A condition, as it was registered.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param version the upgrade that it guards
 * @param description what must be true
 * @param skippable whether it may be skipped
 * @param origin where it was written
 * @param check asks the database
 */
public record RegisteredCondition(
        SchemaVersion version, String description, boolean skippable, String origin, HandleCheck check) {}
