package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SilentProxy;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DatabaseTest
@DisplayName("upgrades 65: the sessions that stand in the way are named")
class BlockingSessionsPostgresTest {

    private Connection holder;
    private Connection waiter;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        database.execute("create schema s; create table s.\"T 1\" (a int)");
        holder = database.connect();
        waiter = database.connect();
        execute(holder, "set application_name = 'billing/1.2.0'");
        holder.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        holder.close();
        waiter.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private CompletableFuture<Void> startWaiting() {
        return CompletableFuture.runAsync(() -> {
            try {
                execute(waiter, "alter table s.\"T 1\" add column b int");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void of_waiting_namesTheHolder(TestDatabase database) throws Exception {
        execute(holder, "select * from s.\"T 1\"\n where 'password' = 'x'");
        CompletableFuture<Void> waiting = startWaiting();
        int pid = TestDatabase.pid(waiter);
        database.awaitBlocked(pid);
        try (Connection other = database.connect()) {
            List<BlockingSession> sessions = BlockingSessions.of(other, pid);

            assertThat(sessions).singleElement().satisfies(session -> {
                assertThat(session.pid()).isEqualTo(TestDatabase.pid(holder));
                assertThat(session.applicationName()).isEqualTo("billing/1.2.0");
                assertThat(session.state()).contains("idle in transaction");
                assertThat(session.since().orElseThrow())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
                assertThat(session.query()).contains("select * from s.\"T 1\" where 'password' = 'x'");
            });
            assertThat(BlockingSessions.of(other, TestDatabase.pid(holder))).isEmpty();
        }
        holder.rollback();
        waiting.get();
    }

    @DisplayName("upgrades 65: a plain role sees pid and application name, and is told the grant")
    @Test
    void of_asAPlainRole_hidesTheRest(TestDatabase database) throws Exception {
        String role = database.role("plain");
        execute(holder, "select * from s.\"T 1\"");
        CompletableFuture<Void> waiting = startWaiting();
        database.awaitBlocked(TestDatabase.pid(waiter));
        try (Connection plain = database.dataSource(role).getConnection()) {
            BlockingSession hidden =
                    BlockingSessions.of(plain, TestDatabase.pid(waiter)).get(0);
            assertThat(hidden.applicationName()).isEqualTo("billing/1.2.0");
            assertThat(hidden.state()).isEmpty();
            assertThat(hidden.since()).isEmpty();
            assertThat(hidden.query()).isEmpty();
            assertThat(hidden.describe()).contains("pg_read_all_stats");

            database.execute("grant pg_read_all_stats to " + role);
            assertThat(BlockingSessions.of(plain, TestDatabase.pid(waiter))
                            .get(0)
                            .state())
                    .contains("idle in transaction");
        }
        holder.rollback();
        waiting.get();
    }

    @Test
    void onTable_namesOthersOnly(TestDatabase database) throws SQLException {
        execute(holder, "lock table s.\"T 1\" in share mode");
        waiter.setAutoCommit(false);
        execute(waiter, "set search_path to s");
        execute(waiter, "select * from \"T 1\"");

        assertThat(BlockingSessions.onTable(waiter, "\"T 1\""))
                .extracting(BlockingSession::applicationName)
                .containsExactly("billing/1.2.0");
        assertThat(BlockingSessions.onTable(waiter, "s.nowhere")).isEmpty();
        holder.rollback();
        assertThat(BlockingSessions.onTable(waiter, "s.\"T 1\"")).isEmpty();
        waiter.rollback();
    }

    @DisplayName("upgrades 65: prepared transactions by their names, as only those help to end them")
    @Test
    void preparedTransactions_areNamed(TestDatabase database) throws Exception {
        database.execute("create table s.elsewhere (a int)");
        prepare(database, "elsewhere", "lock table s.elsewhere");
        prepare(database, "stuck", "lock table s.\"T 1\" in share mode");
        prepare(database, "stuck, too", "lock table s.\"T 1\" in share mode");
        String who = " (prepared by " + database.queryText("select current_user") + ", since ";

        assertThat(BlockingSessions.onTable(waiter, "s.\"T 1\""))
                .allSatisfy(found -> assertThat(found.describe())
                        .contains(who)
                        .endsWith("Z; commit prepared or rollback prepared ends it)"))
                .extracting(BlockingSession::applicationName)
                .containsExactly("stuck", "stuck, too");
        CompletableFuture<Void> waiting = startWaiting();
        database.awaitBlocked(TestDatabase.pid(waiter));
        assertThat(BlockingSessions.of(holder, TestDatabase.pid(waiter)))
                .extracting(BlockingSession::applicationName)
                .containsExactly("stuck", "stuck, too");
        database.execute("rollback prepared 'stuck'");
        database.execute("rollback prepared 'stuck, too'");
        database.execute("rollback prepared 'elsewhere'");
        waiting.get();
    }

    @Test
    void preparedTransactionWithARow_isNamed(TestDatabase database) throws Exception {
        database.execute("insert into s.\"T 1\" values (1)");
        prepare(database, "of a row", "update s.\"T 1\" set a = 2");
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                execute(waiter, "update s.\"T 1\" set a = 3");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        database.awaitBlocked(TestDatabase.pid(waiter));

        assertThat(BlockingSessions.of(holder, TestDatabase.pid(waiter)))
                .extracting(BlockingSession::applicationName)
                .containsExactly("of a row");
        database.execute("rollback prepared 'of a row'");
        waiting.get();
    }

    /** By a session that ends, and one after the other, so that each has a time of its own. */
    private static void prepare(TestDatabase database, String identifier, String work) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            execute(connection, work);
            execute(connection, "prepare transaction '" + identifier + "'");
        }
    }

    @Test
    void sampler_keepsTheLastSeen(TestDatabase database) throws Exception {
        execute(holder, "select * from s.\"T 1\"");
        try (BlockerSampler sampler = BlockerSampler.start(database.dataSource(), TestDatabase.pid(waiter))) {
            assertThat(sampler.last()).isEmpty();
            CompletableFuture<Void> waiting = startWaiting();
            Awaitility.await().until(() -> !sampler.last().isEmpty());
            holder.rollback();
            waiting.get();

            assertThat(sampler.last())
                    .extracting(BlockingSession::applicationName)
                    .containsExactly("billing/1.2.0");
            assertThat(sampler.problem()).isEmpty();
        }
    }

    @Test
    void sampler_givesThePooledConnectionBackAsItWas(TestDatabase database) throws Exception {
        var pool = database.pool(1);
        try (BlockerSampler sampler = BlockerSampler.start(pool, TestDatabase.pid(waiter))) {
            Awaitility.await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
            assertThat(sampler.last()).isEmpty();
        }
        Awaitility.await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }

    @DisplayName("upgrades 44: a pool of one is enough; the sampler is never waited for")
    @Test
    void sampler_poolWithoutAConnection_isNotWaitedFor(TestDatabase database) throws Exception {
        var pool = database.pool(1);
        try (Connection only = pool.getConnection()) {
            Instant start = Instant.now();
            for (int i = 0; i < 5; i++) {
                BlockerSampler sampler = BlockerSampler.start(pool, TestDatabase.pid(only));
                sampler.close();
                assertThat(sampler.last()).isEmpty();
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
            Awaitility.await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0);
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void sampler_noConnectionToBeHad_tellsTheProblem(TestDatabase database) {
        var nowhere = database.dataSource();
        nowhere.setDatabaseName("no_such_database");
        try (BlockerSampler sampler = BlockerSampler.start(nowhere, 1)) {
            Awaitility.await().until(() -> sampler.problem().isPresent());
            assertThat(sampler.problem().orElseThrow()).startsWith("SQLSTATE 3D000");
            assertThat(sampler.last()).isEmpty();
        }
    }

    @Test
    void sampler_serverThatDoesNotAnswer_isBrokenOff(TestDatabase database) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        try (SilentProxy proxy = new SilentProxy(database)) {
            config.setDataSource(proxy.dataSource());
            try (HikariDataSource pool = new HikariDataSource(config)) {
                BlockerSampler sampler = BlockerSampler.start(pool, TestDatabase.pid(waiter));
                database.await("a look", "query like '%pg_blocking_pids%'");
                proxy.fallSilent();
                Awaitility.await("the sampler waits for an answer").until(proxy::isWaitedFor);
                Instant start = Instant.now();
                sampler.close();
                assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
                Awaitility.await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
                assertThat(sampler.problem()).as("it was told to end").isEmpty();
            }
        }
    }
}
