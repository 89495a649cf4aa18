package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

@DatabaseTest
@DisplayName("upgrades 28: what a step leaves in its session reaches nobody")
class SessionStatePostgresTest {

    private Connection connection;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        connection = database.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String setting(String name) throws SQLException {
        return text("select current_setting('" + name + "')");
    }

    @Test
    void reset_takesBackWhatAStepSet_andKeepsWhatThePoolSet(TestDatabase database) throws SQLException {
        String other = database.role("other");
        execute("create schema \"it's\"");
        execute("set application_name = 'pool''s \\ name'");
        execute("set search_path = \"it's\", public");
        SessionState state = SessionState.read(connection);
        state.prepareForRun(connection, Map.of("statement_timeout", "3600000", "lock_timeout", "5s"));

        execute("set application_name = 'step'");
        execute("set search_path = pg_catalog");
        execute("set statement_timeout = 1234567");
        execute("set work_mem = '1MB'");
        execute("set standard_conforming_strings = off");
        execute("set app.tenant = 'x'");
        execute("create temp table leftover (a int)");
        execute("listen something");
        execute("declare c cursor with hold for select 1");
        execute("set role " + other);
        state.reset(connection);

        assertThat(setting("application_name")).isEqualTo("pool's \\ name");
        assertThat(setting("search_path")).isEqualTo("\"it's\", public");
        assertThat(setting("statement_timeout")).isEqualTo("1h");
        assertThat(setting("lock_timeout")).isEqualTo("5s");
        assertThat(setting("work_mem")).isEqualTo("4MB");
        assertThat(setting("standard_conforming_strings")).isEqualTo("on");
        assertThat(text("select coalesce(current_setting('app.tenant', true), '')"))
                .isEmpty();
        assertThat(text("select to_regclass('pg_temp.leftover')")).isNull();
        assertThat(text("select count(*) from pg_cursors where is_holdable")).isEqualTo("0");
        assertThat(text("select count(*) from pg_listening_channels()")).isEqualTo("0");
        assertThat(text("select current_user")).isEqualTo(database.user());
    }

    @DisplayName("upgrades 28: never discard all, nor deallocate all")
    @Test
    void reset_keepsAdvisoryLocksAndTheDriversStatements() throws SQLException {
        SessionState state = SessionState.read(connection);
        execute("select pg_advisory_lock(42)");
        try (PreparedStatement prepared = connection.prepareStatement("select 1")) {
            prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
            prepared.execute();
            prepared.execute();
            state.reset(connection);
            assertThat(prepared.execute()).isTrue();
        }
        assertThat(text("select count(*) from pg_locks where locktype = 'advisory'"))
                .isEqualTo("1");
        assertThat(text("select count(*) > 0 from pg_prepared_statements where not from_sql"))
                .isEqualTo("t");
        assertThat(state.resetSql()).doesNotContainIgnoringCase("discard all").doesNotContainIgnoringCase("deallocate");
    }

    @Test
    void deallocatePrepared_takesThoseOfSqlOnly() throws SQLException {
        SessionState state = SessionState.read(connection);
        execute("prepare \"it's \"\"one\" as select 1");
        execute("prepare two as select 2");
        try (PreparedStatement prepared = connection.prepareStatement("select 3")) {
            prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
            prepared.execute();
            state.deallocatePrepared(connection);
            state.deallocatePrepared(connection);
            assertThat(prepared.execute()).isTrue();
        }
        assertThat(text("select count(*) from pg_prepared_statements where from_sql"))
                .isEqualTo("0");
        assertThat(text("select count(*) > 0 from pg_prepared_statements")).isEqualTo("t");
    }

