package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockSettings.WhenLocked;
import io.github.dbupgrader.LockTimeoutException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.ds.PGSimpleDataSource;

/** The client dies while the server works for it: its socket is closed without a word, as by the death of its process. */
@DatabaseTest
class OrphanedStatementTest {

    private final List<Connection> lent = new CopyOnWriteArrayList<>();

    @BeforeEach
    void initialise(TestDatabase database) {
        database.execute("create table item (id int); create table blocker (id int)");
        upgrader(database.dataSource()).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private static DatabaseUpgraderBuilder upgrader(DataSource dataSource) {
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1.1.0");
    }

    private DataSource victim(TestDatabase database) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName("victim");
        return new Lending(dataSource, lent);
    }

    private void die() throws SQLException {
        lent.get(0).abort(Runnable::run);
    }

    private static void awaitGone(TestDatabase database, Duration atMost) {
        Awaitility.await("the orphan ends")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        database.queryLong("select count(*) from pg_stat_activity where application_name = 'victim'")
                                == 0);
    }

    @Test
    @DisplayName(
            "upgrades 71: the orphaned statement of a dead client keeps the lock until it is over, so that nobody works beside it")
    void upgrade_orphanStillWorks_keepsTheLock(TestDatabase database) throws Exception {
        String insert = "insert into item select 1 from blocker having count(*) = 0";
        DatabaseUpgrader dying = upgrader(victim(database))
                .timeouts(TimeoutSettings.defaults().withoutLockRetry())
                .register("1.1.0", upgrade -> {
                    // an orphan that does not notice: it waits for a lock that the test holds
                    upgrade.handle().execute("set local client_connection_check_interval = 0");
                    upgrade.handle().execute(insert);
                })
                .build();
        CountDownLatch told = new CountDownLatch(1);
        List<String> holders = new CopyOnWriteArrayList<>();
        DatabaseUpgrader waiting = upgrader(database.dataSource())
                .register("1.1.0", Steps.sql(insert))
                .listener(new UpgradeListener() {
                    @Override
                    public void waiting(String holder, Duration waited) {
                        holders.add(holder);
                        told.countDown();
                    }
                })
                .build();
        DatabaseUpgrader failing = upgrader(database.dataSource())
                .register("1.1.0", Steps.sql(insert))
                .lockSettings(LockSettings.defaults().whenLocked(WhenLocked.FAIL))
                .build();
        try (Connection blocking = database.connect();
                Statement statement = blocking.createStatement();
                Background background = new Background()) {
            blocking.setAutoCommit(false);
            statement.execute("lock table blocker");
            Future<UpgradeResult> dead = background.run(dying::upgrade);
            database.awaitSomeoneBlocked();
            int orphan = TestDatabase.pid(lent.get(0));
            die();
            failure(dead);

            assertThat(failure(background.run(failing::upgrade)))
                    .isInstanceOfSatisfying(
                            LockTimeoutException.class,
                            e -> assertThat(e.holderPid()).isEqualTo(orphan));
            Future<UpgradeResult> next = background.run(waiting::upgrade);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(holders).first().asString().startsWith("session " + orphan + " (\"victim\"");
            assertThat(next).isNotDone();

            blocking.rollback();
            assertThat(result(next).outcome()).isEqualTo(Outcome.APPLIED);
        }
        assertThat(database.queryLong("select count(*) from item")).isEqualTo(1);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @DisplayName("upgrades 72: the statement of a dead client ends within a second or so instead of running on")
    void upgrade_clientDies_statementEndsSoon(TestDatabase database) throws Exception {
        DatabaseUpgrader dying = upgrader(victim(database))
                .register("1.1.0", Steps.sql("select pg_sleep(60)"))
                .build();
        try (Background background = new Background()) {
            Future<UpgradeResult> dead = background.run(dying::upgrade);
            database.await("the step sleeps", "query = 'select pg_sleep(60)' and state = 'active'");

            die();
            failure(dead);

            awaitGone(database, Duration.ofSeconds(10));
        }
        assertThat(upgrader(database.dataSource())
                        .register("1.1.0", Steps.sql("select 1"))
                        .build()
                        .upgrade()
                        .outcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @DisplayName("upgrades 74: the invalid index of a build whose client died is dropped and built anew")
    void upgrade_clientDiesDuringIndexBuild_nextStartRebuilds(TestDatabase database) throws Exception {
        DatabaseUpgrader dying = building(victim(database));
        DatabaseUpgrader next = building(database.dataSource());
        try (Connection writer = database.connect();
                Statement statement = writer.createStatement();
                Background background = new Background()) {
            writer.setAutoCommit(false);
            statement.execute("insert into item values (1)");
            Future<UpgradeResult> dead = background.run(dying::upgrade);
            database.awaitSomeoneBlocked();

            die();
            failure(dead);
            awaitGone(database, Duration.ofSeconds(10));

            assertThat(valid(database)).isEqualTo("f");
            writer.rollback();
        }

        assertThat(next.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(valid(database)).isEqualTo("t");
    }

    @Test
    @DisplayName("upgrades 74: the invalid index of a build whose session was killed is dropped and built anew")
    void upgrade_sessionKilledDuringIndexBuild_nextStartRebuilds(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = building(victim(database));
        try (Connection writer = database.connect();
                Statement statement = writer.createStatement();
                Background background = new Background()) {
            writer.setAutoCommit(false);
            statement.execute("insert into item values (1)");
            Future<UpgradeResult> killed = background.run(upgrader::upgrade);
            database.awaitSomeoneBlocked();

            database.kill(TestDatabase.pid(lent.get(0)));
            failure(killed);

            assertThat(valid(database)).isEqualTo("f");
            writer.rollback();
        }

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(valid(database)).isEqualTo("t");
    }

    private static DatabaseUpgrader building(DataSource dataSource) {
        return upgrader(dataSource)
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.schema().table("item").createIndexConcurrently("item_idx", "id"))
                .build();
    }

    private static String valid(TestDatabase database) {
        return database.queryText(
                "select indisvalid and indisready from pg_index where indexrelid = 'item_idx'::regclass");
    }
}
