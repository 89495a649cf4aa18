package io.github.dbupgrader.sql;

import java.sql.Connection;

/**
 * A connection whose statements are written into a {@link StatementLog}, and whose end belongs to the upgrader.
 *
 * <p>Every execution is seen, whichever library sends it: statements, prepared and callable ones, batches (each text of
 * a batch with the number of its executions), and COPY through the {@code CopyManager} of {@code
 * unwrap(PGConnection.class)} or {@code unwrap(BaseConnection.class)}. Rows are those that a statement changed, or
 * those that the caller has read from its result. Of a text with several statements the first result counts, and each
 * further one that the caller asks for. A batch entry of which the driver knows only that it succeeded counts as one
 * row.
 *
 * <p>What leads back to the connection ({@code Statement.getConnection()}, {@code ResultSet.getStatement()},
 * {@code DatabaseMetaData.getConnection()}) leads to the observed one. Only unwrapping to a class of the driver gives
 * what is not observed. {@code close()} and {@code abort()} do nothing. Errors are thrown as the driver throws
 * them, but for secrets in the message of a failed batch.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class ObservedConnection {

    /** What the user of the connection may do with its transaction. */
    public enum Guard {
        /**
         * Nothing: {@code commit()}, {@code rollback()} and {@code setAutoCommit(true)} throw an
         * {@link io.github.dbupgrader.error.UpgradeException} with the code {@code TRANSACTION_ENDED}. Savepoints may
         * be used, and Jdbi's transactions join the one that is open.
         */
        TRANSACTION,
        /** Begin and end transactions of its own. */
        AUTOCOMMIT
    }

    private ObservedConnection() {}

    /**
     * {@return a connection that does what the given one does, observed}
     *
     * @param physical a connection of the PostgreSQL driver, or of a pool above it
     * @param log where executions are written
     * @param guard what the user may do with the transaction
     */
    public static Connection observe(Connection physical, StatementLog log, Guard guard) {
        return new ConnectionHandler.Session(physical, log, guard).connection();
    }

    /**
     * {@return the connection that was given to {@link #observe}; one that is not observed as it is}
     *
     * <p>For the library's own statements between those of a step, which shall reach a pool's connection as all others do and stay out of the log.
     *
     * @param connection an observed connection
     */
    public static Connection beneath(Connection connection) {
        return ConnectionHandler.physical(connection).orElse(connection);
    }
}
