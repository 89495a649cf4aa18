package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BatchWork;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers against each other, and against the application that uses the same rows. Each row is counted up, so what is done twice shows. */
@DatabaseTest
class BackfillRacesTest {

    private static final int ROWS = 300;
    private static final BackfillSettings SMALL = BackfillSettings.defaults()
            .pace(Pace.defaults().fixed(10))
            .chunkRows(30)
            .timeouts(Duration.ofSeconds(20), Duration.ofSeconds(30));

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table tally (id bigint primary key, n int not null default 0, note text);
                insert into tally (id) select generate_series(1, %d)""".formatted(ROWS));
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    @DisplayName(
            "backfill 61: several workers are at it at once, none of them at a row of another, and all rows are done")
    void upgrade_withWorkers_sharesTheRows(int workers, TestDatabase database) {
        CountDownLatch allAtWork = new CountDownLatch(workers);
        Set<Long> inHand = ConcurrentHashMap.newKeySet();
        AtomicInteger twice = new AtomicInteger();
        Backfill backfill = Backfill.table("tally")
                .read("id", Long.class)
                .read("n", Integer.class)
                .write("n")
                .compute(rows -> {
                    rows.forEach(row -> twice.addAndGet(inHand.add(row.get("id", Long.class)) ? 0 : 1));
                    allAtWork.countDown();
                    assertThat(allAtWork.await(20, TimeUnit.SECONDS)).isTrue();
                    rows.forEach(BackfillRacesTest::countUp);
                    rows.forEach(row -> inHand.remove(row.get("id", Long.class)));
                })
                .settings(SMALL.workers(workers));

        inUpgrade(database, backfill).upgrade();

        assertThat(twice).as("rows in two hands").hasValue(0);
        requireEachOnce(database);
        assertThat(database.queryLong("select count(distinct lease_owner) from database_backfill_chunks"))
                .isGreaterThanOrEqualTo(workers);
    }

    @Test
    @DisplayName("backfill 61: a worker that was silent for longer than its lease cannot commit what it has computed")
    void work_afterLeaseRanOut_isRefused(TestDatabase database) throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Sleeper sleeper = new Sleeper(database.dataSource());
        BackfillSettings settings = SMALL.lease(Duration.ofMillis(300));
        DatabaseUpgrader slow = inBackground(
                sleeper.dataSource(),
                counting(rows -> {
                            if (first.getAndSet(false)) {
                                sleeper.fallAsleep();
                                silent.countDown();
                                assertThat(awake.await(20, TimeUnit.SECONDS)).isTrue();
                                rows.forEach(row -> row.set("n", 1000));
                            } else {
                                rows.forEach(BackfillRacesTest::countUp);
                            }
                        })
                        .settings(settings));
        DatabaseUpgrader other = inBackground(
                database.dataSource(),
                counting(rows -> rows.forEach(BackfillRacesTest::countUp)).settings(settings));
        slow.upgrade();
        slow.backfills().start(Duration.ofMillis(30));
        try {
            assertThat(silent.await(20, TimeUnit.SECONDS)).isTrue();
            other.backfills().start(Duration.ofMillis(30));
            Awaitility.await("the other one takes over and ends")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> state(other) == BackfillState.COMPLETED);
        } finally {
            sleeper.wakeUp();
            awake.countDown();
            slow.backfills().stop();
            other.backfills().stop();
        }

        requireEachOnce(database);
        assertThat(database.queryLong("select fence % 1000 from database_backfill_chunks where chunk = 1"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName(
            "backfill 61: a batch that waits for a row for longer than its lease stays its worker's, and is done once")
    void work_whileBatchWaitsBeyondItsLease_isDoneOnce(TestDatabase database) throws Exception {
        DatabaseUpgrader one =
                inBackground(database.dataSource(), setBased().settings(SMALL.lease(Duration.ofMillis(200))));
        DatabaseUpgrader other =
                inBackground(database.dataSource(), setBased().settings(SMALL.lease(Duration.ofMillis(200))));
        one.upgrade();
        try (Connection application = database.connect()) {
            application.setAutoCommit(false);
            execute(application, "select from tally where id = 5 for update");
            one.backfills().start(Duration.ofMillis(30));
            database.awaitSomeoneBlocked();
            other.backfills().start(Duration.ofMillis(30));
            Awaitility.await("all other chunks are done, and the lease of this one is over")
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            database.queryLong("select count(*) from database_backfill_chunks where state = 'DONE'")
                                            == 9
                                    && database.queryLong("select count(*) from database_backfill_chunks"
                                                    + " where chunk = 1 and lease_until < clock_timestamp()")
                                            == 1);
            application.rollback();
            Awaitility.await("it ends")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> state(one) == BackfillState.COMPLETED);
        } finally {
            one.backfills().stop();
            other.backfills().stop();
        }

        requireEachOnce(database);
    }

    @Test
    @DisplayName("backfill 70: of a deadlock with the application, the batch is the victim once, and then succeeds")
    void upgrade_afterDeadlock_triesAgain(TestDatabase database) throws Exception {
        database.execute(
                "do $$ begin execute format('alter database %I set deadlock_timeout = ''2s''', current_database()); end $$");
        try (Connection application = database.connect()) {
            execute(application, "set deadlock_timeout = '60s'");
            application.setAutoCommit(false);
            execute(application, "update tally set note = 'last' where id = 10");
            CompletableFuture<?> upgrade = CompletableFuture.runAsync(
                    () -> inUpgrade(database, setBased().settings(SMALL)).upgrade());
            database.awaitSomeoneBlocked();
            execute(application, "update tally set note = 'first' where id = 1");
            application.commit();
            upgrade.get(30, TimeUnit.SECONDS);
        }

        requireEachOnce(database);
        assertThat(database.rows("select id, note from tally where note is not null order by id"))
                .containsExactly("1|first", "10|last");
        Awaitility.await("the server counts the deadlock")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        database.queryLong("select deadlocks from pg_stat_database where datname = current_database()")
                                == 1);
        assertThat(database.queryLong("select sum(batches) from database_backfill_chunks"))
                .isEqualTo(ROWS / 10);
    }

    @Test
    @DisplayName("backfill 69: while a batch holds a row, a child of it can be inserted, and an update of it waits")
    void upgrade_whileBatchHoldsRows_letsChildrenIn(TestDatabase database) throws Exception {
        database.execute("create table child (tally bigint not null references tally)");
        try (Connection application = database.connect();
                Connection blocker = database.connect()) {
            blocker.setAutoCommit(false);
            execute(blocker, "select from tally where id = 10 for update");
            CompletableFuture<?> upgrade = CompletableFuture.runAsync(
                    () -> inUpgrade(database, setBased().settings(SMALL)).upgrade());
            database.awaitSomeoneBlocked();

            execute(application, "set lock_timeout = '300ms'");
            execute(application, "insert into child values (1)");
            assertThatThrownBy(() -> execute(application, "update tally set note = 'mine' where id = 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            blocker.rollback();
            upgrade.get(30, TimeUnit.SECONDS);
        }

        requireEachOnce(database);
        assertThat(database.queryLong("select count(*) from child")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "backfill 65: a batch that runs into the time-out is halved, and only the row that is too slow by itself is left out")
    void upgrade_withOneSlowRow_quarantinesIt(TestDatabase database) {
        Backfill backfill = Backfill.table("tally")
                .set(
                        "n = n + 1 + (select 0 from (select pg_sleep(case tally.id when 77 then 30 else 0.002 end)) slept)")
                .quarantineAllowed("the slow one is known")
                .settings(SMALL.pace(Pace.defaults().fixed(100))
                        .chunkRows(ROWS)
                        .timeouts(Duration.ofSeconds(1), Duration.ofMillis(150)));
        DatabaseUpgrader upgrader = inUpgrade(database, backfill);

        upgrader.upgrade();

        assertThat(database.rows("select id from tally where n <> 1")).containsExactly("77");
        assertThat(upgrader.backfills().quarantine("count", 10)).singleElement().satisfies(row -> {
            assertThat(row.key()).containsExactly("77");
            assertThat(row.errorClass()).isEqualTo("too slow");
        });
        assertThat(state(upgrader)).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(database.queryLong("select rows_done from database_backfill_chunks where kind = 'RANGE'"))
                .isEqualTo(ROWS);
    }

    /** Gives no connection while it sleeps, so that nobody can renew a lease: a JVM that is paused. */
    private static final class Sleeper {
        private final DataSource delegate;
        private final AtomicBoolean asleep = new AtomicBoolean();

        Sleeper(DataSource delegate) {
            this.delegate = delegate;
        }

        void fallAsleep() {
            asleep.set(true);
        }

        void wakeUp() {
            asleep.set(false);
        }

        DataSource dataSource() {
            return (DataSource) Proxy.newProxyInstance(
                    Sleeper.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        if (asleep.get()) {
                            throw new SQLException("asleep", "08001");
                        }
                        return method.invoke(delegate, arguments);
                    });
        }
    }

    private static Backfill setBased() {
        return Backfill.table("tally").set("n = n + 1");
    }

    private static Backfill counting(BatchWork work) {
        return Backfill.table("tally").read("n", Integer.class).write("n").compute(work);
    }

    private static void countUp(BackfillRow row) {
        row.set("n", row.get("n", Integer.class) + 1);
    }

    private static DatabaseUpgrader inUpgrade(TestDatabase database, Backfill backfill) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.backfill("count", backfill))
                .build();
    }

    private static DatabaseUpgrader inBackground(DataSource dataSource, Backfill backfill) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .registerBackfill("count", "1.1.0", backfill)
                .build();
    }

    private static BackfillState state(DatabaseUpgrader upgrader) {
        return upgrader.backfills().status("count").orElseThrow().state();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void requireEachOnce(TestDatabase database) {
        assertThat(database.rows("select n, count(*) from tally group by n")).containsExactly("1|" + ROWS);
    }
}
