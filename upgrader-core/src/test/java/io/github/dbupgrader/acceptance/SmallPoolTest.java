package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A connection pool of size one. Whoever wants a second connection there waits for the pool's time-out and fails. */
@DatabaseTest
class SmallPoolTest {

    private static DatabaseUpgraderBuilder upgrader(HikariDataSource pool) {
        return DatabaseUpgrader.forDataSource(pool)
                .applicationVersion("1.3.0")
                .timeouts(TimeoutSettings.defaults()
                        .budgets(Duration.ofMillis(300), Duration.ofSeconds(5))
                        .pace(Duration.ofMillis(50), Duration.ofMillis(20)));
    }

    @Test
    @DisplayName("upgrades 44: a pool of one is enough for every call")
    void everyCall_withPoolOfOne_succeeds(TestDatabase database) throws Exception {
        HikariDataSource pool = database.pool(1);
        DatabaseUpgrader upgrader = upgrader(pool)
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table item (id int)"))
                .registerRollback(
                        "1.1.0",
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.handle().execute("drop table item"))
                .condition("1.1.0", "always", handle -> true)
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("insert", handle -> handle.execute("insert into item values (1)"));
                    upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
                    upgrade.stepOutsideTransaction("outside", connection -> {});
                })
                .registerRollback(
                        "1.2.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.step("drop", handle -> handle.execute("drop index item_id_idx")))
                .build();

        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        assertThat(upgrader.plan().versions()).hasSize(2);
        assertThat(upgrader.dryRun().versions()).isEqualTo(upgrader.plan().versions());
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        upgrader.validate();
        assertThat(upgrader.rollback("1.0.0").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(upgrader.history()).isNotEmpty();
        // what was borrowed has come back clean
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.getAutoCommit()).isTrue();
            statement.execute("select 1");
        }
    }

    @Test
    @DisplayName("upgrades 44: with a pool of one, who stands in the way of a step is found out all the same")
    void upgrade_tableLocked_namesTheBlockerWithPoolOfOne(TestDatabase database) throws Exception {
        database.execute("create table item (id int)");
        DatabaseUpgrader upgrader = upgrader(database.pool(1))
                .register("1.1.0", upgrade -> upgrade.handle().execute("alter table item add column name text"))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement();
                Background background = new Background()) {
            reader.setAutoCommit(false);
            int pid = TestDatabase.pid(reader);
            statement.execute("lock table item in access share mode");

            Future<UpgradeResult> upgrading = background.run(upgrader::upgrade);

            assertThat(failure(upgrading)).isInstanceOfSatisfying(StepFailedException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.TABLE_LOCK_TIMEOUT);
                assertThat(e).hasMessageContaining("session " + pid);
            });
            reader.rollback();
        }
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("upgrades 44: a sub-step is marked with a pool of one")
    void markSubStep_withPoolOfOne_succeeds(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database.pool(1))
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.stepOutsideTransaction("odd", connection -> {
                            throw new IllegalStateException("half done");
                        }))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);

        upgrader.markSubStep("1.1.0", "odd", SubStepMark.DONE);

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
    }
}
