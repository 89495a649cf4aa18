package io.github.dbupgrader.api;

import org.jdbi.v3.core.Handle;

/** What a sub-step in a transaction does. Implement freely. */
@FunctionalInterface
public interface HandleWork {

    /**
     * Does it.
     *
     * @param handle the run's own connection, in the sub-step's transaction
     * @throws Exception whatever goes wrong
     */
    void run(Handle handle) throws Exception;
}
