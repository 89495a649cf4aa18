package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/**
 * What one call of {@code initialiseSchemaVersion()} does differently. The defaults are: the application's version, and no force. Immutable.
 *
 * @param version the version to record; empty: the application's
 * @param forced whether another recorded version is overwritten; the old one stays in the history
 */
public record InitialiseOptions(Optional<SchemaVersion> version, boolean forced) {

    /** {@return the defaults} */
    public static InitialiseOptions defaults() {
        return new InitialiseOptions(Optional.empty(), false);
    }

    /**
     * {@return options for another version}
     *
     * @param version the version that the schema really has, not above the application's
     */
    public static InitialiseOptions at(String version) {
        return new InitialiseOptions(Optional.of(SchemaVersion.parse(version)), false);
    }

    /** {@return a copy that overwrites another recorded version} */
    public InitialiseOptions force() {
        return new InitialiseOptions(version, true);
    }
}
