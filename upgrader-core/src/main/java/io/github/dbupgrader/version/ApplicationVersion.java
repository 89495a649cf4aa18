package io.github.dbupgrader.version;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/**
 * The version of an application as its build wrote it: a release {@code X.Y.Z}, or any other text of a development
 * build.
 *
 * <p>Only a release can be recorded. A snapshot or pre-release such as {@code 1.4.0-SNAPSHOT} is a development version
 * with the {@linkplain #base() base} 1.4.0; so is one with a build part, {@code 1.4.0+5}, because two such builds of
 * one version differ. A text that is no semantic version at all, such as {@code dev}, has no base.
 *
 * <p>Immutable; equal when the texts are. Call only.
 */
public final class ApplicationVersion {

    private final String text;
    private final @Nullable SchemaVersion release;
    private final @Nullable SchemaVersion base;

    private ApplicationVersion(String text, @Nullable SchemaVersion release, @Nullable SchemaVersion base) {
        this.text = text;
        this.release = release;
        this.base = base;
    }

    /**
     * {@return the version that a text says}
     *
     * @param text the text, of any form; not blank, and without spaces around it
     * @throws io.github.dbupgrader.error.UpgradeException if it is blank or has spaces around it
     */
    public static ApplicationVersion parse(String text) {
        if (text.isBlank()) {
            throw VersionErrors.blankApplicationVersion();
        }
        if (!text.equals(text.strip())) {
            throw VersionErrors.paddedApplicationVersion(text);
        }
        SchemaVersion release = SchemaVersion.tryParse(text).orElse(null);
        return new ApplicationVersion(text, release, release != null ? release : baseOf(text));
    }

    /** {@return whether this is not a release, so that it is never recorded} */
    public boolean isDevelopment() {
        return release == null;
    }

    /** {@return the text as it was given} */
    public String text() {
        return text;
    }

    /** {@return the version to record; empty for a development version} */
    public Optional<SchemaVersion> release() {
        return Optional.ofNullable(release);
    }

    /** {@return the {@code X.Y.Z} that the text begins with; empty where the text is not a semantic version} */
    public Optional<SchemaVersion> base() {
        return Optional.ofNullable(base);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApplicationVersion that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@return the text as it was given} */
    @Override
    public String toString() {
        return text;
    }

    private static @Nullable SchemaVersion baseOf(String text) {
        // semver4j reads "v1.2.0" as a version; ours begin with a digit.
        if (text.charAt(0) < '0' || text.charAt(0) > '9') {
            return null;
        }
        Semver semver = Semver.parse(text);
        return semver == null ? null : new SchemaVersion(semver.getMajor(), semver.getMinor(), semver.getPatch());
    }
}
