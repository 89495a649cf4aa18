package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.sql.PoolerCheck.Mode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@DatabaseTest
@DisplayName("upgrades 43: a transaction-mode pooler is found out")
class PoolerCheckPostgresTest {

    @Test
    void poolerPresent_directConnection_isFalse(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Connection pooled = database.pool(1).getConnection()) {
            assertThat(PoolerCheck.poolerPresent(connection)).isFalse();
            assertThat(PoolerCheck.poolerPresent(pooled)).isFalse();
        }
    }

    @Test
    void mode_ownSession_isSession(TestDatabase database) throws Exception {
        var pool = database.pool(2);
        try (Connection first = pool.getConnection()) {
            assertThat(PoolerCheck.mode(first, pool)).isEqualTo(Mode.SESSION);
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void mode_sessionsOfTheMostRecentUse_isTransaction(TestDatabase database) throws Exception {
        try (TransactionPooler pooler = new TransactionPooler(database, false)) {
            Connection first = pooler.client();
            assertThat(PoolerCheck.mode(first, pooler.dataSource())).isEqualTo(Mode.TRANSACTION);
        }
    }

    @Test
    void mode_sessionsInTurn_isTransaction(TestDatabase database) throws Exception {
        try (TransactionPooler pooler = new TransactionPooler(database, true)) {
            Connection first = pooler.client();
            assertThat(PoolerCheck.poolerPresent(first)).isTrue();
            assertThat(PoolerCheck.mode(first, pooler.dataSource())).isEqualTo(Mode.TRANSACTION);
        }
    }

    @Test
    void mode_driversPreparedStatementGone_isTransaction(TestDatabase database) throws Exception {
        try (Connection first = database.connect();
                Connection second = database.connect()) {
            // the driver prepares its ROLLBACK, and is not told when it is taken away
            second.setAutoCommit(false);
            assertThat(PoolerCheck.poolerPresent(second)).isFalse();
            second.rollback();
            second.setAutoCommit(true);
            try (Statement statement = second.createStatement()) {
                statement.execute("do 'begin execute ''deallocate all''; end'");
            }

            assertThat(PoolerCheck.mode(first, dataSource(() -> second))).isEqualTo(Mode.TRANSACTION);
        }
    }

    @Test
    void mode_noSecondConnection_isUnknown(TestDatabase database) throws Exception {
        var pool = database.pool(1);
        try (Connection first = pool.getConnection()) {
            assertThat(PoolerCheck.mode(first, pool)).isEqualTo(Mode.UNKNOWN);
            Awaitility.await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0);
            assertThat(PoolerCheck.mode(first, dataSource(() -> {
                        throw new SQLTransientConnectionException("none left");
                    })))
                    .isEqualTo(Mode.UNKNOWN);
        }
    }

    @Test
    void promptConnection_thatComesTooLate_isClosedAtOnce(TestDatabase database) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean arrived = new AtomicBoolean();
        PromptConnection prompt = PromptConnection.ask(dataSource(() -> {
            awaitUninterruptibly(gate);
            Connection connection = database.connect();
            arrived.set(true);
            return connection;
        }));
        assertThat(prompt.await(Duration.ofMillis(20))).isEmpty();
        prompt.close();
        prompt.close();
        gate.countDown();

        Awaitility.await().untilTrue(arrived);
        Awaitility.await()
                .until(() -> database.queryLong("select count(*) from pg_stat_activity where pid <> pg_backend_pid()"
                                + " and datname = current_database()")
                        == 0);
    }

    @Test
    void promptConnection_failing_saysWhy() {
        SQLException reason = new SQLException("none", "53300");
        assertThatThrownBy(() -> await(() -> {
                    throw reason;
                }))
                .isSameAs(reason);
        assertThatThrownBy(() -> await(() -> {
                    throw new IllegalStateException("odd");
                }))
                .isInstanceOf(SQLException.class)
                .hasRootCauseMessage("odd");
    }

    private static void await(Source source) throws Exception {
        try (PromptConnection prompt = PromptConnection.ask(dataSource(source))) {
            prompt.await(Duration.ofSeconds(5));
        }
    }

    @FunctionalInterface
    private interface Source {
        Connection get() throws SQLException;
    }

    private static DataSource dataSource(Source source) {
        return new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return source.get();
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException goOn) {
                continue;
            }
        }
    }

    /** Does at the level of JDBC what PgBouncer in transaction mode does below it: a session for each transaction. */
    private static final class TransactionPooler implements AutoCloseable {

        private final Deque<Connection> idle = new ArrayDeque<>();
        private final List<Connection> all = new ArrayList<>();
        private final boolean inTurn;

        TransactionPooler(TestDatabase database, boolean inTurn) throws SQLException {
            this.inTurn = inTurn;
            for (int i = 0; i < 3; i++) {
                all.add(database.connect());
            }
            idle.addAll(all);
        }

        DataSource dataSource() {
            return PoolerCheckPostgresTest.dataSource(this::client);
        }

        Connection client() {
            Connection[] mine = new Connection[1];
            boolean[] autoCommit = {true};
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        switch (method.getName()) {
                            case "getAutoCommit":
                                return autoCommit[0];
                            case "setAutoCommit":
                                autoCommit[0] = (Boolean) args[0];
                                return null;
                            case "rollback":
                                if (mine[0] != null) {
                                    idle.addFirst(mine[0]);
                                    mine[0] = null;
                                }
                                return null;
                            case "close":
                                return null;
                            default:
                                break;
                        }
                        Connection session = mine[0] == null ? idle.removeFirst() : mine[0];
                        try {
                            return method.invoke(session, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            if (!autoCommit[0]) {
                                mine[0] = session;
                            } else if (inTurn) {
                                idle.addLast(session);
                            } else {
                                idle.addFirst(session);
                            }
                        }
                    });
        }

        @Override
        public void close() throws SQLException {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }
}
