package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills JVMs and sessions in turns, at random moments and random ones of them, in the middle of 200,000 rows, while users change them, with 1, 2 and 8 workers or those of
 * {@code -Dfaults.workers=8}, for three seeds. They are printed; {@code -Dfaults.seed=} repeats one.
 */
@Tag("long")
@DatabaseTest
class BackfillSoakTest {

    private static final int KILLS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TestFactory
    @DisplayName(
            "backfill 55, backfill 58, backfill 60, backfill 61: whoever is killed, the end is the expected one, row"
                    + " for row")
    Stream<DynamicTest> work_whileKilledAtRandom_endsAsExpected() {
        int only = Integer.getInteger("faults.workers", 0);
        Long seed = Long.getLong("faults.seed");
        List<Long> seeds =
                seed == null ? new Random().longs(3, 0, 1_000_000).boxed().toList() : List.of(seed);
        return IntStream.of(1, 2, 8)
                .filter(workers -> only == 0 || only == workers)
                .boxed()
                .flatMap(workers -> seeds.stream()
                        .map(each ->
                                DynamicTest.dynamicTest(workers + " workers, seed " + each, () -> run(workers, each))));
    }

    private static void run(int workers, long seed) throws Exception {
        Random random = new Random(seed);
        Random users = new Random(random.nextLong());
        long start = System.nanoTime();
        int jvms = Math.min(workers, 4);
        try (TestDatabase database = TestDatabase.create();
                Children children = new Children(database, workers / jvms)) {
            Meter.install(database);
            IntStream.range(0, jvms).forEach(i -> children.add());
            CompletableFuture<Void> usage = CompletableFuture.runAsync(() -> {
                try {
                    Meter.use(database, users);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            int[] moments = random.ints(KILLS, 0, Meter.ROWS * 9 / 10).sorted().toArray();
            boolean aJvm = random.nextBoolean();
            for (int moment : moments) {
                Meter.awaitDone(database, moment);
                if (aJvm) {
                    children.killOne(random);
                } else {
                    children.killSession(random);
                }
                aJvm = !aJvm;
            }
            assertThat(Meter.isOver(database))
                    .as("all were killed in the midst of it")
                    .isFalse();
            await(() -> Meter.isOver(database));
            usage.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            System.out.printf(
                    "faults: backfill soak, %d workers in %d JVMs (-Dfaults.workers=%d -Dfaults.seed=%d): %d JVMs and as"
                            + " many sessions killed, %.1f s%n",
                    workers, jvms, workers, seed, KILLS / 2, (System.nanoTime() - start) / 1e9);
            Meter.requireExpected(database);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    /** The instances, one of which is always being replaced. */
    private static final class Children implements AutoCloseable {
        private final TestDatabase database;
        private final int workers;
        private final List<ChildJvm> all = new ArrayList<>();

        Children(TestDatabase database, int workers) {
            this.database = database;
            this.workers = workers;
        }

        void add() {
            all.add(ChildJvm.start(MeterChild.class, database, String.valueOf(workers)));
        }

        void killOne(Random random) {
            all.remove(random.nextInt(all.size())).kill();
            add();
        }

        /** The only one may just have been killed with its JVM, or be gone when it is to be. */
        void killSession(Random random) {
            int number = random.nextInt(1000);
            await(() -> killSession(number));
        }

        private boolean killSession(int number) {
            List<Long> sessions = database.query(
                    "select pid from pg_stat_activity where datname = current_database() and application_name like"
                            + " 'child %' order by pid",
                    row -> row.getLong(1));
            return !sessions.isEmpty()
                    && database.queryText("select pg_terminate_backend(" + sessions.get(number % sessions.size()) + ")")
                            .equals("t");
        }

        @Override
        public void close() {
            all.forEach(ChildJvm::close);
        }
    }
}
