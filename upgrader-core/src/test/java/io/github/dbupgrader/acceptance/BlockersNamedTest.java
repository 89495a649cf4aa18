package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.BusyTable.failure;
import static io.github.dbupgrader.acceptance.BusyTable.upgrader;
import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A step that cannot get its locks says who stands in its way. */
@DatabaseTest
class BlockersNamedTest {

    private BusyTable busy;

    @BeforeEach
    void readInATransactionThatStaysOpen(TestDatabase database) throws SQLException {
        busy = new BusyTable(database);
    }

    @AfterEach
    void stopReading() throws SQLException {
        busy.close();
    }

    @Test
    @DisplayName("upgrades 65, online 1: when the budget is used up, the error names who stood in the way")
    void alter_blockedForGood_namesTheBlocker(TestDatabase database) throws SQLException {
        StepFailedException failed =
                failure(upgrader(database.dataSource(), Upgrade.transactional("1.1.0", sql(BusyTable.ALTER))));

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed.failingSql()).contains(BusyTable.ALTER);
        assertThat(failed)
                .hasMessageContaining(busy.described() + ", idle in transaction, since ")
                .hasMessageContaining("select from busy")
                .hasMessageContaining(BusyTable.ALTER)
                .hasMessageMatching("(?s).* in \\d+ tries, which waited \\d+ ms of \\d+ ms.*");
        assertThat(database.rows("select schema_version, (select count(*) from pg_attribute"
                        + " where attrelid = 'busy'::regclass and attname = 'a') from database_metadata"))
                .containsExactly("1.0.0|0");
    }

    @Test
    @DisplayName("upgrades 65: so it does where the pool has no second connection to look from")
    void alter_blockedForGood_namesTheBlockerFromAPoolOfOne(TestDatabase database) throws SQLException {
        StepFailedException failed =
                failure(upgrader(database.pool(1), Upgrade.transactional("1.1.0", sql(BusyTable.ALTER))));

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed).hasMessageContaining(busy.described() + ", idle in transaction, since ");
    }

    @Test
    @DisplayName("upgrades 65: a step that must not run twice is tried once, and names the blocker too")
    void alter_withoutRetry_failsAtOnceAndNamesTheBlocker(TestDatabase database) throws SQLException {
        List<String> tries = new CopyOnWriteArrayList<>();
        Upgrade step = Upgrade.transactional("1.1.0", upgrade -> {
                    tries.add("try");
                    upgrade.handle().execute(BusyTable.ALTER);
                })
                .withoutRetry();

        StepFailedException failed = failure(upgrader(database.dataSource(), step));

        assertThat(tries).hasSize(1);
        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
        assertThat(failed)
                .hasMessageContaining(busy.described() + ", idle in transaction, since ")
                .hasMessageContaining("1 try");
    }

    @Test
    @DisplayName(
            "upgrades 65: an index that is built concurrently waits longer at a time, and its error names the blocker too")
    void concurrentIndex_blockedForGood_namesTheBlocker(TestDatabase database) throws SQLException {
        busy.execute("insert into busy values (1)");
        TimeoutSettings timeouts = BusyTable.SHORT
                .outsideLock(Duration.ofMillis(300))
                .budgets(Duration.ofMillis(400), Duration.ofMillis(1_200));
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
                .hasMessageContaining(busy.described() + ", idle in transaction, since ")
                .hasMessageMatching("(?s).* in [2-9] tries, which waited .*");
        busy.letGo();
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("upgrades 65: a plain role sees pid and application name, and which grant would show more")
    void alter_asAPlainRole_seesTheNameAndTheGrant(TestDatabase database) throws SQLException {
        String role = database.role("plain");
        busy.execute("grant create on schema public to " + role + "; alter table busy owner to " + role);
        busy.letGo();
        busy.read();

        StepFailedException failed =
                failure(upgrader(database.dataSource(role), Upgrade.transactional("1.1.0", sql(BusyTable.ALTER))));

        assertThat(failed).hasMessageContaining(busy.described()).hasMessageContaining("pg_read_all_stats");
    }
}
