package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockTimeoutException;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DatabaseTest
class StampedeTest {

    @Test
    @DisplayName("upgrades 36, upgrades 39, upgrades 44: eight threads and two JVMs at once, each with one connection")
    void upgrade_byTenAtOnce_runsEachStepOnce(TestDatabase database) throws Exception {
        Stampede.install(database);

        requireOneWorker(Stampede.run(database, 8, 2));

        Stampede.requireEachStepOnce(database);
    }

    @Test
    @Tag("long")
    @DisplayName("upgrades 36, upgrades 39, upgrades 44: 32 threads and eight JVMs at once, each with one connection")
    void upgrade_byFortyAtOnce_runsEachStepOnce(TestDatabase database) throws Exception {
        Stampede.install(database);

        requireOneWorker(Stampede.run(database, 32, 8));

        Stampede.requireEachStepOnce(database);
    }

    private static void requireOneWorker(List<String> told) {
        assertThat(told)
                .containsOnlyOnce("APPLIED " + Stampede.STEPS)
                .containsOnly("APPLIED " + Stampede.STEPS, "NOTHING_TO_DO 0");
    }

    @Test
    @DisplayName("upgrades 40: the holder is killed in the middle, and a waiter goes on with the steps that are left")
    void upgrade_whenTheHolderIsKilled_isFinishedByAWaiter(TestDatabase database) throws Exception {
        killTheHolder(database, 8);
    }

    @Test
    @Tag("long")
    @DisplayName(
            "upgrades 40: the holder of 32 is killed in the middle, and a waiter goes on with the steps that are left")
    void upgrade_whenTheHolderOfManyIsKilled_isFinishedByAWaiter(TestDatabase database) throws Exception {
        killTheHolder(database, 32);
    }

    private static void killTheHolder(TestDatabase database, int instances) throws InterruptedException {
        Stampede.install(database);
        Stampede.getStuckInTheMiddle(database);
        Quiet quiet = Quiet.expectedTrouble();
        ExecutorService executor = Executors.newFixedThreadPool(instances);
        try (quiet) {
            List<Future<UpgradeResult>> all = start(database, executor, instances, LockSettings.defaults());
            int holder = Stampede.awaitStuck(database);
            Stampede.unstick(database);
            database.kill(holder);

            List<UpgradeResult> results = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            collect(all, results, failures);
            assertThat(failures).singleElement().isInstanceOf(UpgradeException.class);
            assertThat(results)
                    .extracting(Stampede::told)
                    .containsOnlyOnce("APPLIED " + Stampede.STEPS_FROM_THE_MIDDLE)
                    .containsOnly("APPLIED " + Stampede.STEPS_FROM_THE_MIDDLE, "NOTHING_TO_DO 0");
        } finally {
            executor.shutdownNow();
        }
        Stampede.requireEachStepOnce(database);
    }

    @Test
    @DisplayName("upgrades 38: instances that wait no longer name the holder, and the next start completes")
    void upgrade_whenTheHolderIsStuck_namesItAfterTheTime(TestDatabase database) throws InterruptedException {
        Stampede.install(database);
        Stampede.getStuckInTheMiddle(database);
        Quiet quiet = Quiet.expectedTrouble();
        ExecutorService executor = Executors.newCachedThreadPool();
        try (quiet) {
            Future<UpgradeResult> working =
                    start(database, executor, 1, LockSettings.defaults()).get(0);
            int holder = Stampede.awaitStuck(database);

            List<Throwable> failures = new ArrayList<>();
            LockSettings impatient = LockSettings.defaults().maxWait(Duration.ofMillis(200));
            collect(start(database, executor, 8, impatient), new ArrayList<>(), failures);

            assertThat(failures)
                    .hasSize(8)
                    .allSatisfy(failure -> assertThat(failure).isInstanceOfSatisfying(LockTimeoutException.class, e -> {
                        assertThat(e.holderPid()).isEqualTo(holder);
                        assertThat(e.holderApplicationName()).isEqualTo(Stampede.STUCK);
                        assertThat(e.holderSince()).isPresent();
                    }));
            Stampede.unstick(database);
            database.kill(holder);
            assertThat(failureOf(working)).isInstanceOf(UpgradeException.class);
        } finally {
            executor.shutdownNow();
        }
        Stampede.upgrader(database.dataSource()).build().upgrade();
        Stampede.requireEachStepOnce(database);
    }

    private static List<Future<UpgradeResult>> start(
            TestDatabase database, ExecutorService executor, int instances, LockSettings settings) {
        List<Future<UpgradeResult>> all = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            all.add(executor.submit(() -> {
                try (HikariDataSource pool = database.pool(1)) {
                    return Stampede.upgrader(pool)
                            .lockSettings(settings)
                            .build()
                            .upgrade();
                }
            }));
        }
        return all;
    }

    private static void collect(List<Future<UpgradeResult>> all, List<UpgradeResult> results, List<Throwable> failures)
            throws InterruptedException {
        for (Future<UpgradeResult> each : all) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
    }

    private static Throwable failureOf(Future<UpgradeResult> working) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        collect(List.of(working), new ArrayList<>(), failures);
        return failures.get(0);
    }
}
