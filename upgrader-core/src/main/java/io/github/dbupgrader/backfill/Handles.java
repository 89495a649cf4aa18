package io.github.dbupgrader.backfill;

import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Handles over a connection that stays open when they are closed. */
final class Handles {

    private Handles() {}

    static Handle over(Connection connection) {
        return Jdbi.create(new ConnectionFactory() {
                    @Override
                    public Connection openConnection() {
                        return connection;
                    }

                    @Override
                    public void closeConnection(Connection ignored) {
                        // it is the session's
                    }
                })
                .open();
    }
}
