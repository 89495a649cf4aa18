package io.github.dbupgrader.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@DatabaseTest
class CuttingProxyTest {
    @BeforeEach
    void createTable(TestDatabase database) {
        database.execute("create table done (step int)");
    }

    @Test
    void count_ofARunWithoutFault_isDeliveredWhole(TestDatabase database) throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(database, 0)) {
            work(proxy);
            assertThat(proxy.fired()).isFalse();
            assertThat(database.queryLong("select count(*) from done")).isEqualTo(3);
        }
    }

    @Test
    void cut_atEveryRoundTrip_losesTheAnswerButNotTheWork(TestDatabase database) throws Exception {
        int connecting = roundTripsOfConnecting(database);
        // 1 begin, 2 insert, 3 commit, 4 a copy begins, 5 it ends, 6 a statement that sends a notice first
        long[] rowsAfter = {0, 0, 1, 1, 3, 3};
        for (int k = 1; k <= rowsAfter.length; k++) {
            database.execute("truncate done");
            try (CuttingProxy proxy = new CuttingProxy(database, connecting + k)) {
                assertThatThrownBy(() -> work(proxy))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).startsWith("08"));
                assertThat(proxy.fired()).as("cut at %s", k).isTrue();
            }
            awaitAlone(database);
            assertThat(database.queryLong("select count(*) from done"))
                    .as("rows after cut at %s", k)
                    .isEqualTo(rowsAfter[k - 1]);
        }
        try (CuttingProxy proxy = new CuttingProxy(database, connecting + rowsAfter.length + 1)) {
            work(proxy);
            assertThat(proxy.fired()).isFalse();
        }
    }

    @Test
    void cut_whileConnecting_failsTheConnection(TestDatabase database) throws SQLException {
        if (roundTripsOfConnecting(database) == 0) {
            return; // this driver needs none
        }
        try (CuttingProxy proxy = new CuttingProxy(database, 1)) {
            assertThatThrownBy(() -> proxy.dataSource().getConnection()).isInstanceOf(SQLException.class);
        }
    }

    private static int roundTripsOfConnecting(TestDatabase database) throws SQLException {
        try (CuttingProxy proxy = new CuttingProxy(database, 0);
                Connection connection = proxy.dataSource().getConnection()) {
            assertThat(connection.isClosed()).isFalse();
            return proxy.count();
        }
    }

    // a backend whose client has gone ends by itself, a moment later
    private static void awaitAlone(TestDatabase database) {
        Awaitility.await()
                .until(() -> database.queryLong("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()")
                        == 0);
    }

    private static void work(CuttingProxy proxy) throws Exception {
        try (Connection connection = proxy.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into done values (1)");
            connection.commit();
            connection.setAutoCommit(true);
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy done from stdin", new StringReader("2\n3\n"));
            statement.execute("create table if not exists done (step int)");
        }
    }
}
