package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.BatchWork;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The application changes rows between the moment when Java reads them and the moment when their values are written. */
@DatabaseTest
class BackfillRaceTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table well (id bigint primary key, depth int not null, depth_m int, state text not null default 'old');
                insert into well (id, depth) select n, n from generate_series(1, 60) n""");
    }

    @Test
    @DisplayName("backfill 60: a row deleted meanwhile does not come back")
    void compute_rowDeleted_staysDeleted(TestDatabase database) {
        BackfillStatus status = run(database, "depth_m is null", "delete from well where id in (3, 59)");

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                .isEqualTo(58);
        assertThat(database.queryLong("select count(*) from well")).isEqualTo(58);
    }

    @Test
    @DisplayName("backfill 60: a value that was read and is another meanwhile is read and computed again")
    void compute_valueChanged_isComputedFromTheNewest(TestDatabase database) {
        BackfillStatus status = run(database, "depth_m is null", "update well set depth = 1000 where id = 3");

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(status.toRetry()).isZero();
        assertThat(database.queryLong("select depth_m from well where id = 3")).isEqualTo(10_000);
        assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                .isEqualTo(60);
    }

    @Test
    @DisplayName("backfill 60: a value that the application itself has written meanwhile is not overwritten")
    void compute_columnWrittenByTheApplication_isKept(TestDatabase database) {
        run(database, "depth_m is null", "update well set depth_m = 7 where id = 3");

        assertThat(database.queryLong("select depth_m from well where id = 3")).isEqualTo(7);
        assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                .isEqualTo(59);
    }

    @Test
    @DisplayName("backfill 60: a row that shows elsewhere that it is done is not overwritten")
    void compute_rowNoLongerPending_isKept(TestDatabase database) {
        run(database, "well.state = 'old' and depth_m is null", "update well set state = 'new' where id = 3");

        assertThat(database.rows("select depth_m from well where id = 3")).containsExactly("null");
        assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                .isEqualTo(59);
    }

    @Test
    @DisplayName("backfill 60: a row whose key was changed meanwhile is found again and done")
    void compute_keyChanged_isDoneUnderItsNewKey(TestDatabase database) {
        run(
                database,
                "depth_m is null",
                "update well set id = -id where id = 3; update well set id = 1000 where id = 4; update well set id = 0 where id = 50");

        assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                .isEqualTo(60);
        assertThat(database.rows("select id from well where depth in (3, 4, 50) order by 1"))
                .containsExactly("-3", "0", "1000");
    }

    @Test
    @DisplayName("backfill 60: a change that is committed while the write waits for it is not overwritten")
    void write_waitingForAnotherTransaction_looksAgain(TestDatabase database) throws Exception {
        try (Background background = new Background();
                Connection other = database.connect()) {
            AtomicInteger calls = new AtomicInteger();
            Future<?>[] commit = new Future<?>[1];
            other.setAutoCommit(false);
            DatabaseUpgrader upgrader = inBackground(database.dataSource(), backfill("depth_m is null", rows -> {
                if (calls.getAndIncrement() == 0) {
                    other.createStatement()
                            .execute("update well set depth = 500 where id = 2; delete from well where id = 3");
                    commit[0] = background.run(() -> {
                        database.awaitSomeoneBlocked();
                        other.commit();
                        return "committed";
                    });
                }
                rows.forEach(BackfillRaceTest::metres);
            }));

            assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);

            Background.result(commit[0]);
            assertThat(database.queryLong("select depth_m from well where id = 2"))
                    .isEqualTo(5000);
            assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                    .isEqualTo(59);
        }
    }

    @Test
    @DisplayName(
            "backfill 60: a row that is another each time goes to quarantine after five tries, the others are done")
    void compute_rowChangesEachTime_isQuarantined(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(database.dataSource(), backfill("depth_m is null", rows -> {
            if (rows.stream().anyMatch(row -> row.key().get(0).equals("3"))) {
                database.execute("update well set depth = depth + 1 where id = 3");
            }
            rows.forEach(BackfillRaceTest::metres);
        }));

        BackfillStatus status = Backfilling.finish(upgrader);

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(upgrader.backfills().quarantine(Backfilling.NAME, 10))
                .extracting(row -> row.key() + " " + row.errorClass() + " " + row.tries())
                .containsExactly("[3] changed continuously 4");
        assertThat(database.queryLong("select count(*) from well where depth_m = depth * 10"))
                .isEqualTo(59);
    }

    @Test
    @DisplayName("backfill 60: a row is tried five times, not more")
    void compute_rowChangesEachTime_isTriedFiveTimes(TestDatabase database) {
        AtomicInteger tries = new AtomicInteger();
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                Backfill.table("well")
                        .read("depth", Integer.class)
                        .write("depth_m")
                        .compute(rows -> {
                            if (rows.stream().anyMatch(row -> row.key().get(0).equals("3"))) {
                                tries.incrementAndGet();
                                database.execute("update well set depth = depth + 1 where id = 3");
                            }
                            rows.forEach(BackfillRaceTest::metres);
                        })
                        .settings(small(10, 30)));

        assertThat(Backfilling.finish(upgrader).quarantined()).isEqualTo(1);

        assertThat(tries).hasValue(5);
    }

    private static BackfillStatus run(TestDatabase database, String pending, String meanwhile) {
        AtomicInteger calls = new AtomicInteger();
        return Backfilling.finish(inBackground(database.dataSource(), backfill(pending, rows -> {
            if (calls.getAndIncrement() == 0) {
                database.execute(meanwhile);
            }
            rows.forEach(BackfillRaceTest::metres);
        })));
    }

    private static void metres(BackfillRow row) {
        row.set("depth_m", row.get("depth", Integer.class) * 10);
    }

    private static Backfill backfill(String pending, BatchWork work) {
        return Backfill.table("well")
                .pending(pending)
                .read("depth", Integer.class)
                .write("depth_m")
                .compute(work)
                .settings(small(10, 30));
    }
}
