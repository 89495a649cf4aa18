package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.TryAgainLaterException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An upgrade does not wait for ever for a batch that fails for reasons that are not its rows'. */
@DatabaseTest
class BackfillPatienceTest {

    private static final BackfillSettings IMPATIENT = small(10, 30).patience(Duration.ofMillis(300));

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, times int not null default 0);
                insert into item select n from generate_series(1, 60) n""");
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @Test
    @DisplayName(
            "backfill 64: a backfill that is a part of the upgrade fails it with the reason, and goes on at the next start")
    void upgrade_batchThatFailsForTooLong_fails(TestDatabase database) {
        Backfill counting = counting();
        assertFailsAndGoesOn(database, upgrader(database, upgrade -> upgrade.backfill(NAME, counting)));
    }

    @Test
    @DisplayName("backfill 64, backfill 75: so does one that runs in the background and that the upgrade is to finish")
    void finishInline_batchThatFailsForTooLong_fails(TestDatabase database) {
        Backfill counting = counting();
        assertFailsAndGoesOn(
                database,
                DatabaseUpgrader.forDataSource(database.dataSource())
                        .applicationVersion("1.1.0")
                        .register(
                                "1.1.0",
                                UpgradeMode.ONLINE,
                                upgrade -> upgrade.requiresBackfill(NAME).finishInline())
                        .registerBackfill(NAME, "1.0.0", counting)
                        .build());
    }

    private static void assertFailsAndGoesOn(TestDatabase database, DatabaseUpgrader upgrader) {
        database.execute("""
                create function full_disk() returns trigger language plpgsql as $$ begin
                  raise exception 'no space' using errcode = '53100'; end $$;
                create trigger full_disk before update on item for each row when (new.id = 45) execute function full_disk()""");

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("no space");

        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.RUNNING);
        assertThat(Backfilling.status(upgrader).quarantined()).isZero();
        assertThat(Backfilling.status(upgrader).rowsDone()).isEqualTo(40);
        database.execute("drop trigger full_disk on item");
        upgrader.upgrade();
        assertThat(database.rows("select times, count(*) from item group by times"))
                .containsExactly("1|60");
    }

    @Test
    @DisplayName("backfill 62, backfill 64: a time in which it was paused is none in which it failed")
    void upgrade_pausedForLongerThanItsPatience_goesOn(TestDatabase database) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Backfill counting = Backfill.table("item")
                .read("times", Integer.class)
                .write("times")
                .compute(rows -> {
                    int call = calls.incrementAndGet();
                    if (call == 2) {
                        database.execute("update database_backfills set state = 'PAUSED'");
                    } else if (call == 3) {
                        throw new TryAgainLaterException("not now");
                    }
                    rows.forEach(row -> row.set("times", row.get("times", Integer.class) + 1));
                })
                .settings(IMPATIENT);
        DatabaseUpgrader upgrader = upgrader(database, upgrade -> upgrade.backfill(NAME, counting));
        CompletableFuture<?> upgrade = CompletableFuture.runAsync(upgrader::upgrade);
        Awaitility.await("the worker has given its chunk back").until(() -> database.queryLong("""
                        select count(*) from database_backfills b join database_backfill_chunks c using (component, name)
                        where b.state = 'PAUSED' and c.state = 'OPEN' and c.lease_until <= clock_timestamp()""") > 0);

        upgrader.backfills().resume(NAME); // the worker looks twice a second, which is longer than its patience

        upgrade.get(20, TimeUnit.SECONDS);
        assertThat(calls).hasValueGreaterThan(3);
        assertThat(database.rows("select times, count(*) from item group by times"))
                .containsExactly("1|60");
    }

    private static Backfill counting() {
        return Backfill.table("item").set("times = times + 1").settings(IMPATIENT);
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod method) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, method)
                .build();
    }
}