    @Test
    void restore_givesTheFirstStateBack(TestDatabase database) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        execute("set statement_timeout = 777");
        connection.setReadOnly(true);
        connection.setNetworkTimeout(Runnable::run, 60_000);
        connection.setAutoCommit(false);
        SessionState state = SessionState.read(connection);
        state.prepareForRun(connection, Map.of("statement_timeout", "0", "idle_session_timeout", "0"));

        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isReadOnly()).isFalse();
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(setting("statement_timeout")).isEqualTo("0");
        execute("create table t (a int)");
        connection.setNetworkTimeout(Runnable::run, 1_000);

        state.restore(connection);

        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(connection.isReadOnly()).isTrue();
        assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(setting("statement_timeout")).isEqualTo("777ms");
        assertThat(setting("idle_session_timeout")).isEqualTo("0");
        assertThat(setting("transaction_read_only")).isEqualTo("on");
        connection.rollback();
    }

    @Test
    void reset_transactionLeftOpen_isRolledBack(TestDatabase database) throws SQLException {
        SessionState state = SessionState.read(connection);
        connection.setAutoCommit(false);
        connection.setReadOnly(false);
        execute("create table t (a int)");
        assertThatThrownBy(() -> execute("select 1 / 0")).isInstanceOf(SQLException.class);
        state.reset(connection);

        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(database.queryText("select to_regclass('t') is null")).isEqualTo("t");
    }

    @DisplayName("upgrades 72: a setting that the server refuses is left out")
    @Test
    void prepareForRun_refusedSetting_isLeftOut(TestDatabase database) throws SQLException {
        try (Connection plain = database.dataSource(database.role("plain")).getConnection()) {
            SessionState state = SessionState.read(plain);
            state.prepareForRun(
                    plain,
                    Map.of(
                            "client_connection_check_interval", "not a time",
                            "deadlock_timeout", "2s",
                            "no_such_setting", "1",
                            "statement_timeout", "90s"));

            assertThat(state.runSettings())
                    .containsEntry("statement_timeout", "90s")
                    .containsEntry("default_transaction_isolation", "read committed")
                    .hasSize(3);
            state.reset(plain);
            state.restore(plain);
        }
    }

    @Test
    void plainRole_withARoleOfItsOwn_isKept(TestDatabase database) throws SQLException {
        String plain = database.role("plain");
        String group = database.role("group");
        String another = database.role("another");
        database.execute("grant " + group + ", " + another + " to " + plain);
        try (Connection connection = database.dataSource(plain).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role " + group);
            SessionState state = SessionState.read(connection);
            state.prepareForRun(connection, Map.of());
            statement.execute("set role " + another);
            state.reset(connection);
            assertThat(currentUser(statement)).isEqualTo(group);
            statement.execute("set role none");
            state.restore(connection);
            assertThat(currentUser(statement)).isEqualTo(group);
        }
    }

    @Test
    void sessionAuthorization_changedByTheStep_isTakenBack(TestDatabase database) throws SQLException {
        String other = database.role("other");
        SessionState state = SessionState.read(connection);
        execute("set session authorization " + other);
        state.reset(connection);

        assertThat(text("select session_user")).isEqualTo(database.user());
    }

    @Test
    void sessionAuthorization_ofThePool_isKept(TestDatabase database) throws SQLException {
        String other = database.role("other");
        execute("set session authorization " + other);
        SessionState state = SessionState.read(connection);
        state.prepareForRun(connection, Map.of());
        execute("reset session authorization");
        state.reset(connection);

        assertThat(text("select session_user || ' ' || current_user")).isEqualTo(other + " " + other);
    }

    @Test
    void settings_areThoseOfTheSession() throws SQLException {
        execute("set work_mem = '7MB'");

        assertThat(SessionState.read(connection).settings())
                .containsEntry("work_mem", "7168")
                .doesNotContainKey("TimeZone");
    }

    @Test
    void sessionLost_isAnError(TestDatabase database) throws SQLException {
        SessionState state = SessionState.read(connection);
        database.kill(TestDatabase.pid(connection));

        assertThatThrownBy(() -> state.prepareForRun(connection, Map.of("lock_timeout", "1s")))
                .matches(SqlState::isConnectionLost);
        assertThatThrownBy(() -> state.reset(connection)).matches(SqlState::isConnectionLost);
    }

    private static String currentUser(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select current_user")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
