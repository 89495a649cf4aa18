package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Tally.SMALL;
import static io.github.dbupgrader.acceptance.Tally.execute;
import static io.github.dbupgrader.acceptance.Tally.inBackground;
import static io.github.dbupgrader.acceptance.Tally.inUpgrade;
import static io.github.dbupgrader.acceptance.Tally.requireEachOnce;
import static io.github.dbupgrader.acceptance.Tally.setBased;
import static io.github.dbupgrader.acceptance.Tally.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BatchWork;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
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

/** Workers against each other. */
@DatabaseTest
class BackfillWorkersTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        Tally.make(database);
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
                    rows.forEach(BackfillWorkersTest::countUp);
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
                                rows.forEach(BackfillWorkersTest::countUp);
                            }
                        })
                        .settings(settings));
        DatabaseUpgrader other = inBackground(
                database.dataSource(),
                counting(rows -> rows.forEach(BackfillWorkersTest::countUp)).settings(settings));
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

    private static Backfill counting(BatchWork work) {
        return Backfill.table("tally").read("n", Integer.class).write("n").compute(work);
    }

    private static void countUp(BackfillRow row) {
        row.set("n", row.get("n", Integer.class) + 1);
    }
}
