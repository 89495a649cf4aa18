package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The seven deaths in the middle of step 2 of 3, after each of which a start succeeds by itself: {@code docs/deaths.md}. */
@DatabaseTest
class DeathsTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** What step 2 of the victim has left to do in its middle. */
    private static final int STATEMENTS_AFTER_THE_MIDDLE = 2;

    @Test
    @DisplayName("upgrades 73: SIGKILL while Java works")
    void start_afterSigkillWhileJavaWorks_succeeds(TestDatabase database) {
        Victim.install(database);
        try (ChildJvm child = ChildJvm.start(VictimChild.class, database, VictimChild.Busy.JAVA.name())) {
            child.awaitLine(VictimChild.MIDDLE);
            child.kill();
        }

        startAndFinish(database);
    }

    @Test
    @Tag("long")
    @DisplayName("upgrades 73: SIGTERM")
    void start_afterSigterm_succeeds(TestDatabase database) {
        Victim.install(database);
        try (ChildJvm child = ChildJvm.start(VictimChild.class, database, VictimChild.Busy.JAVA.name())) {
            child.awaitLine(VictimChild.MIDDLE);
            child.terminate();
        }

        startAndFinish(database);
    }

    @Test
    @Tag("long")
    @DisplayName(
            "upgrades 71, upgrades 72, upgrades 73: SIGKILL while a statement runs in the server, which outlives it")
    void start_afterSigkillWhileAStatementRuns_waitsForTheOrphanAndSucceeds(TestDatabase database) {
        Victim.install(database);
        int orphan;
        try (ChildJvm child = ChildJvm.start(VictimChild.class, database, VictimChild.Busy.STATEMENT.name())) {
            database.await("the server works", "query like 'select pg_sleep(600)%' and state = 'active'");
            orphan =
                    (int) database.queryLong("select pid from pg_stat_activity where query like 'select pg_sleep(600)%'"
                            + " and pid <> pg_backend_pid()");
            child.kill();
        }
        Victim.requireFirstStepOnly(database);
        List<String> told = new CopyOnWriteArrayList<>();

        UpgradeResult result = upgrader(database, told).upgrade();

        finished(database, result);
        assertThat(result.waited()).isPositive().isLessThan(BOUND);
        assertThat(told).isNotEmpty().allMatch(holder -> holder.startsWith("session " + orphan + " (\"child"));
    }

    @Test
    @DisplayName("upgrades 33, upgrades 73: an Error after half the work")
    void start_afterErrorAfterHalfTheWork_succeeds(TestDatabase database) {
        Victim.install(database);
        AssertionError error = new AssertionError("after half the work");
        DatabaseUpgrader dying = Victim.upgrader(database.dataSource(), handle -> {
                    throw error;
                })
                .build();

        assertThatThrownBy(dying::upgrade).isSameAs(error);

        startAndFinish(database);
    }

    @Test
    @Tag("long")
    @DisplayName("upgrades 25, upgrades 73: the JVM halts just before the history row")
    void start_afterHaltBeforeTheHistoryRow_succeeds(TestDatabase database) {
        int row = statementOfTheHistoryRow();
        Victim.install(database);
        try (ChildJvm child =
                ChildJvm.start(VictimChild.class, database, VictimChild.Busy.HALTING.name(), String.valueOf(row))) {
            assertThat(child.awaitExit()).isEqualTo(FaultyDataSource.HALTED);
        }

        startAndFinish(database);
    }

    /** {@return the number, among a run's statements, of the one that records step 2} */
    private static int statementOfTheHistoryRow() {
        int[] number = new int[1];
        faultyRun(0, (handle, count) -> number[0] = count + STATEMENTS_AFTER_THE_MIDDLE + 1);
        FaultyDataSource failed = faultyRun(number[0], (handle, count) -> {});
        assertThat(failed.firedAt()).contains("database_upgrade_history");
        return number[0];
    }

    private static FaultyDataSource faultyRun(int at, BiConsumer<Handle, Integer> middle) {
        try (TestDatabase database = TestDatabase.create()) {
            Victim.install(database);
            FaultyDataSource faulty =
                    new FaultyDataSource(database.dataSource(), database.dataSource(), Fault.THROW, at);
            DatabaseUpgrader upgrader = Victim.upgrader(faulty, handle -> middle.accept(handle, faulty.count()))
                    .build();
            if (at == 0) {
                upgrader.upgrade();
            } else {
                assertThatThrownBy(upgrader::upgrade).isInstanceOf(UpgradeException.class);
            }
            return faulty;
        }
    }

    @Test
    @DisplayName("upgrades 42, upgrades 73: the server's session is terminated")
    void start_afterSessionTerminated_succeeds(TestDatabase database) {
        Victim.install(database);
        DatabaseUpgrader dying = Victim.upgrader(
                        database.dataSource(), handle -> database.kill(TestDatabase.pid(handle.getConnection())))
                .build();
        Quiet quiet = Quiet.expectedTrouble();
        try (quiet) {
            assertThatThrownBy(dying::upgrade)
                    .isInstanceOfSatisfying(
                            UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STEP_FAILED));
        }

        startAndFinish(database);
    }

    @Test
    @Tag("long")
    @DisplayName("upgrades 73, upgrades 74: SIGKILL during a concurrent index build, which leaves an invalid index")
    void start_afterSigkillDuringAnIndexBuild_rebuildsTheIndex(TestDatabase database) throws Exception {
        Victim.install(database);
        CompletableFuture<UpgradeResult> start;
        try (Connection writer = database.connect()) {
            // a build waits for those who write, whose locks hold up nothing else here
            writer.setAutoCommit(false);
            execute(writer, "lock table account in row exclusive mode");
            try (ChildJvm child = ChildJvm.start(VictimChild.class, database, VictimChild.Busy.INDEX.name())) {
                database.await(
                        "the build waits for a writer",
                        "query like 'create index concurrently%'" + " and wait_event_type = 'Lock'");
                child.kill();
            }
            Quiet quiet = Quiet.expectedTrouble();
            try (quiet) {
                start = CompletableFuture.supplyAsync(() ->
                        Victim.onlineUpgrader(database.dataSource()).build().upgrade());
                database.await("the next start finds what the build left", "query like 'drop index concurrently%'");
                assertThat(database.queryText("select indisvalid from pg_index"
                                + " where indexrelid = 'account_balance_idx'::regclass"))
                        .isEqualTo("f");
                writer.rollback();
                finished(database, start.get(BOUND.toSeconds(), TimeUnit.SECONDS));
            }
        }
        assertThat(database.queryText(
                        "select indisvalid from pg_index where indexrelid = 'account_balance_idx'::regclass"))
                .isEqualTo("t");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The death has left the first step and nothing of the second; the next start does the rest, without help. */
    private static void startAndFinish(TestDatabase database) {
        Victim.requireFirstStepOnly(database);
        finished(database, upgrader(database, new ArrayList<>()).upgrade());
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, List<String> told) {
        return Victim.upgrader(database.dataSource(), Victim.Middle.PASS)
                .lockSettings(LockSettings.defaults().maxWait(BOUND))
                .listener(new UpgradeListener() {
                    @Override
                    public void waiting(String holder, Duration waited) {
                        told.add(holder);
                    }
                })
                .build();
    }

    private static void finished(TestDatabase database, UpgradeResult result) {
        assertThat(result.versions()).extracting(SchemaVersion::toString).containsExactly("1.2.0", "1.3.0");
        Victim.requireAllOnce(database);
    }
}
