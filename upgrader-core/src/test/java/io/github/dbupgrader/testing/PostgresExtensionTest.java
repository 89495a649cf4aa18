package io.github.dbupgrader.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class PostgresExtensionTest {
    @BeforeEach
    void prepare(TestDatabase database) {
        database.execute("create table seen (name text)");
    }

    @Test
    void resolveParameter_ofBeforeEach_isTheTestsOwn(TestDatabase database) {
        assertThat(database.queryText("select to_regclass('seen')")).isEqualTo("seen");
        assertThat(database.queryText("select current_database()")).isEqualTo(database.name());
    }

    @Test
    void session_timeZone_isNotUtc(TestDatabase database) {
        assertThat(database.queryText("select extract(timezone from now())::int % 3600 <> 0"))
                .isEqualTo("t");
    }

    @Test
    void serverVersion_ofTheBinaries_isTheOneAskedFor(TestDatabase database) {
        assertThat(database.serverVersion()).isBetween(14, 18);
    }

    @Test
    void role_withoutGrants_mayNotRead(TestDatabase database) throws SQLException {
        DataSource plain = database.dataSource(database.role("reader"));
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from seen")).hasMessageContaining("permission denied");
        }
    }

    @Test
    void pool_afterUse_isNoLeak(TestDatabase database) throws SQLException {
        DataSource pool = database.pool(2);
        try (Connection connection = pool.getConnection()) {
            assertThat(TestDatabase.pid(connection)).isPositive();
        }
    }

    @Test
    void awaitBlocked_byAnotherSession_returns(TestDatabase database) throws Exception {
        try (Connection holder = database.connect();
                Connection waiter = database.connect()) {
            execute(holder, "select pg_advisory_lock(1)");
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> executeUnchecked(waiter, "select pg_advisory_lock(1)"));
            database.awaitBlocked(TestDatabase.pid(waiter));
            assertThat(waiting).isNotDone();
            execute(holder, "select pg_advisory_unlock(1)");
            waiting.join();
        }
    }

    @Test
    void kill_ofASession_isOverWhenItReturns(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            database.kill(TestDatabase.pid(connection));
            assertThatThrownBy(() -> execute(connection, "select 1")).isInstanceOf(SQLException.class);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void executeUnchecked(Connection connection, String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
