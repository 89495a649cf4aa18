package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/** What the statements notice that the driver has prepared on the server, in an application that stays connected. */
@DatabaseTest
class PreparedStatementsTest {

    private static final String CACHED_PLAN = "0A000";
    private static final String NAMED = "select id, amount from t where id = ?";
    private static final String STAR = "select * from t where id = ?";

    /** A session with both statements prepared on the server. */
    private record Session(Connection connection, PreparedStatement named, PreparedStatement star)
            implements AutoCloseable {

        static Session open(PGSimpleDataSource dataSource, boolean autocommit) throws SQLException {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(autocommit);
            Session session =
                    new Session(connection, connection.prepareStatement(NAMED), connection.prepareStatement(STAR));
            session.prepare(session.named());
            session.prepare(session.star());
            return session;
        }

        /** The fifth execution prepares it; after an error of this kind the driver begins anew with all of them. */
        void prepare(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < 7; i++) {
                read(statement);
            }
            commit();
        }

        /** Reads row 1, and returns its number of columns. */
        int read(PreparedStatement statement) throws SQLException {
            statement.setInt(1, 1);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt("amount")).isEqualTo(7);
                return row.getMetaData().getColumnCount();
            }
        }

        void commit() throws SQLException {
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }

        void assertFailsOnce(PreparedStatement statement) throws SQLException {
            assertThatThrownBy(() -> read(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CACHED_PLAN));
            connection.rollback();
            read(statement);
            commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** The sessions of an application that stays connected, each in a way of its own to treat transactions. */
    private record Application(Session inTransactions, Session inAutocommit, Session withAutosave) {

        /** Connects, changes something and looks. */
        static void whileConnected(TestDatabase database, Work work) throws SQLException {
            database.execute("create table t (id int primary key, amount int, note text); insert into t values (1, 7)");
            Upgrades upgrades = Upgrades.of(database);
            PGSimpleDataSource careful = database.dataSource();
            careful.setAutosave(AutoSave.CONSERVATIVE);
            try (Session inTransactions = Session.open(database.dataSource(), false);
                    Session inAutocommit = Session.open(database.dataSource(), true);
                    Session withAutosave = Session.open(careful, false)) {
                work.run(upgrades, new Application(inTransactions, inAutocommit, withAutosave));
            }
        }

        List<Session> all() {
            return List.of(inTransactions, inAutocommit, withAutosave);
        }

        /** Named columns are as ever; SELECT * has one more, and fails once in a transaction. */
        void assertNoticesAColumnMore() throws SQLException {
            for (Session session : all()) {
                assertThat(session.read(session.named())).isEqualTo(2);
                session.commit();
            }
            assertNotices(Session::star, 4);
        }

        /** The statement returns these columns, and fails once in a transaction. */
        void assertNotices(Function<Session, PreparedStatement> statement, int columns) throws SQLException {
            inTransactions.assertFailsOnce(statement.apply(inTransactions));
            assertThat(inAutocommit.read(statement.apply(inAutocommit))).isEqualTo(columns);
            assertThat(withAutosave.read(statement.apply(withAutosave))).isEqualTo(columns);
            withAutosave.commit();
        }
    }

    /** What is done while an application is connected. */
    @FunctionalInterface
    private interface Work {
        void run(Upgrades upgrades, Application application) throws SQLException;
    }

    @Test
    @DisplayName(
            "online 43: with named columns nothing is noticed of expand; SELECT * once gets 0A000 in a transaction, and so do named columns when contract changes a type under its name")
    void statements_ofAConnectedApplication(TestDatabase database) throws SQLException {
        Application.whileConnected(database, (upgrades, application) -> {
            upgrades.run(
                    schema -> schema.table("t").changeType("amount", "bigint").expand());

            application.assertNoticesAColumnMore();
            for (Session session : application.all()) {
                session.prepare(session.named());
            }

            upgrades.run(schema -> schema.table("t")
                    .changeType("amount", "bigint")
                    .lookingFor(Duration.ZERO)
                    .contract());

            application.assertNotices(Session::named, 2);
        });
    }

    @Test
    @DisplayName(
            "online 43: with named columns nothing is noticed of an added column; SELECT * once gets 0A000 in a transaction, and nothing elsewhere")
    void statements_columnAdded(TestDatabase database) throws SQLException {
        Application.whileConnected(database, (upgrades, application) -> {
            upgrades.run(schema -> schema.table("t").addColumn("quality", "int"));

            application.assertNoticesAColumnMore();
        });
    }
}
