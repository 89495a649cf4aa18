package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.BusyTable.failure;
import static io.github.dbupgrader.acceptance.BusyTable.upgrader;
import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A step that meets locks waits for short times, again and again, each time in a new transaction. */
@DatabaseTest
class LockLadderTest {

    private BusyTable busy;

    @BeforeEach
    void readInATransactionThatStaysOpen(TestDatabase database) throws SQLException {
        busy = new BusyTable(database);
    }

    @AfterEach
    void stopReading() throws SQLException {
        busy.close();
    }

    /** Lets go of the lock when a step has failed to get it that often. */
    private UpgradeListener letGoAfter(int tries) {
        return new UpgradeListener() {
            @Override
            public void stepRetried(SchemaVersion version, int count, Duration pause) {
                if (count == tries) {
                    try {
                        busy.letGo();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        };
    }

    @Test
    @DisplayName(
            "upgrades 65, online 2: after 55P03 the whole step runs again in a new transaction, with its time-outs set again")
    void alter_blockedForSomeTries_succeedsInANewTransaction(TestDatabase database) {
        List<String> transactions = new CopyOnWriteArrayList<>();
        List<String> timeouts = new CopyOnWriteArrayList<>();
        Upgrade step = Upgrade.transactional("1.1.0", upgrade -> {
            transactions.add(upgrade.handle()
                    .createQuery("select pg_current_xact_id()::text")
                    .mapTo(String.class)
                    .one());
            timeouts.add(upgrade.handle()
                    .createQuery(
                            "select current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')")
                    .mapTo(String.class)
                    .one());
            // what a try changes must not reach the next one
            upgrade.handle().execute("set statement_timeout = '17min'; set lock_timeout = '30ms'");
            upgrade.handle().execute("create table once (id int)");
            upgrade.handle().execute(BusyTable.ALTER);
        });

        UpgradeResult result =
                upgrader(database.dataSource(), step, letGoAfter(3)).upgrade();

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.steps().get(0).statements()).as("of the last try").isEqualTo(5);
        assertThat(transactions).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
        assertThat(timeouts).first().isEqualTo("1h 50ms");
        assertThat(timeouts).allMatch(t -> t.matches("1h \\d+ms")).doesNotContain("1h 30ms");
    }

    @Test
    @DisplayName("upgrades 65, online 2: a deadlock is tried again too")
    void step_brokenOutOfADeadlock_runsAgain(TestDatabase database) throws Exception {
        database.execute("create table first (id int); create table second (id int)");
        List<String> tries = new CopyOnWriteArrayList<>();
        CountDownLatch firstLocked = new CountDownLatch(1);
        CountDownLatch secondLocked = new CountDownLatch(1);
        Upgrade step = Upgrade.transactional("1.1.0", upgrade -> {
            tries.add("try");
            upgrade.handle().execute("set lock_timeout = '20s'");
            upgrade.handle().execute("lock table first");
            firstLocked.countDown();
            if (!secondLocked.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the other does not come");
            }
            if (tries.size() == 1) {
                database.awaitSomeoneBlocked();
            }
            upgrade.handle().execute("lock table second");
        });
        try (Background background = new Background()) {
            Future<?> other = background.run(() -> {
                try (Connection connection = database.connect()) {
                    connection.setAutoCommit(false);
                    // so that the step is the one whose deadlock check comes first
                    BusyTable.execute(connection, "set deadlock_timeout = '1h'");
                    BusyTable.execute(connection, "lock table second");
                    secondLocked.countDown();
                    firstLocked.await();
                    BusyTable.execute(connection, "lock table first");
                    connection.commit();
                    return null;
                }
            });

            assertThat(upgrader(database.dataSource(), step).upgrade().outcome())
                    .isEqualTo(Outcome.APPLIED);

            Background.result(other);
            assertThat(tries).hasSize(2);
        }
    }

    @Test
    @DisplayName("online 2: what is neither a lock nor a deadlock is not tried again")
    void step_failingOtherwise_isTriedOnce(TestDatabase database) {
        for (String statement :
                List.of("select 1 / 0", "select * from missing", "insert into pg_class default values")) {
            List<String> tries = new CopyOnWriteArrayList<>();
            failure(upgrader(database.dataSource(), Upgrade.transactional("1.1.0", upgrade -> {
                tries.add("try");
                upgrade.handle().execute(statement);
            })));
            assertThat(tries).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "online 1: other readers wait no longer than one try, and all tries together no longer than the budget")
    void readers_behindABlockedStep_waitForOneTryAtMost(TestDatabase database) throws Exception {
        HikariDataSource pool = database.pool(4);
        try (Background background = new Background();
                Connection other = database.connect()) {
            Future<StepFailedException> upgrading =
                    background.run(() -> failure(upgrader(pool, Upgrade.transactional("1.1.0", sql(BusyTable.ALTER)))));
            database.awaitSomeoneBlocked();
            long longest = 0;
            while (!upgrading.isDone()) {
                long start = System.nanoTime();
                BusyTable.execute(other, "select from busy limit 1");
                longest = Math.max(longest, System.nanoTime() - start);
            }

            StepFailedException failed = Background.result(upgrading);
            assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
            assertThat(failed).hasMessageMatching("(?s).* tries, which waited [1-4]\\d\\d ms of .*");
            // one try waits for 200 ms at most; what is beyond is a busy machine's
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    @DisplayName("upgrades 68: tries for locks are logged at most every few seconds, however fast they are")
    void alter_triedQuickly_isLoggedOnce(TestDatabase database) {
        try (Logged logged = new Logged(".LockTries", Level.INFO)) {
            StepFailedException failed =
                    failure(upgrader(database.dataSource(), Upgrade.transactional("1.1.0", sql(BusyTable.ALTER))));

            assertThat(failed).hasMessageMatching("(?s).* in [4-9] tries.*");
            assertThat(logged.texts())
                    .singleElement()
                    .asString()
                    .contains("upgrade 1.1.0 could not get its locks", "billing/2.3.0");
        }
    }
}
