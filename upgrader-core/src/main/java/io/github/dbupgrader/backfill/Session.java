package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.ObservedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a worker.
 *
 * <p>The library's own statements go past whatever observes the connection, so that the history of an upgrade shows the work and not the bookkeeping.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection data;
    private final Connection physical;
    private final Handle own;
    private final boolean borrowed;

    private Session(Connection data, Connection physical, boolean borrowed) {
        this.data = data;
        this.physical = physical;
        this.borrowed = borrowed;
        this.own = Handles.over(physical);
        own.registerArrayType(String.class, "text");
    }

    /** Takes a connection for as long as the session lasts. */
    static Session borrow(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setAutoCommit(true);
            return new Session(connection, connection, true);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Works on the connection of an upgrade, in autocommit, and leaves it open. */
    static Session of(Handle handle) {
        Connection observed = handle.getConnection();
        return new Session(observed, ObservedConnection.beneath(observed), false);
    }

    /** For the library's own statements. */
    Handle own() {
        return own;
    }

    /** For what the user wrote. */
    Connection data() {
        return data;
    }

    boolean isBorrowed() {
        return borrowed;
    }

    void begin() throws SQLException {
        physical.setAutoCommit(false);
    }

    void commit() throws SQLException {
        physical.commit();
        physical.setAutoCommit(true);
    }

    /** {@return whether the connection can be used again} */
    boolean rollBack() {
        try {
            if (!physical.getAutoCommit()) {
                physical.rollback();
                physical.setAutoCommit(true);
            }
            return physical.isValid(5);
        } catch (SQLException e) {
            LOG.debug("the connection is gone", e);
            return false;
        }
    }

    @Override
    public void close() {
        if (!borrowed) {
            return;
        }
        try {
            data.close();
        } catch (SQLException e) {
            LOG.debug("the connection could not be closed", e);
        }
    }
}
