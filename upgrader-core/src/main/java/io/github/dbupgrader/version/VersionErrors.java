package io.github.dbupgrader.version;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;

/** The errors of this package, each text in one place. */
final class VersionErrors {

    private VersionErrors() {}

    static UpgradeException malformed(String text) {
        return new UpgradeException(
                ErrorCode.MALFORMED_VERSION,
                "\"" + text + "\" is not a version",
                "a version is MAJOR.MINOR.PATCH, three numbers up to " + Integer.MAX_VALUE
                        + " without leading zeros, and nothing before, between or after them: no \"v\", no space, no"
                        + " pre-release and no build part",
                "write it like 1.4.0");
    }

    static UpgradeException blankApplicationVersion() {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The application version is blank",
                "the application version is what the schema is brought to and compared with",
                "give the version of the build, such as 1.4.0, or \"dev\" for a build without one");
    }

    static UpgradeException paddedApplicationVersion(String text) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The application version \"" + text + "\" has white space around it",
                "with it the text would be taken for a development version, and nothing would be upgraded",
                "strip the text where it is read, mostly from a resource file that ends with a line break");
    }
}
