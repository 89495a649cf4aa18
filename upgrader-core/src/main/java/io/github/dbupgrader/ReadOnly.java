package io.github.dbupgrader;

import io.github.dbupgrader.history.Author;
import io.github.dbupgrader.history.Direction;
import io.github.dbupgrader.history.HistoryJson;
import io.github.dbupgrader.history.HistoryReader;
import io.github.dbupgrader.history.RecordedState;
import io.github.dbupgrader.history.RecordedSubStep;
import io.github.dbupgrader.history.StateReader;
import io.github.dbupgrader.history.StateWriter;
import io.github.dbupgrader.history.SubStepStore;
import io.github.dbupgrader.history.UserObjects;
import io.github.dbupgrader.schema.Impact;
import io.github.dbupgrader.schema.SchemaChange;
import io.github.dbupgrader.sql.SqlState;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Asks the database something in a transaction that cannot write, and takes no lock. */
final class ReadOnly {

    private ReadOnly() {}

    /** What can be asked. */
    interface Reading {
        Optional<RecordedState> state();

        List<RecordedSubStep> subSteps(SchemaVersion version, Direction direction);

        List<HistoryReader.Entry> history();

        /** The first few objects of users. */
        List<String> userObjects();

        /** What a change means here. */
        Impact impact(SchemaChange change);
    }

    static <T> T ask(Configuration configuration, Function<Reading, T> question) {
        Connection opened = open(configuration);
        try (Connection connection = opened) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T answer;
            try {
                answer = question.apply(reading(configuration, connection));
            } catch (RuntimeException | Error | SQLException e) {
                giveBack(connection, autoCommit, e);
                throw e;
            }
            connection.rollback();
            connection.setAutoCommit(autoCommit);
            return answer;
        } catch (SQLException e) {
            throw UpgraderErrors.database("The database could not be read", e);
        } catch (JdbiException e) {
            throw UpgraderErrors.database(
                    "The database could not be read", SqlState.find(e).orElseThrow(() -> e));
        }
    }

    private static Connection open(Configuration configuration) {
        try {
            return configuration.dataSource().getConnection();
        } catch (SQLException e) {
            throw UpgraderErrors.unreachable(e);
        }
    }

    private static void giveBack(Connection connection, boolean autoCommit, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static Reading reading(Configuration configuration, Connection connection) throws SQLException {
        begin(connection);
        Optional<RecordedState> state =
                new StateReader(configuration.tables(), configuration.component()).read(connection);
        return new Reading() {
            @Override
            public Optional<RecordedState> state() {
                return state;
            }

            @Override
            public List<RecordedSubStep> subSteps(SchemaVersion version, Direction direction) {
                Author author = configuration.author();
                StateWriter writer = new StateWriter(configuration.tables(), configuration.component(), author);
                return new SubStepStore(configuration.tables(), configuration.component(), writer)
                        .open(handle(connection), version, direction);
            }

            @Override
            public List<HistoryReader.Entry> history() {
                return state.isEmpty()
                        ? List.of()
                        : new HistoryReader(configuration.tables(), configuration.component()).read(handle(connection));
            }

            @Override
            public List<String> userObjects() {
                return UserObjects.first(handle(connection), configuration.tables());
            }

            @Override
            public Impact impact(SchemaChange change) {
                return change.impact(handle(connection));
            }
        };
    }

    private static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction read only");
        }
    }

    private static Handle handle(Connection connection) {
        Jdbi jdbi = Jdbi.create(connection);
        HistoryJson.install(jdbi);
        return jdbi.open();
    }
}
