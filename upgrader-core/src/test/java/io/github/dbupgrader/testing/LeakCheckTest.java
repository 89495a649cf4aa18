package io.github.dbupgrader.testing;

import static io.github.dbupgrader.testing.PostgresExtensionTest.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class LeakCheckTest {
    @Test
    void close_nothingLeft_passes() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.connect()) {
            execute(connection, "select pg_advisory_lock(7)");
        }
        database.close();
    }

    @Test
    void close_openTransaction_namesTheSessionAndDropsTheDatabase() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "create table forgotten ()");
            assertThatThrownBy(database::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("session " + TestDatabase.pid(connection))
                    .hasMessageContaining("idle in transaction")
                    .hasMessageContaining("create table forgotten ()");
        }
        assertDropped(database);
    }

    @Test
    void close_advisoryLockOfAnIdleSession_isCounted() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.connect()) {
            execute(connection, "select pg_advisory_lock(7)");
            assertThatThrownBy(database::close).hasMessageContaining("1 advisory locks");
        }
    }

    @Test
    void close_preparedTransaction_isFoundAndRolledBack() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "create table forgotten ()");
            execute(connection, "prepare transaction 'left'");
        }
        assertThatThrownBy(database::close).hasMessageContaining("prepared transaction \"left\"");
        assertDropped(database);
    }

    private static void assertDropped(TestDatabase database) {
        try (TestDatabase other = TestDatabase.create()) {
            assertThat(other.rows("select datname from pg_database")).doesNotContain(database.name());
        }
    }
}
