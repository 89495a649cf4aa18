package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static io.github.dbupgrader.acceptance.Backfilling.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.acceptance.Backfilling.Working;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.backfill.Throttle;
import io.github.dbupgrader.backfill.ThrottleContext;
import io.github.dbupgrader.backfill.Throttles;
import io.github.dbupgrader.backfill.Verdict;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Throttles hold a backfill, and while it does nothing it has nothing. */
@DatabaseTest
class BackfillHeldTest {

    private static final String OURS = "pg_stat_activity where application_name = 'filler' and pid <> pg_backend_pid()";

    private final AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.go());
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Duration> heldFor = new AtomicReference<>(Duration.ZERO);

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, visits int not null default 0);
                insert into item select n from generate_series(1, 100) n""");
    }

    @Test
    @DisplayName(
            "backfill 67: a throttle holds it with reason and since when, is asked now and then, and lets it go on by itself")
    void hold_thenGo_isHeldAndGoesOn(TestDatabase database) {
        verdict.set(Verdict.hold("the replica is 12 s behind"));
        DatabaseUpgrader upgrader = inBackground(filler(database), backfill(settings()));
        try (Working working = Backfilling.start(upgrader)) {
            BackfillStatus held = working.await(BackfillState.HELD);
            assertThat(held.reason()).contains("watch: the replica is 12 s behind");
            Awaitility.await().until(() -> heldFor.get().toMillis() >= 100);

            assertThat(status(upgrader).stateSince())
                    .isEqualTo(held.stateSince())
                    .isBefore(Instant.now());
            assertThat(status(upgrader).rowsDone()).isZero();
            assertThat(asked).as("asked at each look, not in a loop").hasValueLessThan(100);

            verdict.set(Verdict.go());
            working.await(BackfillState.COMPLETED);
        }
        assertThat(database.queryLong("select sum(visits) from item")).isEqualTo(100);
    }

    @Test
    @DisplayName("backfill 68: while it is held no session of ours is in the server")
    void hold_inBackground_leavesNoSession(TestDatabase database) {
        verdict.set(Verdict.hold("busy"));
        PGSimpleDataSource filler = filler(database);
        DatabaseUpgrader upgrader = inBackground(filler, backfill(settings()));
        try (Working working = new Working(upgrader)) {
            upgrader.backfills().start(Duration.ofHours(1));
            Awaitility.await()
                    .until(() -> database.queryText("select state from database_backfills")
                            .equals("HELD"));

            Awaitility.await().until(() -> database.queryLong("select count(*) from " + OURS) == 0);
            assertThat(working.upgrader()).isSameAs(upgrader);
        }
    }

    @Test
    @DisplayName("backfill 68: while it is paused, or sleeps between batches, no session of ours is in the server")
    void pause_inBackground_leavesNoSession(TestDatabase database) {
        BackfillSettings sleepy = BackfillSettings.defaults()
                .pace(Pace.defaults().fixed(10).dutyCycle(0.01))
                .throttle(throttle())
                .throttleEvery(Duration.ofHours(1));
        DatabaseUpgrader upgrader = inBackground(
                filler(database),
                Backfill.table("item")
                        .statement("update item i set visits = 1 from pg_sleep(0.05) where {batch}", "i")
                        .settings(sleepy));
        try (Working working = new Working(upgrader)) {
            upgrader.backfills().start(Duration.ofHours(1));
            Awaitility.await().until(() -> database.queryLong("select count(*) from item where visits > 0") > 0);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> database.queryLong("select count(*) from " + OURS) == 0);
            assertThat(database.queryText("select state from database_backfills"))
                    .as("it sleeps")
                    .isEqualTo("RUNNING");

            working.upgrader().backfills().pause(NAME);
            Awaitility.await().until(() -> database.queryLong("select count(*) from " + OURS) == 0);
        }
    }

    @Test
    @DisplayName("backfill 68: in an upgrade the session that holds the lock stays, without a transaction")
    void hold_inUpgrade_hasNoTransaction(TestDatabase database) throws Exception {
        verdict.set(Verdict.hold("busy"));
        DatabaseUpgrader upgrader = inUpgrade(filler(database), backfill(settings()));
        try (Background background = new Background()) {
            Future<?> upgrade = background.run(upgrader::upgrade);
            Awaitility.await()
                    .until(() ->
                            database.queryLong("select count(*) from database_backfills where state = 'HELD'") == 1);
            Awaitility.await()
                    .until(() -> database.queryLong("select count(*) from " + OURS + " and state = 'idle'") == 1);
            assertThat(database.rows("select state, xact_start, backend_xmin from " + OURS))
                    .containsExactly("idle|null|null");

            verdict.set(Verdict.go());
            Background.result(upgrade);
        }
        assertThat(database.queryLong("select sum(visits) from item")).isEqualTo(100);
    }

    @Test
    @DisplayName("backfill 67: a throttle that does not know, or fails, stops nothing")
    void unknown_holdsNothing(TestDatabase database) {
        Throttle failing = Throttles.probe("failing", () -> {
            throw new IllegalStateException("no metric");
        });
        verdict.set(Verdict.unknown("the role may not see it"));
        DatabaseUpgrader upgrader =
                inBackground(filler(database), backfill(settings().throttle(failing)));

        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(database.queryLong("select sum(visits) from item")).isEqualTo(100);
    }

    private BackfillSettings settings() {
        return small(10, 50).throttle(throttle()).throttleEvery(Duration.ofMillis(20));
    }

    private Throttle throttle() {
        return new Throttle() {
            @Override
            public String name() {
                return "watch";
            }

            @Override
            public Verdict check(ThrottleContext context) {
                asked.incrementAndGet();
                heldFor.set(context.heldFor());
                return verdict.get();
            }
        };
    }

    private static Backfill backfill(BackfillSettings settings) {
        return Backfill.table("item").set("visits = visits + 1").settings(settings);
    }

    private static PGSimpleDataSource filler(TestDatabase database) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName("filler");
        return dataSource;
    }
}
