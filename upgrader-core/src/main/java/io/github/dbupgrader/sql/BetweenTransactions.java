package io.github.dbupgrader.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Tells whether a connection has no transaction open, so that ending one ends nobody's work but our own.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class BetweenTransactions {

    private BetweenTransactions() {}

    /**
     * {@return whether no transaction is open; false where the driver cannot be asked}
     *
     * @param connection any connection; it is not used for it, because the driver knows
     * @throws SQLException if it is closed
     */
    public static boolean is(Connection connection) throws SQLException {
        return connection.isWrapperFor(BaseConnection.class)
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }
}
