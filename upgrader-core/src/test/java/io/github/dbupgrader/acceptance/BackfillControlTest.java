package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static io.github.dbupgrader.acceptance.Backfilling.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.acceptance.Backfilling.Working;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** People pause, resume and cancel backfills. Its fourth batch waits for the test, so that things happen while it is in hand. */
@DatabaseTest
class BackfillControlTest {

    private static final int BATCHES_BEFORE = 3;

    private final AtomicInteger batches = new AtomicInteger();
    private final CountDownLatch inHand = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, visits int not null default 0);
                insert into item select n from generate_series(1, 100) n""");
    }

    @Test
    @DisplayName("backfill 62: a pause takes effect within one batch, and to resume goes on from the committed cursor")
    void pause_whileABatchIsInHand_stopsThere(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database);
        try (Working working = Backfilling.start(upgrader)) {
            awaitBatchInHand();
            upgrader.backfills().pause(NAME);
            goOn.countDown();
            awaitNoWorker(database);

            assertThat(status(upgrader).state()).isEqualTo(BackfillState.PAUSED);
            assertThat(batches).as("the batch in hand was the last").hasValue(BATCHES_BEFORE + 1);
            assertThat(database.queryLong("select count(*) from item where visits > 0"))
                    .isEqualTo(database.queryLong("select max((cursor_key)[1]::int) from database_backfill_chunks"))
                    .isEqualTo(BATCHES_BEFORE * 10L);

            upgrader.backfills().resume(NAME);
            working.await(BackfillState.COMPLETED);
        }
        assertVisitedOnce(database);
    }

    @Test
    @DisplayName(
            "backfill 62: pause and resume in quick succession lose nothing, and what is in hand is done again or kept")
    void pauseAndResume_quickly_losesNothing(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database);
        try (Working working = Backfilling.start(upgrader)) {
            awaitBatchInHand();
            for (int i = 0; i < 10; i++) {
                upgrader.backfills().pause(NAME);
                upgrader.backfills().resume(NAME);
            }
            goOn.countDown();
            working.await(BackfillState.COMPLETED);
        }
        assertVisitedOnce(database);
    }

    @Test
    @DisplayName("backfill 62: a person with psql pauses and resumes as the comment of the table says")
    void pause_byPlainSql_stops(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database);
        assertThat(database.queryText("select obj_description('database_backfills'::regclass)"))
                .contains("set state = 'PAUSED' where name = … and state in ('PENDING', 'RUNNING', 'HELD')");
        try (Working working = Backfilling.start(upgrader)) {
            awaitBatchInHand();
            database.execute(
                    "update database_backfills set state = 'PAUSED' where name = 'work' and state in ('PENDING', 'RUNNING', 'HELD')");
            goOn.countDown();
            awaitNoWorker(database);
            assertThat(database.queryLong("select count(*) from item where visits > 0"))
                    .isEqualTo(BATCHES_BEFORE * 10L);

            database.execute("update database_backfills set state = 'RUNNING' where name = 'work'");
            working.await(BackfillState.COMPLETED);
        }
        assertVisitedOnce(database);
    }

    @Test
    @DisplayName("backfill 62: a paused backfill can be cancelled; what is done stays, and nothing more happens")
    void cancel_whilePaused_ends(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database);
        try (Working working = Backfilling.start(upgrader)) {
            awaitBatchInHand();
            upgrader.backfills().pause(NAME);
            upgrader.backfills().cancel(NAME);
            goOn.countDown();
            awaitNoWorker(database);
            assertThat(working.await(BackfillState.CANCELLED).endedAt()).isPresent();
        }

        assertThat(database.queryLong("select sum(visits) from item")).isEqualTo(BATCHES_BEFORE * 10L);
        assertThatThrownBy(() -> upgrader.backfills().resume(NAME))
                .hasMessageStartingWith(
                        "UPG-805 The backfill \"work\" cannot be resumed: it is CANCELLED, and only one that is PAUSED or FAILED can be");
    }

    @Test
    @DisplayName("backfill 63: begun again while a batch is in hand, it visits every row from the first on")
    void restart_whileABatchIsInHand_visitsAllRowsAgain(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(database);
        try (Working working = Backfilling.start(upgrader)) {
            awaitBatchInHand();
            working.upgrader().backfills().restart(NAME);
            try (Working second = Backfilling.start(same(database))) {
                Awaitility.await().until(() -> batches.get() > BATCHES_BEFORE + 1);
                goOn.countDown();
                second.await(BackfillState.COMPLETED);
            }
        }
        assertThat(database.rows("select visits, count(*) from item group by 1 order by 1"))
                .containsExactly("1|70", "2|30");
    }

    @Test
    @DisplayName("backfill 62: transitions that make no sense are refused, and name what is allowed")
    void transitions_outsideTheTable_areRefused(TestDatabase database) {
        goOn.countDown();
        DatabaseUpgrader upgrader = upgrader(database);
        assertThatThrownBy(() -> upgrader.backfills().pause(NAME))
                .hasMessageStartingWith("UPG-806 There is no backfill \"work\"");
        assertThatThrownBy(() -> upgrader.backfills().restart(NAME)).hasMessageStartingWith("UPG-806");
        assertThatThrownBy(() -> upgrader.backfills().retryQuarantined(NAME)).hasMessageStartingWith("UPG-806");

        Backfilling.finish(upgrader);

        assertThatThrownBy(() -> upgrader.backfills().pause(NAME))
                .hasMessageStartingWith(
                        "UPG-805 The backfill \"work\" cannot be paused: it is COMPLETED, and only one that is PENDING or RUNNING or HELD can be");
        assertThatThrownBy(() -> upgrader.backfills().resume(NAME)).hasMessageStartingWith("UPG-805");
        assertThatThrownBy(() -> upgrader.backfills().cancel(NAME)).hasMessageStartingWith("UPG-805");
    }

    @Test
    @DisplayName("backfill 62: a failed run that is resumed and fails again keeps its cursor")
    void resume_afterFailure_keepsTheCursor(TestDatabase database) {
        goOn.countDown();
        database.execute("""
                create function refuse() returns trigger language plpgsql as $$ begin
                  if new.id = 45 then execute 'select * from not_there'; end if; return new; end $$;
                create trigger refuse before update on item for each row execute function refuse()""");
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                Backfill.table("item").set("visits = visits + 1").settings(small(10, 30)));

        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.FAILED);
        assertThat(status(upgrader).reason().orElseThrow()).contains("relation \"not_there\" does not exist");
        upgrader.backfills().resume(NAME);
        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.FAILED);
        assertThat(status(upgrader).rowsDone()).isEqualTo(40);
        assertThat(status(upgrader).quarantined()).isZero();
        database.execute("drop trigger refuse on item");
        upgrader.backfills().resume(NAME);
        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);

        assertVisitedOnce(database);
    }

    private DatabaseUpgrader upgrader(TestDatabase database) {
        return inBackground(database.dataSource(), backfill());
    }

    private DatabaseUpgrader same(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .registerBackfill(NAME, "1.0.0", backfill())
                .build();
    }

    private Backfill backfill() {
        return Backfill.table("item")
                .read("visits", Integer.class)
                .write("visits")
                .compute(rows -> {
                    if (batches.incrementAndGet() == BATCHES_BEFORE + 1) {
                        inHand.countDown();
                        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                    rows.forEach(row -> row.set("visits", row.get("visits", Integer.class) + 1));
                })
                .settings(small(10, 50));
    }

    private void awaitBatchInHand() throws InterruptedException {
        assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** The lease of a worker that ended in good order is given back. */
    private static void awaitNoWorker(TestDatabase database) {
        Awaitility.await()
                .until(() -> database.queryLong(
                                "select count(*) from database_backfill_chunks where state = 'OPEN' and lease_until > clock_timestamp()")
                        == 0);
    }

    private static void assertVisitedOnce(TestDatabase database) {
        assertThat(database.rows("select visits, count(*) from item group by 1"))
                .containsExactly("1|100");
    }
}
