package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;

/** The errors about the names of services, each text in one place. */
final class ServiceErrors {

    private ServiceErrors() {}

    static UpgradeException unusableService(String service) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The service name \"" + service + "\" cannot be used",
                "it is the part before the slash of an application_name, of which the server keeps printable ASCII only",
                "use letters, digits, hyphens and the like, without a slash, and without spaces around it");
    }

    static UpgradeException unusableVersion(String service, String version) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The version \"" + version + "\" of the service " + service + " cannot be used",
                "sessions are compared by it, so it begins with X.Y.Z",
                "give the version of the service's build, such as 2.3.0");
    }

    static UpgradeException tooLong(String name, int bytes, int longest) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The application_name " + name + " cannot be used",
                "it has " + bytes + " bytes, and the server cuts what is longer than " + longest
                        + ", its version first",
                "give the service a shorter name");
    }
}
