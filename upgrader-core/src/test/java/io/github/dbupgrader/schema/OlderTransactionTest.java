package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Transactions whose snapshot is older than the trigger, and that write when it is there. */
@DatabaseTest
class OlderTransactionTest {

    private static Connection begun(TestDatabase database, int isolation) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(isolation);
        execute(connection, "select count(*) from other");
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName(
            "online 34: what a REPEATABLE READ or SERIALIZABLE transaction writes that is older than the trigger is in step; a row that the backfill has changed since gets 40001")
    void write_withOlderSnapshot_isInStep(TestDatabase database) throws SQLException {
        database.execute("create table other (id int); create table t (id int primary key, a text, note text);"
                + " insert into t select n, 'a' || n from generate_series(1, 9) n");
        Upgrades upgrades = Upgrades.of(database);
        try (Connection repeatable = begun(database, Connection.TRANSACTION_REPEATABLE_READ);
                Connection serializable = begun(database, Connection.TRANSACTION_SERIALIZABLE);
                Connection late = begun(database, Connection.TRANSACTION_REPEATABLE_READ);
                Connection later = begun(database, Connection.TRANSACTION_SERIALIZABLE)) {
            upgrades.run(schema -> schema.table("t").renameColumn("a", "b").expand(), ": expand", () -> {
                try {
                    execute(repeatable, "update t set a = 'R' where id = 1; insert into t (id, a) values (10, 'r')");
                    execute(serializable, "update t set b = 'S' where id = 2; update t set note = 'x' where id = 3");
                    repeatable.commit();
                    serializable.commit();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            execute(late, "insert into t (id, a) values (11, 'l')");
            late.commit();
            execute(late, "update t set a = 'L' where id = 4"); // with a new snapshot
            late.commit();
            assertThatThrownBy(() -> execute(later, "update t set a = 'never' where id = 5"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            later.rollback();
        }
        assertThat(database.rows("select id, a, b from t where id in (1, 2, 3, 4, 5, 10, 11) order by id"))
                .containsExactly("1|R|R", "2|S|S", "3|a3|a3", "4|L|L", "5|a5|a5", "10|r|r", "11|l|l");
    }
}
