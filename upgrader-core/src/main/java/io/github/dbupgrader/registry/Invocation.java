package io.github.dbupgrader.registry;

import io.github.dbupgrader.api.UpgradeContext;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How an upgrade or rollback is called. Public for the library's other packages; not API. */
@FunctionalInterface
public interface Invocation {

    /**
     * Calls it.
     *
     * @param upgrade the context
     * @param handle the handle in the upgrade's transaction, or {@code null} for an ONLINE one
     * @throws Exception what the method throws, unwrapped
     */
    void invoke(UpgradeContext upgrade, @Nullable Handle handle) throws Exception;
}
