package io.github.dbupgrader;

import io.github.dbupgrader.sql.PoolerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses to work through a connection pooler that does not keep a session together. */
final class PoolerRule {

    private static final Logger LOG = LoggerFactory.getLogger(PoolerRule.class);

    private PoolerRule() {}

    /**
     * Throws unless the connection's session is its own.
     *
     * @param connection the run's connection, before anything of its session is changed: in transaction mode that would be the session of another client
     */
    static void require(Configuration configuration, Connection connection) {
        try {
            if (!PoolerCheck.poolerPresent(connection)) {
                return;
            }
            switch (PoolerCheck.mode(connection, configuration.dataSource())) {
                case SESSION -> LOG.debug("a pooler in session mode stands before the server");
                case TRANSACTION -> throw UpgraderErrors.transactionPooler();
                case UNKNOWN -> {
                    if (!configuration.lockSettings().sessionPooler()) {
                        throw UpgraderErrors.unknownPooler();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpgraderErrors.interrupted("looking for a connection pooler");
        } catch (SQLException e) {
            throw UpgraderErrors.database("It could not be found out whether a pooler stands before the server", e);
        }
    }
}
