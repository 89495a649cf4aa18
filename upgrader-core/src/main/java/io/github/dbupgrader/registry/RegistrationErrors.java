package io.github.dbupgrader.registry;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.version.SchemaVersion;

/** The errors of this package, each text in one place. */
final class RegistrationErrors {

    private RegistrationErrors() {}

    static UpgradeException duplicate(String kind, SchemaVersion version, String first, String second) {
        return new UpgradeException(
                ErrorCode.DUPLICATE_VERSION,
                "Two " + kind + "s are registered for version " + version,
                first + " and " + second + " both claim it",
                "give one of them another version, or make one method of both");
    }

    static UpgradeException zero(String origin) {
        return new UpgradeException(
                ErrorCode.MALFORMED_VERSION,
                origin + " is registered for version 0.0.0",
                "0.0.0 stands for a database before the first version, so nothing can lead to it",
                "start at 0.0.1 or higher");
    }

    static UpgradeException malformed(String origin, String attribute, UpgradeException cause) {
        return new UpgradeException(
                ErrorCode.MALFORMED_VERSION,
                origin + " has an unusable " + attribute + ": " + cause.what(),
                cause.why(),
                cause.fix(),
                cause);
    }

    static UpgradeException compatibleAbove(String origin, SchemaVersion compatible, SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                origin + " declares compatibleFrom " + compatible,
                "that is above its own version " + version
                        + ", so the application that brings the upgrade could not run afterwards",
                "declare the oldest application version that still runs on the new schema, at most " + version);
    }

    static UpgradeException unusable(String origin, String why, String fix) {
        return new UpgradeException(ErrorCode.UNUSABLE_METHOD, origin + " cannot be called as it is", why, fix);
    }

    static UpgradeException unusableBackfillName(String origin, String name, int longest) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                origin + " registers a backfill under the name \"" + name + "\"",
                "the name is the key under which its progress is recorded, so it must not be blank, be longer than "
                        + longest + " characters or have control characters",
                "give it a short name that says what it fills");
    }

    static UpgradeException unusableBackfill(String origin, UpgradeException cause) {
        return new UpgradeException(
                cause.code(),
                origin + " defines a backfill that cannot be used: " + cause.what(),
                cause.why(),
                cause.fix(),
                cause);
    }

    static UpgradeException noBackfill(String origin) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                origin + " did not return the definition of its backfill",
                "it returned nothing",
                "let it build the definition and return it");
    }

    static UpgradeException duplicateBackfill(String name, String first, String second) {
        return new UpgradeException(
                ErrorCode.DUPLICATE_BACKFILL,
                "Two backfills are registered under the name \"" + name + "\"",
                first + " and " + second + " both claim it",
                "give one of them another name");
    }

    static UpgradeException failedBackfill(String origin, Throwable cause) {
        return new UpgradeException(
                ErrorCode.INVALID_DECLARATION,
                origin + " did not return the definition of its backfill",
                "it threw " + cause,
                "let it build the definition and nothing else; it is called when the upgrader is built",
                cause);
    }

    static UpgradeException noMethods(String type) {
        return new UpgradeException(
                ErrorCode.NOTHING_REGISTERED,
                "An object of " + type + " was registered",
                "neither its class nor a superclass or interface has a method annotated @RegisterUpgrade, @RegisterRollback, @UpgradeCondition or @RegisterBackfill",
                "annotate its methods, or do not register it");
    }

    static UpgradeException classInsteadOfObject(Class<?> type) {
        return new UpgradeException(
                ErrorCode.UNUSABLE_METHOD,
                "The class " + type.getName() + " was registered",
                "upgrades are methods of objects, so that the host decides how they are made",
                "register an object: register(new " + type.getSimpleName() + "(…))");
    }

    static UpgradeException noProviders(String component) {
        return new UpgradeException(
                ErrorCode.NOTHING_REGISTERED,
                "No UpgradeProvider was found for component \"" + component + "\"",
                "java.util.ServiceLoader knows none that names this component",
                "list the provider in META-INF/services/io.github.dbupgrader.api.UpgradeProvider or in module-info, and check its component()");
    }

    static UpgradeException orphan(String kind, String origin, SchemaVersion version) {
        return new UpgradeException(
                ErrorCode.UNKNOWN_VERSION,
                "The " + kind + " " + origin + " names version " + version,
                "no upgrade is registered for that version",
                "correct the version, or register the upgrade that it belongs to");
    }
}
