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

    @Test
    @DisplayName(
            "online 43: with named columns nothing is noticed of expand; SELECT * once gets 0A000 in a transaction, and so do named columns when contract changes a type under its name")
    void statements_ofAConnectedApplication(TestDatabase database) throws SQLException {
        database.execute("create table t (id int primary key, amount int, note text); insert into t values (1, 7)");
        Upgrades upgrades = Upgrades.of(database);
        PGSimpleDataSource careful = database.dataSource();
        careful.setAutosave(AutoSave.CONSERVATIVE);

        try (Session inTransactions = Session.open(database.dataSource(), false);
                Session inAutocommit = Session.open(database.dataSource(), true);
                Session withAutosave = Session.open(careful, false)) {
            upgrades.run(
                    schema -> schema.table("t").changeType("amount", "bigint").expand());

            for (Session session : new Session[] {inTransactions, inAutocommit, withAutosave}) {
                assertThat(session.read(session.named())).isEqualTo(2);
                session.commit();
            }
            inTransactions.assertFailsOnce(inTransactions.star());
            assertThat(inAutocommit.read(inAutocommit.star())).isEqualTo(4);
            assertThat(withAutosave.read(withAutosave.star())).isEqualTo(4);
            withAutosave.commit();
            for (Session session : new Session[] {inTransactions, inAutocommit, withAutosave}) {
                session.prepare(session.named());
            }

            upgrades.run(schema -> schema.table("t")
                    .changeType("amount", "bigint")
                    .lookingFor(Duration.ZERO)
                    .contract());

            inTransactions.assertFailsOnce(inTransactions.named());
            assertThat(inAutocommit.read(inAutocommit.named())).isEqualTo(2);
            assertThat(withAutosave.read(withAutosave.named())).isEqualTo(2);
            withAutosave.commit();
        }
    }

    @Test
    @DisplayName(
            "online 43: with named columns nothing is noticed of an added column; SELECT * once gets 0A000 in a transaction, and nothing elsewhere")
    void statements_columnAdded(TestDatabase database) throws SQLException {
        database.execute("create table t (id int primary key, amount int, note text); insert into t values (1, 7)");
        Upgrades upgrades = Upgrades.of(database);
        PGSimpleDataSource careful = database.dataSource();
        careful.setAutosave(AutoSave.CONSERVATIVE);

        try (Session inTransactions = Session.open(database.dataSource(), false);
                Session inAutocommit = Session.open(database.dataSource(), true);
                Session withAutosave = Session.open(careful, false)) {
            upgrades.run(schema -> schema.table("t").addColumn("quality", "int"));

            for (Session session : new Session[] {inTransactions, inAutocommit, withAutosave}) {
                assertThat(session.read(session.named())).isEqualTo(2);
                session.commit();
            }
            inTransactions.assertFailsOnce(inTransactions.star());
            assertThat(inAutocommit.read(inAutocommit.star())).isEqualTo(4);
            assertThat(withAutosave.read(withAutosave.star())).isEqualTo(4);
            withAutosave.commit();
        }
    }
}
