package io.github.dbupgrader.backfill;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/**
 * A backfill together with its name and the place where it stands.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param name its name, unique within the component
 * @param definition what is done
 * @param since the version that the schema must have reached; empty for a part of an upgrade
 * @param step the version of the upgrade of which it is a part; empty for one in the background
 */
public record BackfillTask(
        String name, Backfill definition, Optional<SchemaVersion> since, Optional<SchemaVersion> step) {

    /**
     * {@return one that runs in the background}
     *
     * @param name its name
     * @param definition what is done
     * @param since the version that the schema must have reached
     */
    public static BackfillTask background(String name, Backfill definition, SchemaVersion since) {
        return new BackfillTask(name, definition, Optional.of(since), Optional.empty());
    }

    /**
     * {@return one that is a part of an upgrade}
     *
     * @param name its name
     * @param definition what is done
     * @param step the version of the upgrade
     */
    public static BackfillTask ofStep(String name, Backfill definition, SchemaVersion step) {
        return new BackfillTask(name, definition, Optional.empty(), Optional.of(step));
    }

    /** {@return the digest by which the definition is recognised} */
    public String checksum() {
        return definition.checksum();
    }
}
