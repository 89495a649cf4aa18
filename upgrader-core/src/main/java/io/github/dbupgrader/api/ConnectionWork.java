package io.github.dbupgrader.api;

import java.sql.Connection;

/** What a sub-step outside a transaction does. Implement freely. */
@FunctionalInterface
public interface ConnectionWork {

    /**
     * Does it.
     *
     * @param connection the run's own connection, in autocommit; it must not be closed
     * @throws Exception whatever goes wrong
     */
    void run(Connection connection) throws Exception;
}
