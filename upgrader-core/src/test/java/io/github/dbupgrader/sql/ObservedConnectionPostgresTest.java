package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.sql.ObservedConnection.Guard;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;

@DatabaseTest
@DisplayName("upgrades 66: every statement of a step is recorded")
class ObservedConnectionPostgresTest {

    private final StatementLog log = new StatementLog(true);
    private Connection physical;
    private Connection connection;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        physical = database.connect();
        connection = ObservedConnection.observe(physical, log, Guard.AUTOCOMMIT);
        database.execute("create table t (a int primary key, b text)");
    }

    @AfterEach
    void close() throws SQLException {
        physical.close();
    }

    /** Each entry as {@code times x rows text}. */
    private void assertRan(String... entries) {
        assertThat(log.entries())
                .map(e -> e.times() + "x" + e.rows() + " " + e.text())
                .containsExactly(entries);
    }

    @Test
    void statement_everyWayOfExecuting(TestDatabase database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("insert into t values (1), (2)")).isFalse();
            assertThat(statement.executeUpdate("insert into t values (3)")).isOne();
            assertThat(statement.executeLargeUpdate("insert into t values (4)")).isOne();
            assertThat(statement.executeUpdate("insert into t values (5)", Statement.RETURN_GENERATED_KEYS))
                    .isOne();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
            }
            try (ResultSet rows = statement.executeQuery("select a from t")) {
                while (rows.next()) {
                    assertThat(rows.getInt("a")).isPositive();
                }
            }
            assertThat(statement.execute("select 1 from t limit 1")).isTrue();
            try (ResultSet rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
            }
        }
        assertRan(
                "1x2 insert into t values (1), (2)",
                "1x1 insert into t values (3)",
                "1x1 insert into t values (4)",
                "1x1 insert into t values (5)",
                "1x5 select a from t",
                "1x1 select 1 from t limit 1");
        assertThat(log.entries()).allSatisfy(e -> assertThat(e.duration()).isPositive());
        assertThat(database.queryLong("select count(*) from t")).isEqualTo(5);
    }

    @Test
    void prepared_isRecordedWithoutParameters() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
            for (int i = 0; i < 3; i++) {
                insert.setInt(1, i);
                insert.setString(2, "private");
                insert.execute();
            }
            assertThat(insert.toString()).doesNotContain("private").contains("insert into t values (?, ?)");
        }
        try (PreparedStatement select = connection.prepareStatement("select b from t where a = ?")) {
            select.setInt(1, 1);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isFalse();
            }
        }
        assertRan("3x3 insert into t values (?, ?)", "1x1 select b from t where a = ?");
    }

    @Test
    void preparedBatch_isOneEntry() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?)")) {
            insert.setInt(1, 0);
            insert.addBatch();
            insert.clearBatch();
            for (int i = 1; i <= 4; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(4);
            assertThat(insert.executeLargeBatch()).isEmpty();
        }
        assertRan("4x4 insert into t values (?)");
    }

    @Test
    void statementBatch_equalNeighboursAreOneEntry() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into t values (1)");
            statement.addBatch("update t set b = 'x'");
            statement.addBatch("update t set b = 'x'");
            statement.executeBatch();
        }
        assertRan("1x1 insert into t values (1)", "2x2 update t set b = 'x'");
    }

    @Test
    void batch_rewritten_countsItsRows(TestDatabase database) throws SQLException {
        var dataSource = database.dataSource();
        dataSource.setReWriteBatchedInserts(true);
        try (Connection rewriting = dataSource.getConnection();
                PreparedStatement insert = ObservedConnection.observe(rewriting, log, Guard.AUTOCOMMIT)
                        .prepareStatement("insert into t values (?)")) {
            for (int i = 0; i < 7; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        assertRan("7x7 insert into t values (?)");
    }

    @Test
    void batch_failing_namesTheStatement() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into t values (1)");
            statement.addBatch("insert into nowhere values (1)");
            statement.addBatch("insert into t values (2)");
            assertThatThrownBy(statement::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
        assertThat(log.firstFailure()).map(FailedStatement::text).contains("insert into nowhere values (1)");
        connection.rollback();
    }

    @Test
    void call_isRecorded(TestDatabase database) throws SQLException {
        database.execute("create function twice(a int) returns int language sql as 'select a * 2'");
        try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(2, 21);
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(42);
        }
        assertThat(log.entries()).extracting(ExecutedStatement::text).containsExactly("{? = call twice(?)}");
    }

    @Test
    void severalResults_countWhenAskedFor() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into t values (1); insert into t values (2), (3); select a from t");
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(statement.getMoreResults()).isFalse();
        }
        assertThat(log.entries()).extracting(ExecutedStatement::rows).containsExactly(3L);
    }

    @DisplayName("upgrades 26: the failing SQL and its cause; the driver's own exception")
    @Test
    void failure_isRecordedAndThrownAsItIs() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from nowhere"))
                    .isInstanceOf(PSQLException.class)
                    .satisfies(e -> assertThat(e)
                            .isSameAs(log.lastFailure().orElseThrow().cause()));
        }
        assertThat(log.lastFailure()).map(FailedStatement::text).contains("select * from nowhere");
        assertRan("1x0 select * from nowhere");
    }

    @Test
    void backToTheConnection_isTheObservedOne() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1");
                ResultSet schemas = connection.getMetaData().getSchemas()) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(schemas.getStatement().getConnection()).isSameAs(connection);
        }
        assertThat(log.count()).isOne();
    }

    @Test
    void refcursorColumn_leadsToTheObservedConnection(TestDatabase database) throws SQLException {
        database.execute("create function c() returns refcursor language plpgsql as"
                + " $$ declare r refcursor; begin open r for select 1; return r; end $$");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select c()")) {
            assertThat(rows.next()).isTrue();
            try (ResultSet inner = (ResultSet) rows.getObject(1)) {
                assertThat(inner.next()).isTrue();
                assertThat(inner.getStatement().getConnection()).isSameAs(connection);
            }
        }
        connection.rollback();
    }

    @Test
    void identity_isThatOfTheProxy() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            for (Object proxy : new Object[] {connection, statement, rows, connection.getMetaData()}) {
                assertThat(new HashSet<>(List.of(proxy, proxy, physical))).hasSize(2);
                assertThat(proxy.toString()).startsWith("observed ");
            }
        }
    }

    @Test
    void unwrap_toItselfOrTheDriver() throws SQLException {
        assertThat(connection.isWrapperFor(Connection.class)).isTrue();
        assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
        assertThat(connection.isWrapperFor(PgConnection.class)).isTrue();
        assertThat(connection.unwrap(PgConnection.class)).isSameAs(physical);
        assertThat(connection.isWrapperFor(String.class)).isFalse();
        assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
            assertThat(statement.isWrapperFor(PGStatement.class)).isTrue();
            assertThat(statement.unwrap(PGStatement.class)).isNotNull();
        }
    }

    @Test
    void closedStatement_saysSo() throws SQLException {
        Statement statement = connection.createStatement();
        statement.close();

        assertThat(statement.isClosed()).isTrue();
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void pooled_isObservedToo(TestDatabase database) throws SQLException {
        try (Connection pooled = database.pool(1).getConnection()) {
            Connection observed = ObservedConnection.observe(pooled, log, Guard.AUTOCOMMIT);
            try (Statement statement = observed.createStatement()) {
                statement.execute("insert into t values (1)");
            }
            assertThat(observed.unwrap(PgConnection.class)).isNotNull();
        }
        assertRan("1x1 insert into t values (1)");
    }
}
