package io.github.dbupgrader.version;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version that can be recorded: exactly {@code MAJOR.MINOR.PATCH}, each a number without leading zeros.
 *
 * <p>There is no pre-release and no build part, so that equality and order agree. Versions compare as numbers: 1.10.0
 * comes after 1.9.0. Immutable. Call only.
 *
 * @param major the first number
 * @param minor the second number
 * @param patch the third number
 */
public record SchemaVersion(int major, int minor, int patch) implements Comparable<SchemaVersion> {

    /** 0.0.0: before every version that an upgrade can have. */
    public static final SchemaVersion ZERO = new SchemaVersion(0, 0, 0);

    // ASCII digits are named: \d would do the same, but only as long as nobody adds UNICODE_CHARACTER_CLASS.
    private static final String NUMBER = "(0|[1-9][0-9]{0,9})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER);
    private static final Comparator<SchemaVersion> ORDER = Comparator.comparingInt(SchemaVersion::major)
            .thenComparingInt(SchemaVersion::minor)
            .thenComparingInt(SchemaVersion::patch);

    /**
     * Refuses negative numbers.
     *
     * @param major the first number
     * @param minor the second number
     * @param patch the third number
     */
    public SchemaVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw VersionErrors.malformed(major + "." + minor + "." + patch);
        }
    }

    /**
     * {@return the version that a text says}
     *
     * @param text exactly {@code X.Y.Z}
     * @throws io.github.dbupgrader.error.UpgradeException if it is anything else
     */
    public static SchemaVersion parse(String text) {
        return tryParse(text).orElseThrow(() -> VersionErrors.malformed(text));
    }

    /**
     * {@return the version that a text says; empty if it is not exactly {@code X.Y.Z}}
     *
     * @param text any text
     */
    public static Optional<SchemaVersion> tryParse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SchemaVersion(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3))));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /**
     * {@return whether this version comes before another}
     *
     * @param other the other version
     */
    public boolean isBefore(SchemaVersion other) {
        return compareTo(other) < 0;
    }

    /**
     * {@return whether this version comes after another}
     *
     * @param other the other version
     */
    public boolean isAfter(SchemaVersion other) {
        return compareTo(other) > 0;
    }

    /**
     * {@return whether this version is another one or comes before it}
     *
     * @param other the other version
     */
    public boolean isAtMost(SchemaVersion other) {
        return compareTo(other) <= 0;
    }

    /**
     * {@return the later of this version and another}
     *
     * @param other the other version
     */
    public SchemaVersion max(SchemaVersion other) {
        return isBefore(other) ? other : this;
    }

    @Override
    public int compareTo(SchemaVersion other) {
        return ORDER.compare(this, other);
    }

    /** {@return the version as {@code X.Y.Z}} */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
