package io.github.dbupgrader.version;

import java.util.Optional;

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

    private static final int MOST_DIGITS = 10;

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
        // By hand rather than by a pattern, because a start reads every version that it knows twice.
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        int major = number(text, 0, first);
        int minor = number(text, first + 1, second);
        int patch = number(text, second + 1, text.length());
        return major < 0 || minor < 0 || patch < 0
                ? Optional.empty()
                : Optional.of(new SchemaVersion(major, minor, patch));
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
        int order = Integer.compare(major, other.major);
        if (order == 0) {
            order = Integer.compare(minor, other.minor);
        }
        return order == 0 ? Integer.compare(patch, other.patch) : order;
    }

    /** {@return the version as {@code X.Y.Z}} */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }

    /** The number in a part of a text; negative if it has anything but ASCII digits, a leading zero, or is too large. */
    private static int number(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > MOST_DIGITS || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }
}
