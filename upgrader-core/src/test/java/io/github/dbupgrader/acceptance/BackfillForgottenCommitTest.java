package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.Throttles;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A server that crashes forgets what was committed asynchronously, and one that takes over from another may lack what was not copied to it yet: rows and position alike. A
 * worker that uses no connection at that moment does not notice. Here the database goes back to an earlier state under a worker that is in the middle of a chunk.
 */
@DatabaseTest
class BackfillForgottenCommitTest {

    private static final int ROWS = 100;
    private static final BackfillSettings SETTINGS = Backfilling.small(10, ROWS);

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("create table tally (id bigint primary key, n int not null default 0);"
                + " insert into tally (id) select generate_series(1, " + ROWS + ")");
    }

    @Test
    @DisplayName(
            "backfill 77, backfill 78: batches that the database forgets while Java computes the next one are done again")
    void compute_forgottenBatches_doneAgain(TestDatabase database) {
        AtomicInteger calls = new AtomicInteger();
        Backfill counting = Backfill.table("tally")
                .read("n", Integer.class)
                .write("n")
                .compute(rows -> {
                    if (calls.incrementAndGet() == 4) {
                        forget(database);
                    }
                    rows.forEach(row -> row.set("n", row.get("n", Integer.class) + 1));
                })
                .settings(SETTINGS);

        requireEachOnce(database, counting);
    }

    @Test
    @DisplayName("backfill 77, backfill 78: batches that the database forgets between two batches are done again")
    void set_forgottenBatches_doneAgain(TestDatabase database) {
        AtomicInteger asked = new AtomicInteger();
        Backfill counting = Backfill.table("tally")
                .set("n = n + 1")
                .settings(SETTINGS.throttleEvery(Duration.ofMillis(1)).throttle(Throttles.probe("forgetting", () -> {
                    if (asked.incrementAndGet() == 4) {
                        forget(database);
                    }
                    return Optional.empty();
                })));

        requireEachOnce(database, counting);
    }

    private static void forget(TestDatabase database) {
        database.execute(
                "update tally set n = 0; update database_backfill_chunks set cursor_key = null, rows_done = 0");
    }

    private static void requireEachOnce(TestDatabase database, Backfill counting) {
        assertThat(Backfilling.finish(Backfilling.inBackground(database.dataSource(), counting))
                        .state())
                .isEqualTo(BackfillState.COMPLETED);
        assertThat(database.queryText("select min(n) || ' ' || max(n) || ' ' || count(*) from tally"))
                .isEqualTo("1 1 " + ROWS);
        assertThat(database.queryLong("select sum(rows_done) from database_backfill_chunks"))
                .isEqualTo(ROWS);
    }
}
