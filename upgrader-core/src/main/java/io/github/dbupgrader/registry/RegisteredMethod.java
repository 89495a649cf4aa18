package io.github.dbupgrader.registry;

import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Optional;

/**
 * An upgrade or a rollback, as it was registered.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param version its version
 * @param mode how it runs
 * @param description what it does
 * @param compatibleFrom for an upgrade, the oldest application version that still runs afterwards; for a rollback without meaning
 * @param retry whether it may run again when it cannot get a lock or meets a deadlock
 * @param origin where it was written, as {@code Class#method}
 * @param owner the class to which its scripts are relative; empty for lambdas
 * @param invocation how it is called
 */
public record RegisteredMethod(
        SchemaVersion version,
        UpgradeMode mode,
        String description,
        SchemaVersion compatibleFrom,
        boolean retry,
        String origin,
        Optional<Class<?>> owner,
        Invocation invocation) {

    /** A copy with another description. */
    RegisteredMethod describedAs(String text) {
        return new RegisteredMethod(version, mode, text, compatibleFrom, retry, origin, owner, invocation);
    }

    /** {@return whether it declares sub-steps} */
    public boolean isOnline() {
        return mode == UpgradeMode.ONLINE;
    }
}
