package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/**
 * Many instances of one application that start at the same moment on one database with twenty upgrades pending, each of
 * which takes ten milliseconds in the server; the tenth is ONLINE and builds an index concurrently, which is where waiters
 * that hold a snapshot would deadlock with the one that works.
 */
final class Stampede {

    static final int STEPS = 20;

    /** What the session in {@link #getStuckInTheMiddle} calls itself. */
    static final String STUCK = "stuck";

    private static final int INDEX_STEP = 10;
    private static final int STUCK_STEP = 7;

    /** What is left to do when the holder is stuck. */
    static final int STEPS_FROM_THE_MIDDLE = STEPS - STUCK_STEP + 1;

    private Stampede() {}

    /** Makes what version 1.0.0 had. */
    static void install(TestDatabase database) {
        database.execute("""
                create table strike (id int primary key, airport text not null);
                insert into strike select i, 'airport ' || i % 100 from generate_series(1, 5000) as i;
                create table effect (step text not null)""");
        upgrader(database.dataSource()).build().initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    static DatabaseUpgraderBuilder upgrader(DataSource dataSource) {
        DatabaseUpgraderBuilder builder =
                DatabaseUpgrader.forDataSource(dataSource).applicationVersion(version(STEPS));
        for (int step = 1; step <= STEPS; step++) {
            String version = version(step);
            String effect = "insert into effect select '" + version + "' from pg_sleep(0.01)";
            if (step == INDEX_STEP) {
                builder.register(version, UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("effect", handle -> handle.execute(effect));
                    upgrade.schema().table("strike").createIndexConcurrently("strike_airport_idx", "airport");
                });
            } else {
                builder.register(version, upgrade -> upgrade.handle().execute(effect));
            }
        }
        return builder;
    }

    private static String version(int step) {
        return "1." + step + ".0";
    }

    /** Lets the seventh step hang in the server until its session is ended. */
    static void getStuckInTheMiddle(TestDatabase database) {
        database.execute("""
                create table gate ();
                insert into gate default values;
                create function get_stuck() returns trigger language plpgsql as $$
                begin
                  if exists (select from gate) then
                    perform set_config('application_name', '%s', false), pg_sleep(600);
                  end if;
                  return new;
                end $$;
                create trigger get_stuck before insert on effect for each row when (new.step = '%s')
                  execute function get_stuck()""".formatted(STUCK, version(STUCK_STEP)));
    }

    /** {@return the backend that hangs} */
    static int awaitStuck(TestDatabase database) {
        String who = "application_name = '" + STUCK + "'";
        database.await("step " + STUCK_STEP + " hangs", who);
        return (int) database.queryLong("select pid from pg_stat_activity where " + who);
    }

    /** Lets the next try pass. */
    static void unstick(TestDatabase database) {
        database.execute("delete from gate");
    }

    /** What one of the instances says at the end: its outcome, and how many upgrades it ran. */
    static String told(UpgradeResult result) {
        return result.outcome() + " " + result.versions().size();
    }

    /** Starts so many threads with a pool of one each, and so many JVMs, and returns what each told. */
    static List<String> run(TestDatabase database, int threads, int jvms) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads));
        CountDownLatch go = new CountDownLatch(1);
        List<ChildJvm> children = new ArrayList<>();
        try {
            List<Future<String>> inThreads = new ArrayList<>();
            List<HikariDataSource> pools =
                    IntStream.range(0, threads).mapToObj(i -> database.pool(1)).toList();
            for (HikariDataSource pool : pools) {
                inThreads.add(executor.submit(() -> {
                    try (pool) {
                        go.await();
                        return told(upgrader(pool).build().upgrade());
                    }
                }));
            }
            for (int i = 0; i < jvms; i++) {
                children.add(ChildJvm.start(StampedeChild.class, database));
            }
            children.forEach(child -> child.awaitLine(StampedeChild.READY));

            long start = System.nanoTime();
            go.countDown();
            children.forEach(child -> child.say("go"));
            List<String> told = new ArrayList<>();
            for (Future<String> thread : inThreads) {
                told.add(thread.get());
            }
            for (ChildJvm child : children) {
                assertThat(child.awaitExit())
                        .as(() -> String.join("\n", child.lines()))
                        .isZero();
                told.add(child.lines().get(child.lines().size() - 1));
            }
            System.out.printf(
                    "faults: stampede of %d threads and %d JVMs on %d steps: all ready after %.2f s%n",
                    threads, jvms, STEPS, (System.nanoTime() - start) / 1e9);
            return told;
        } finally {
            executor.shutdownNow();
            children.forEach(ChildJvm::close);
        }
    }

    /** Each step once, the index valid, and nobody met a deadlock, also none that was retried. */
    static void requireEachStepOnce(TestDatabase database) {
        List<String> all = new ArrayList<>(
                IntStream.rangeClosed(1, STEPS).mapToObj(Stampede::version).toList());
        Collections.sort(all);
        assertThat(database.rows("select step from effect order by step collate \"C\""))
                .isEqualTo(all);
        assertThat(database.queryText(
                        "select indisvalid from pg_index where indexrelid = 'strike_airport_idx'::regclass"))
                .isEqualTo("t");
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo(version(STEPS));
        // A session reports what it has seen when it ends, at the latest.
        Awaitility.await("all sessions have ended")
                .until(() -> database.queryLong("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()")
                        == 0);
        assertThat(database.queryLong("select deadlocks from pg_stat_database where datname = current_database()"))
                .as("deadlocks that the server has broken")
                .isZero();
    }
}
