package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockSettings.WhenLocked;
import io.github.dbupgrader.LockTimeoutException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** One session holds the upgrade lock, standing at a gate in the middle of 1.1.0; others want it too. */
@DatabaseTest
class UpgradeLockWaitTest {

    private static final String IDLE =
            "state = 'idle' and xact_start is null and backend_xmin is null and backend_xid is null"
                    + " and query like '%pg_try_advisory_lock%'";

    private final Gate gate = new Gate();
    private final AtomicInteger ranElsewhere = new AtomicInteger();
    private DatabaseUpgrader holder;

    @BeforeEach
    void initialise(TestDatabase database) {
        holder = DatabaseUpgrader.forDataSource(named(database, "billing"))
                .applicationVersion("1.1.0")
                .register("1.1.0", upgrade -> gate.pass())
                .build();
        holder.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private static PGSimpleDataSource named(TestDatabase database, String applicationName) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName(applicationName);
        return dataSource;
    }

    private DatabaseUpgrader other(TestDatabase database, String applicationName, LockSettings settings) {
        return DatabaseUpgrader.forDataSource(named(database, applicationName))
                .applicationVersion("1.1.0")
                .lockSettings(settings)
                .register("1.1.0", upgrade -> ranElsewhere.incrementAndGet())
                .build();
    }

    @Test
    @DisplayName("upgrades 38: waiting ends in time, names the holder and since when it is there, and runs nothing")
    void upgrade_lockHeldForTooLong_namesTheHolder(TestDatabase database) throws Exception {
        DatabaseUpgrader waiter =
                other(database, "late", LockSettings.defaults().maxWait(Duration.ofMillis(300)));
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(holder::upgrade);
            gate.awaitReached();
            int pid = (int) database.queryLong("select pid from pg_stat_activity where application_name = 'billing'");

            assertThatThrownBy(waiter::upgrade).isInstanceOfSatisfying(LockTimeoutException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
                assertThat(e.holderPid()).isEqualTo(pid);
                assertThat(e.holderApplicationName()).isEqualTo("billing");
                assertThat(e.holderSince())
                        .hasValueSatisfying(since -> assertThat(since)
                                .isBetween(
                                        Instant.now().minusSeconds(60),
                                        Instant.now().plusSeconds(1)));
                assertThat(e).hasMessageContaining("session " + pid + " (\"billing\", since ");
            });

            gate.open();
            assertThat(result(working).outcome()).isEqualTo(Outcome.APPLIED);
        }
        assertThat(ranElsewhere).hasValue(0);
    }

    @Test
    @DisplayName("upgrades 38: the alternatives to waiting are to fail at once and to return")
    void upgrade_lockHeld_failsOrReturnsAtOnce(TestDatabase database) throws Exception {
        // With the default wait of half an hour either would run into the test's own limit.
        DatabaseUpgrader failing =
                other(database, "failing", LockSettings.defaults().whenLocked(WhenLocked.FAIL));
        DatabaseUpgrader returning =
                other(database, "returning", LockSettings.defaults().whenLocked(WhenLocked.RETURN));
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(holder::upgrade);
            gate.awaitReached();

            assertThat(failure(background.run(failing::upgrade)))
                    .isInstanceOfSatisfying(
                            LockTimeoutException.class,
                            e -> assertThat(e.holderApplicationName()).isEqualTo("billing"));
            UpgradeResult left = result(background.run(returning::upgrade));
            assertThat(left.outcome()).isEqualTo(Outcome.LEFT_TO_ANOTHER);
            assertThat(left.to()).isEqualTo(SchemaVersion.parse("1.0.0"));
            assertThat(left.steps()).isEmpty();
            assertThatThrownBy(() -> returning.initialiseSchemaVersion(
                            InitialiseOptions.at("1.0.1").force()))
                    .hasMessageStartingWith("UPG-301 Component \"application\" was not initialised at 1.0.1");

            gate.open();
            result(working);
        }
        assertThat(ranElsewhere).hasValue(0);
        assertThat(failing.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    @DisplayName("upgrades 38: by default the waiting lasts 30 minutes at most")
    void defaults_waitHalfAnHour() {
        assertThat(LockSettings.defaults()).isEqualTo(new LockSettings(Duration.ofMinutes(30), WhenLocked.WAIT, false));
    }

    @Test
    @DisplayName("upgrades 39, online 8: who waits shows no transaction and no snapshot")
    void upgrade_waiting_holdsNoSnapshot(TestDatabase database) throws Exception {
        List<DatabaseUpgrader> waiters = IntStream.range(0, 4)
                .mapToObj(i -> other(database, "waiter " + i, LockSettings.defaults()))
                .toList();
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(holder::upgrade);
            gate.awaitReached();
            List<Future<UpgradeResult>> waiting = waiters.stream()
                    .map(waiter -> background.run(waiter::upgrade))
                    .toList();
            for (int i = 0; i < waiters.size(); i++) {
                database.await("all wait", Waiting.pollsAs("waiter " + i));
            }

            // A poll lasts a moment. A session that blocks in the server for the lock would never be seen like this.
            for (int i = 0; i < waiters.size(); i++) {
                database.await(
                        "waiter " + i + " is idle without a snapshot",
                        "application_name = 'waiter " + i + "' and " + IDLE);
            }

            gate.open();
            result(working);
            for (Future<UpgradeResult> each : waiting) {
                assertThat(result(each).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
                assertThat(result(each).waited()).isPositive();
            }
        }
        assertThat(ranElsewhere).hasValue(0);
    }

    @Test
    @DisplayName("upgrades 39: who sees its target reached goes on without the lock, while the holder still works")
    void upgrade_targetReachedByHolder_returnsWithoutTheLock(TestDatabase database) throws Exception {
        Gate second = new Gate();
        DatabaseUpgrader newer = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> gate.pass())
                .register("1.2.0", upgrade -> second.pass())
                .build();
        DatabaseUpgrader waiter = other(database, "waiter", LockSettings.defaults());
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(newer::upgrade);
            gate.awaitReached();
            Future<UpgradeResult> waiting = background.run(waiter::upgrade);
            database.await("the other waits", Waiting.pollsAs("waiter"));
            gate.open();
            second.awaitReached();

            UpgradeResult result = result(waiting);

            assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(result.to()).isEqualTo(SchemaVersion.parse("1.1.0"));
            assertThat(working).isNotDone();
            second.open();
            assertThat(result(working).to()).isEqualTo(SchemaVersion.parse("1.2.0"));
        }
        assertThat(ranElsewhere).hasValue(0);
    }

    @Test
    @DisplayName("upgrades 41: what differs in schema, table prefix or component has a lock of its own")
    void upgrade_otherLine_isNotKeptWaiting(TestDatabase database) throws Exception {
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(holder::upgrade);
            gate.awaitReached();

            var others = List.of(
                    line(database).component("other").build(),
                    line(database).schema("elsewhere").build(),
                    line(database).tablePrefix("other_").build());
            for (DatabaseUpgrader each : others) {
                assertThat(result(background.run(() ->
                                        each.upgrade(UpgradeOptions.to("1.1.0").from("1.0.0"))))
                                .outcome())
                        .isEqualTo(Outcome.APPLIED);
            }

            gate.open();
            result(working);
        }
        assertThat(ranElsewhere).hasValue(3);
    }

    private DatabaseUpgraderBuilder line(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .lockSettings(LockSettings.defaults().whenLocked(WhenLocked.FAIL))
                .register("1.1.0", upgrade -> ranElsewhere.incrementAndGet());
    }
}
