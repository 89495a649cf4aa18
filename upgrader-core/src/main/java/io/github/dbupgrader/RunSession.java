package io.github.dbupgrader;

import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.history.Fence;
import io.github.dbupgrader.history.HistoryJson;
import io.github.dbupgrader.history.HistoryReader;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.StateReader;
import io.github.dbupgrader.history.StateWriter;
import io.github.dbupgrader.history.SubStepStore;
import io.github.dbupgrader.lock.LockKey;
import io.github.dbupgrader.sql.ServerInfo;
import io.github.dbupgrader.sql.SessionState;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.sql.StatementLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a run: it holds the lock and does the work, so that losing it loses the right to commit.
 *
 * <p>Until {@link #prepare()} it is as the pool gave it, and all that may be done is to look.
 */
final class RunSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);

    /**
     * A dead client's statement ends within a second, instead of running on with the lock; an idle session is one that waits for Java to work, not one that was
     * forgotten.
     */
    private static final Map<String, String> RUN_SETTINGS = Map.of(
            "client_connection_check_interval", "1s",
            "idle_in_transaction_session_timeout", "0",
            "idle_session_timeout", "0",
            "statement_timeout", "0",
            "lock_timeout", "0");

    private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;

    private final Configuration configuration;
    private final Connection connection;
    private final boolean autoCommitBefore;
    private final StateReader stateReader;
    private Optional<SessionState> borrowed = Optional.empty();
    private Optional<Prepared> prepared = Optional.empty();

    /** What exists once there is something to do. */
    private record Prepared(ServerInfo server, Handle own, StepHandles steps, LockKey key, StateWriter writer) {}

    private RunSession(Configuration configuration, Connection connection) throws SQLException {
        this.configuration = configuration;
        this.connection = connection;
        this.stateReader = new StateReader(configuration.tables(), configuration.component());
        this.autoCommitBefore = connection.getAutoCommit();
        if (!autoCommitBefore) {
            connection.setAutoCommit(true);
        }
    }

    static RunSession open(Configuration configuration) {
        try {
            Connection connection = configuration.dataSource().getConnection();
            try {
                return new RunSession(configuration, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw UpgraderErrors.unreachable(e);
        }
    }

    Optional<RecordedState> readState() {
        return stateReader.read(connection);
    }

    StateReader stateReader() {
        return stateReader;
    }

    Connection connection() {
        return connection;
    }

    /** Makes the session one that can hold the lock and work. */
    void prepare() {
        PoolerRule.require(configuration, connection);
        try {
            SessionState state = SessionState.read(connection);
            borrowed = Optional.of(state); // before the first change, of which any may fail
            state.prepareForRun(connection, runSettings());
            ServerInfo server = ServerInfo.read(connection);
            LockKey key = LockKey.ofComponent(
                    server.database(),
                    configuration.tables().schema().text(),
                    configuration.tables().prefix(),
                    configuration.component());
            StateWriter writer =
                    new StateWriter(configuration.tables(), configuration.component(), configuration.author());
            prepared = Optional.of(
                    new Prepared(server, ownHandle(), new StepHandles(configuration, connection), key, writer));
        } catch (SQLException e) {
            throw UpgraderErrors.database("The session could not be prepared", e);
        }
    }

    private Map<String, String> runSettings() throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < FIRST_WITH_TRANSACTION_TIMEOUT) {
            return RUN_SETTINGS;
        }
        Map<String, String> all = new HashMap<>(RUN_SETTINGS);
        all.put("transaction_timeout", "0");
        return all;
    }

    /** The handle of the library's own statements, which are not observed. */
    Handle own() {
        return ready().own();
    }

    /** The handles that steps get. */
    StepHandles stepHandles() {
        return ready().steps();
    }

    ServerInfo server() {
        return ready().server();
    }

    /** Begins a transaction. The library's own ones all go through here, because a handle of Jdbi keeps a memory of its own. */
    void begin() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw UpgraderErrors.database("A transaction could not be begun", e);
        }
    }

    /** Commits it. An answer that is lost here may be that of a commit that happened. */
    void commit() {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw SqlState.isConnectionLost(e)
                    ? UpgraderErrors.outcomeUnknown(e)
                    : UpgraderErrors.database("A transaction could not be committed", e);
        }
    }

    /** Rolls back whatever is open. */
    void rollBack() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    LockKey key() {
        return ready().key();
    }

    LockKey layoutKey() {
        return LockKey.ofLayout(
                ready().server().database(),
                configuration.tables().schema().text(),
                configuration.tables().prefix());
    }

    StateWriter writer() {
        return ready().writer();
    }

    SubStepStore subSteps() {
        return new SubStepStore(configuration.tables(), configuration.component(), writer());
    }

    HistoryReader history() {
        return new HistoryReader(configuration.tables(), configuration.component());
    }

    Fence fence(long revision, Optional<String> transactionId) {
        return new Fence(revision, key().prove(), transactionId);
    }

    /** A step may work as another role; its record is the upgrader's to write, and the other role may not be able to. */
    void takeRoleBack(StatementLog log) throws SQLException {
        if (log.mentionsRole()) {
            state().takeRoleBack(connection);
        }
    }

    /** What a step set in the session must not reach the next one. */
    void reset(StatementLog log) {
        try {
            state().reset(connection);
            if (log.mentionsPrepare()) {
                state().deallocatePrepared(connection);
            }
        } catch (SQLException e) {
            throw UpgraderErrors.database("The session could not be reset after a step", e);
        }
    }

    /** The same inside a transaction that goes on, but for statements prepared in SQL, which no rollback takes back. */
    void resetInTransaction() {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(state().resetSql());
        } catch (SQLException e) {
            throw UpgraderErrors.database("The session could not be reset after a step", e);
        }
    }

    private Handle ownHandle() {
        Jdbi jdbi = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return connection;
            }

            @Override
            public void closeConnection(Connection ignored) {
                // the session closes it
            }
        });
        jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
        JdbiErrors.tellNoSecrets(jdbi);
        HistoryJson.install(jdbi);
        return jdbi.open();
    }

    private SessionState state() {
        return borrowed.orElseThrow(() -> new IllegalStateException("the session is not prepared"));
    }

    private Prepared ready() {
        return prepared.orElseThrow(() -> new IllegalStateException("the session is not prepared"));
    }

    /**
     * Gives the connection back as it was. What goes wrong here must not hide why the run ended, so it is logged; a connection that could not be cleaned is
     * aborted, so that no pool lends it again.
     */
    @Override
    public void close() {
        try {
            if (prepared.isPresent()) {
                rollBack();
                prepared.get().own().execute("select pg_advisory_unlock_all()");
                prepared.get().own().close();
            }
            if (borrowed.isPresent()) {
                borrowed.get().restore(connection);
            }
            if (!autoCommitBefore) {
                connection.setAutoCommit(false);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the connection could not be given back as it was, so it is closed: {}", e.toString());
            abort();
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("the connection could not be closed: {}", e.toString());
        }
    }

    private void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("the connection could not be aborted", e);
        }
    }

    /** {@return what the database says now; for a state that must be there} */
    RecordedState requireState() {
        return readState().orElseThrow(() -> recordVanished());
    }

    private UpgradeException recordVanished() {
        return UpgraderErrors.recordVanished(configuration.component(), configuration.tables());
    }
}
