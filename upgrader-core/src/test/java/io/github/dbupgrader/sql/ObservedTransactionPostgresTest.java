package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;

@DatabaseTest
@DisplayName("upgrades 27: a step does not end its own transaction")
class ObservedTransactionPostgresTest {

    private final StatementLog log = new StatementLog(true);
    private Connection physical;
    private Connection connection;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        database.execute("create table t (a int primary key)");
        physical = database.connect();
        physical.setAutoCommit(false);
        connection = ObservedConnection.observe(physical, log, Guard.TRANSACTION);
    }

    @AfterEach
    void close() throws SQLException {
        physical.close();
    }

    private static void assertRefused(ThrowingCallable call, String name) {
        assertThatThrownBy(call).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_ENDED);
            assertThat(e.what()).contains(name);
        });
    }

    private String transaction() throws SQLException {
        try (Statement statement = physical.createStatement();
                var rows = statement.executeQuery("select pg_current_xact_id()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void ending_isRefused_andTheTransactionGoesOn() throws SQLException {
        String before = transaction();

        assertRefused(connection::commit, "commit()");
        assertRefused(connection::rollback, "rollback()");
        assertRefused(() -> connection.setAutoCommit(true), "setAutoCommit(true)");
        assertRefused(() -> connection.unwrap(BaseConnection.class).commit(), "commit()");
        assertThat(transaction()).isEqualTo(before);
    }

    @Test
    void close_andAbort_areIgnored() throws SQLException {
        connection.close();
        connection.abort(Runnable::run);

        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.isValid(1)).isTrue();
    }

    @Test
    void savepoints_andNoChange_areAllowed() throws SQLException {
        connection.setAutoCommit(false);
        Savepoint savepoint = connection.setSavepoint("s");
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select 1 / 0")).isInstanceOf(SQLException.class);
            connection.rollback(savepoint);
            statement.execute("insert into t values (1)");
            connection.releaseSavepoint(savepoint);
        }
        physical.commit();
    }

    @Test
    void outsideOfATransaction_autocommitMayBeSet() throws SQLException {
        physical.setAutoCommit(true);
        connection.setAutoCommit(true);

        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void autocommitGuard_allowsTransactionsOfItsOwn(TestDatabase database) throws SQLException {
        physical.setAutoCommit(true);
        Connection free = ObservedConnection.observe(physical, log, Guard.AUTOCOMMIT);
        free.setAutoCommit(false);
        try (Statement statement = free.createStatement()) {
            statement.execute("insert into t values (1)");
            free.commit();
            statement.execute("insert into t values (2)");
            free.rollback();
        }
        free.setAutoCommit(true);
        free.close();

        assertThat(physical.isClosed()).isFalse();
        assertThat(database.queryText("select string_agg(a::text, ',') from t")).isEqualTo("1");
    }

    @Test
    void jdbi_transactionsJoinTheOneThatIsOpen(TestDatabase database) throws SQLException {
        String before = transaction();
        try (Handle handle = Jdbi.create(() -> connection).open()) {
            assertThat(handle.isInTransaction()).isTrue();
            handle.useTransaction(inner -> inner.execute("insert into t values (?)", 1));
            assertThat(handle.<Integer, RuntimeException>inTransaction(inner -> inner.select("select count(*) from t")
                            .mapTo(Integer.class)
                            .one()))
                    .isEqualTo(1);
            handle.savepoint("s");
            assertThatThrownBy(() -> handle.execute("insert into t values (1)")).isInstanceOf(RuntimeException.class);
            handle.rollbackToSavepoint("s");
            handle.prepareBatch("insert into t values (:a)")
                    .bind("a", 2)
                    .add()
                    .bind("a", 3)
                    .add()
                    .execute();
            handle.begin();
        }
        assertThat(transaction()).isEqualTo(before);
        assertThat(physical.isClosed()).isFalse();
        physical.commit();
        assertThat(database.queryLong("select count(*) from t")).isEqualTo(3);
        assertThat(log.entries())
                .extracting(ExecutedStatement::text)
                .containsExactly(
                        "insert into t values (?)",
                        "select count(*) from t",
                        "insert into t values (1)",
                        "insert into t values (?)");
    }

    @Test
    void jdbi_explicitEnd_isRefused() throws SQLException {
        String before = transaction();
        try (Handle handle = Jdbi.create(() -> connection).open()) {
            assertRefused(handle::commit, "commit()");
        }
        try (Handle handle = Jdbi.create(() -> connection).open()) {
            assertRefused(handle::rollback, "rollback()");
        }
        assertThat(transaction()).isEqualTo(before);
    }

    @Test
    void jdbi_innerTransactionThatFails_leavesTheDecisionOutside() throws SQLException {
        String before = transaction();
        try (Handle handle = Jdbi.create(() -> connection).open()) {
            assertThatThrownBy(() -> handle.useTransaction(inner -> {
                        throw new IllegalStateException("mine");
                    }))
                    .hasMessage("mine");
        }
        assertThat(transaction()).isEqualTo(before);
    }

    @Test
    void jdbi_onAnAutocommitConnection_beginsAndCommits(TestDatabase database) throws SQLException {
        physical.setAutoCommit(true);
        Connection free = ObservedConnection.observe(physical, log, Guard.AUTOCOMMIT);
        Jdbi.create(() -> free).useTransaction(handle -> handle.execute("insert into t values (1)"));

        assertThat(database.queryLong("select count(*) from t")).isOne();
        assertThat(physical.getAutoCommit()).isTrue();
    }
}
