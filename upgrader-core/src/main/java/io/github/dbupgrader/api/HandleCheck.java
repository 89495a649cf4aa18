package io.github.dbupgrader.api;

import org.jdbi.v3.core.Handle;

/** A question to the database. Implement freely. */
@FunctionalInterface
public interface HandleCheck {

    /**
     * {@return whether it holds}
     *
     * @param handle the run's own connection, to be read only
     * @throws Exception whatever goes wrong; it then counts as failed
     */
    boolean test(Handle handle) throws Exception;
}
