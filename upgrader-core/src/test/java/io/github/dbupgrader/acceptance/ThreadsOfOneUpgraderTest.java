package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockSettings.WhenLocked;
import io.github.dbupgrader.LockTimeoutException;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threads that share one upgrader. Its pool has one connection, for which a thread that is to return or to fail at once must not wait: that would take 20 s and end
 * in another error.
 */
@DatabaseTest
class ThreadsOfOneUpgraderTest {

    private static final SchemaVersion BEFORE = SchemaVersion.parse("1.0.0");

    private final Gate gate = new Gate();
    private HikariDataSource pool;

    @BeforeEach
    void initialise(TestDatabase database) {
        pool = database.pool(1);
        DatabaseUpgrader.forDataSource(pool).applicationVersion("1.0.0").build().initialiseSchemaVersion();
    }

    private static DatabaseUpgraderBuilder with(DataSource dataSource, LockSettings settings) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .lockSettings(settings);
    }

    /** Its upgrade stands at the gate. */
    private DatabaseUpgrader standing(LockSettings settings) {
        return with(pool, settings).register("1.1.0", upgrade -> gate.pass()).build();
    }

    private static LockSettings when(WhenLocked action) {
        return LockSettings.defaults().whenLocked(action);
    }

    private static ErrorCode code(ThrowingCallable call) {
        return ((UpgradeException) catchThrowable(call)).code();
    }

    @Test
    @DisplayName("upgrades 46, upgrades 38, upgrades 44: who is to return does so without a connection")
    void everyCall_toReturn_returnsWhatTheWorkingThreadFound() throws Exception {
        DatabaseUpgrader upgrader = standing(when(WhenLocked.RETURN));
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(upgrader::upgrade);
            gate.awaitReached();

            UpgradeResult left = upgrader.upgrade();
            assertThat(left.outcome()).isEqualTo(Outcome.LEFT_TO_ANOTHER);
            assertThat(left.from()).contains(BEFORE);
            assertThat(left.to()).isEqualTo(BEFORE);
            assertThat(upgrader.rollback("1.0.0").outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(code(() -> upgrader.rollback("0.9.0"))).isEqualTo(ErrorCode.INVALID_ROLLBACK);
            assertThat(upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0")))
                    .isEqualTo(BEFORE);
            assertThat(code(upgrader::initialiseSchemaVersion)).isEqualTo(ErrorCode.ALREADY_INITIALISED);
            assertThatThrownBy(() -> upgrader.initialiseSchemaVersion(
                            InitialiseOptions.at("1.1.0").force()))
                    .hasMessageStartingWith("UPG-301 Component \"application\" was not initialised at 1.1.0");
            assertThat(code(upgrader::dryRun)).isEqualTo(ErrorCode.LOCK_TIMEOUT);
            assertThat(code(() -> upgrader.markSubStep("1.1.0", "any", SubStepMark.DONE)))
                    .isEqualTo(ErrorCode.LOCK_TIMEOUT);

            gate.open();
            assertThat(result(working).outcome()).isEqualTo(Outcome.APPLIED);
        }
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    @DisplayName("upgrades 46, upgrades 38, upgrades 44: who is to fail is told which thread works")
    void everyCall_toFail_namesTheWorkingThread() throws Exception {
        DatabaseUpgrader upgrader = standing(when(WhenLocked.FAIL));
        AtomicReference<String> name = new AtomicReference<>();
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(() -> {
                name.set(Thread.currentThread().getName());
                return upgrader.upgrade();
            });
            gate.awaitReached();

            List<ThrowingCallable> calls = List.of(
                    upgrader::upgrade,
                    upgrader::dryRun,
                    upgrader::initialiseSchemaVersion,
                    () -> upgrader.rollback("1.0.0"),
                    () -> upgrader.markSubStep("1.1.0", "any", SubStepMark.DONE));
            assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call)
                            .isInstanceOfSatisfying(LockTimeoutException.class, e -> {
                                assertThat(e).hasMessageContaining("thread \"" + name + "\" of this process");
                                assertThat(e.holderPid()).isZero();
                            }));

            gate.open();
            assertThat(result(working).outcome()).isEqualTo(Outcome.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(WhenLocked.class)
    @DisplayName("upgrades 31, upgrades 46: where nothing is pending, a thread that looks turns no other away")
    void upgrade_whileAnotherLooks_findsNothingToDo(WhenLocked action) throws Exception {
        DatabaseUpgrader upgrader =
                with(pool, when(action)).applicationVersion("1.0.0").build();
        AtomicReference<Thread> second = new AtomicReference<>();
        try (Background background = new Background()) {
            Future<UpgradeResult> looking;
            Future<UpgradeResult> other;
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                looking = background.run(upgrader::upgrade);
                Awaitility.await("the first thread waits for the pool")
                        .until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
                other = background.run(() -> {
                    second.set(Thread.currentThread());
                    return upgrader.upgrade();
                });
                Awaitility.await("the second thread waits for the first")
                        .until(() -> second.get() != null && second.get().getState() == Thread.State.WAITING);
            }

            assertThat(result(looking).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(result(other).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(result(other).waited()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WhenLocked.class,
            names = {"WAIT", "RETURN"})
    @DisplayName("upgrades 46: of many threads one works, and each of the others gets an answer")
    void upgrade_byManyThreads_runsOnce(WhenLocked action, TestDatabase database) throws Exception {
        database.execute("create table run (id int)");
        DatabaseUpgrader upgrader = with(pool, when(action))
                .register("1.1.0", upgrade -> upgrade.handle().execute("insert into run values (1)"))
                .build();

        List<UpgradeResult> results;
        try (Background background = new Background()) {
            results = background.together(Collections.nCopies(8, upgrader::upgrade));
        }

        assertThat(results)
                .extracting(UpgradeResult::outcome)
                .containsOnlyOnce(Outcome.APPLIED)
                .isSubsetOf(
                        Outcome.APPLIED,
                        Outcome.NOTHING_TO_DO,
                        action == WhenLocked.RETURN ? Outcome.LEFT_TO_ANOTHER : Outcome.NOTHING_TO_DO);
        assertThat(database.queryLong("select count(*) from run")).isEqualTo(1);
    }

    @Test
    @DisplayName("upgrades 38, upgrades 46: waiting for a thread is bounded like waiting for a session")
    void upgrade_otherThreadTakesTooLong_fails() throws Exception {
        DatabaseUpgrader upgrader = standing(LockSettings.defaults().maxWait(Duration.ofMillis(100)));
        try (Background background = new Background()) {
            Future<UpgradeResult> working = background.run(upgrader::upgrade);
            gate.awaitReached();

            assertThat(failure(background.run(upgrader::upgrade)))
                    .isInstanceOf(LockTimeoutException.class)
                    .hasMessageContaining("of this process");

            gate.open();
            result(working);
        }
    }

    @Test
    @DisplayName("upgrades 46: a step that calls its own upgrader is told so, instead of waiting for itself")
    void everyCall_fromAStep_isRefused(TestDatabase database) {
        List<Callable<Object>> calls = new ArrayList<>();
        List<ErrorCode> codes = new ArrayList<>();
        DatabaseUpgrader upgrader = with(database.dataSource(), LockSettings.defaults())
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.step("calls", handle -> {
                            for (Callable<Object> call : calls) {
                                codes.add(code(call::call));
                            }
                            throw (Exception) catchThrowable(() -> calls.get(0).call());
                        }))
                .build();
        calls.add(upgrader::upgrade);
        calls.add(upgrader::dryRun);
        calls.add(upgrader::initialiseSchemaVersion);
        calls.add(() -> upgrader.rollback("1.0.0"));

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLED_FROM_WITHIN));
        assertThat(codes).hasSize(4).containsOnly(ErrorCode.CALLED_FROM_WITHIN);
    }

    @Test
    @DisplayName("upgrades 46, upgrades 69: so is a listener, while the calls that only read are answered")
    void calls_fromAListener_onlyRead(TestDatabase database) {
        AtomicReference<DatabaseUpgrader> self = new AtomicReference<>();
        List<Object> answers = new ArrayList<>();
        DatabaseUpgrader upgrader = with(database.dataSource(), LockSettings.defaults())
                .register("1.1.0", upgrade -> {})
                .listener(new UpgradeListener() {
                    @Override
                    public void runEnded(UpgradeResult result) {
                        answers.add(code(() -> self.get().upgrade()));
                        answers.add(self.get().status().recorded().orElseThrow());
                    }
                })
                .build();
        self.set(upgrader);

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(answers).containsExactly(ErrorCode.CALLED_FROM_WITHIN, SchemaVersion.parse("1.1.0"));
    }
}
