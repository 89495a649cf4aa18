package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A step that meets locks: it waits for short times, again and again, and says who stood in its way. */
@DatabaseTest
class LockLadderTest {

    private static final String ALTER = "alter table busy add column a int";

    private static final TimeoutSettings SHORT = TimeoutSettings.defaults()
            .pace(Duration.ofMillis(50), Duration.ofMillis(50))
            .budgets(Duration.ofMillis(400), Duration.ofSeconds(20));

    private Connection reader;
    private int readerPid;

    @BeforeEach
    void readInATransactionThatStaysOpen(TestDatabase database) throws SQLException {
        database.execute("create table busy (id int)");
        reader = database.connect();
        readerPid = TestDatabase.pid(reader);
        execute(reader, "set application_name = 'billing/2.3.0'");
        reader.setAutoCommit(false);
        execute(reader, "select from busy");
    }

    @AfterEach
    void stopReading() throws SQLException {
        reader.rollback();
        reader.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, Upgrade step, UpgradeListener listener) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .timeouts(SHORT)
                .listener(listener)
                .register(step)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, Upgrade step) {
        return upgrader(dataSource, step, new UpgradeListener() {});
    }

    private static StepFailedException failure(DatabaseUpgrader upgrader) {
        return assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(StepFailedException.class))
                .actual();
    }

    /** Lets go of the lock when a step has failed to get it that often. */
    private UpgradeListener letGoAfter(int tries) {
        return new UpgradeListener() {
            @Override
            public void stepRetried(SchemaVersion version, int count, Duration pause) {
                if (count == tries) {
                    try {
                        reader.rollback();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        };
    }

    @Test
    @DisplayName("upgrades 65, online 1: when the budget is used up, the error names who stood in the way")
    void alter_blockedForGood_namesTheBlocker(TestDatabase database) {
        StepFailedException failed =
                failure(upgrader(database.dataSource(), Upgrade.transactional("1.1.0", sql(ALTER))));

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed.failingSql()).contains(ALTER);
        assertThat(failed)
                .hasMessageContaining("session " + readerPid + " (\"billing/2.3.0\", idle in transaction, since ")
                .hasMessageContaining("select from busy")
                .hasMessageContaining(ALTER)
                .hasMessageMatching("(?s).* in \\d+ tries, which waited \\d+ ms of \\d+ ms.*");
        assertThat(database.rows("select schema_version, (select count(*) from pg_attribute"
                        + " where attrelid = 'busy'::regclass and attname = 'a') from database_metadata"))
                .containsExactly("1.0.0|0");
    }

    @Test
    @DisplayName("upgrades 65: so it does where the pool has no second connection to look from")
    void alter_blockedForGood_namesTheBlockerFromAPoolOfOne(TestDatabase database) {
        StepFailedException failed = failure(upgrader(database.pool(1), Upgrade.transactional("1.1.0", sql(ALTER))));

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed)
                .hasMessageContaining("session " + readerPid + " (\"billing/2.3.0\", idle in transaction, since ");
    }

    @Test
    @DisplayName("upgrades 65: a step that must not run twice is tried once, and names the blocker too")
    void alter_withoutRetry_failsAtOnceAndNamesTheBlocker(TestDatabase database) {
        List<String> tries = new CopyOnWriteArrayList<>();
        Upgrade step = Upgrade.transactional("1.1.0", upgrade -> {
                    tries.add("try");
                    upgrade.handle().execute(ALTER);
                })
                .withoutRetry();

        StepFailedException failed = failure(upgrader(database.dataSource(), step));

        assertThat(tries).hasSize(1);
        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed)
                .hasMessageContaining("session " + readerPid + " (\"billing/2.3.0\", idle in transaction, since ")
                .hasMessageContaining("1 try");
    }

    @Test
    @DisplayName(
            "upgrades 65: an index that is built concurrently waits longer at a time, and its error names the blocker too")
    void concurrentIndex_blockedForGood_namesTheBlocker(TestDatabase database) throws SQLException {
        execute(reader, "insert into busy values (1)");
        TimeoutSettings timeouts =
                SHORT.outsideLock(Duration.ofMillis(300)).budgets(Duration.ofMillis(400), Duration.ofMillis(1_200));
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .timeouts(timeouts)
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.schema().table("busy").createIndexConcurrently("busy_id_idx", "id"))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        StepFailedException failed = failure(upgrader);

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed)
                .hasMessageContaining("session " + readerPid + " (\"billing/2.3.0\", idle in transaction, since ")
                .hasMessageMatching("(?s).* in [2-9] tries, which waited .*");
        reader.rollback();
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("upgrades 65: a plain role sees pid and application name, and which grant would show more")
    void alter_asAPlainRole_seesTheNameAndTheGrant(TestDatabase database) throws SQLException {
        String role = database.role("plain");
        execute(reader, "grant create on schema public to " + role + "; alter table busy owner to " + role);
        reader.commit();
        execute(reader, "select from busy");

        StepFailedException failed =
                failure(upgrader(database.dataSource(role), Upgrade.transactional("1.1.0", sql(ALTER))));

        assertThat(failed)
                .hasMessageContaining("session " + readerPid + " (\"billing/2.3.0\"")
                .hasMessageContaining("pg_read_all_stats");
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
            upgrade.handle().execute(ALTER);
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
                    execute(connection, "set deadlock_timeout = '1h'");
                    execute(connection, "lock table second");
                    secondLocked.countDown();
                    firstLocked.await();
                    execute(connection, "lock table first");
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
                    background.run(() -> failure(upgrader(pool, Upgrade.transactional("1.1.0", sql(ALTER)))));
            database.awaitSomeoneBlocked();
            long longest = 0;
            long all = 0;
            while (!upgrading.isDone()) {
                long start = System.nanoTime();
                execute(other, "select from busy limit 1");
                longest = Math.max(longest, System.nanoTime() - start);
                all += System.nanoTime() - start;
            }

            assertThat(Background.result(upgrading).code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
            // the budget is 400 ms; what is beyond is a busy machine's
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofMillis(1_000));
            assertThat(Duration.ofNanos(all)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
