package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** While a transaction has used the table for long, tries for its lock would only make others wait. */
@DatabaseTest
class LongTransactionTest {

    private static final TimeoutSettings TIMEOUTS = BusyTable.SHORT.longTransaction(Duration.ofMillis(200));
    private static final UpgradeMethod ADD =
            upgrade -> upgrade.schema().table("busy").addColumn("a", "int");

    private final AtomicInteger retries = new AtomicInteger();
    private BusyTable busy;

    @BeforeEach
    void readForLong(TestDatabase database) throws SQLException {
        busy = new BusyTable(database);
        database.await("the reader's transaction is old", "xact_start < clock_timestamp() - interval '300 ms'");
    }

    @AfterEach
    void stopReading() throws SQLException {
        busy.close();
    }

    private DatabaseUpgrader upgrader(
            TestDatabase database, UpgradeMode mode, TimeoutSettings timeouts, UpgradeMethod method) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .timeouts(timeouts)
                .listener(new UpgradeListener() {
                    @Override
                    public void stepRetried(SchemaVersion version, int tries, Duration pause) {
                        retries.incrementAndGet();
                    }
                })
                .register("1.1.0", mode, method)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    @Test
    @DisplayName(
            "online 1, 3: a schema change sleeps instead of trying while a long transaction is at the table, tells who, and then needs one try")
    void change_whileTableIsUsedForLong_sleeps(TestDatabase database) throws Exception {
        database.execute("create table twice (id int); insert into twice values (1), (1)");
        assertThat(catchThrowable(() -> database.execute("create unique index concurrently broken_idx on twice (id)")))
                .isNotNull();
        try (Background background = new Background();
                Logged log = new Logged(".Calm", Level.INFO)) {
            DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.ONLINE, TIMEOUTS, upgrade -> {
                upgrade.schema().table("twice").addColumn("b", "int");
                ADD.run(upgrade);
            });
            Future<UpgradeResult> upgrading = background.run(upgrader::upgrade);
            Awaitility.await().until(() -> log.texts().size() >= 2);

            assertThat(log.texts())
                    .anySatisfy(text -> assertThat(text)
                            .startsWith("WARN table \"twice\" has invalid indexes")
                            .endsWith("[broken_idx]"))
                    .anySatisfy(text -> assertThat(text)
                            .startsWith("INFO upgrade 1.1.0 waits before it tries to lock \"busy\" (0 MB): ")
                            .contains(busy.described() + ", idle in transaction"));
            assertThat(database.queryLong("select count(*) from pg_locks where not granted"))
                    .isZero();
            busy.letGo();

            assertThat(Background.result(upgrading).outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(retries).hasValue(0);
        }
    }

    @Test
    @DisplayName("online 1: when the time is up there is one try, whose failure names the transaction")
    void change_whileTableIsUsedForGood_failsInTime(TestDatabase database) throws SQLException {
        TimeoutSettings brief = TIMEOUTS.budgets(Duration.ofMillis(400), Duration.ofMillis(600));

        StepFailedException failed = BusyTable.failure(upgrader(database, UpgradeMode.ONLINE, brief, ADD));

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed).hasMessageContaining(busy.described()).hasMessageContaining(" in 1 try,");
    }

    @Test
    @DisplayName("online 1: a step of which the table is not known before is tried once, and then sleeps too")
    void step_whileTableIsUsedForLong_sleepsAfterOneTry(TestDatabase database) throws Exception {
        sleepsAfterOneTry(database, ADD);
    }

    @Test
    @DisplayName("online 1: so does the rename of a table, whose first statement does nothing but lock it")
    void rename_whileTableIsUsedForLong_sleepsAfterOneTry(TestDatabase database) throws Exception {
        sleepsAfterOneTry(
                database,
                upgrade -> upgrade.schema().table("busy").renameTo("at_rest").expand());
    }

    private void sleepsAfterOneTry(TestDatabase database, UpgradeMethod method) throws Exception {
        try (Background background = new Background();
                Logged log = new Logged(".Calm", Level.INFO)) {
            DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.TRANSACTIONAL, TIMEOUTS, method);
            Future<UpgradeResult> upgrading = background.run(upgrader::upgrade);
            Awaitility.await().until(() -> !log.texts().isEmpty());
            busy.letGo();

            assertThat(Background.result(upgrading).outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(retries).hasValue(1);
        }
    }

    @Test
    @DisplayName("online 1, upgrades 35: zero never waits, and without retry of locks nothing is looked at")
    void change_withoutWaiting_tries(TestDatabase database) throws SQLException {
        StepFailedException failed = BusyTable.failure(
                upgrader(database, UpgradeMode.ONLINE, BusyTable.SHORT.longTransaction(Duration.ZERO), ADD));

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(retries).hasValueGreaterThan(1);
    }
}
