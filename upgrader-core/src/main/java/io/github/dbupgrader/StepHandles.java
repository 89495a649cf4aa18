package io.github.dbupgrader;

import io.github.dbupgrader.sql.ObservedConnection;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.sql.StatementLog;
import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/** Opens the handles that steps get: over the run's connection, observed, configured by the host, one for each try. */
final class StepHandles {

    private final Connection physical;
    private final Jdbi jdbi;
    private Connection observed;

    /** One Jdbi serves a whole run: making one for each step would forget what it has parsed. */
    StepHandles(Configuration configuration, Connection physical) {
        this.physical = physical;
        this.observed = physical;
        this.jdbi = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return observed;
            }

            @Override
            public void closeConnection(Connection ignored) {
                // it is the run's
            }
        });
        JdbiErrors.tellNoSecrets(jdbi);
        configuration.configureJdbi().accept(jdbi);
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
    }

    /** Opens a handle; closing it leaves the connection and its transaction alone. */
    Handle open(StatementLog log, Guard guard) {
        observed = ObservedConnection.observe(physical, log, guard);
        return jdbi.open();
    }
}
