package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.finish;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is said of how far a backfill is. */
@DatabaseTest
class BackfillProgressTest {

    @Test
    @DisplayName("backfill 71: a table that nobody has analysed has an estimate all the same")
    void status_ofNeverAnalysedTable_hasAnEstimate(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, note text) with (autovacuum_enabled = false);
                insert into item select n from generate_series(1, 5000) n""");
        assertThat(database.queryLong("select reltuples from pg_class where relname = 'item'"))
                .isNegative();

        BackfillStatus status = finish(inBackground(database.dataSource(), noting("item", 1000)));

        assertThat(status.rowsDone()).isEqualTo(5000);
        assertThat(status.rowsEstimated()).isBetween(5000L, 20_000L);
        assertThat(status.percent()).contains(100.0);
    }

    @Test
    @DisplayName("backfill 71: an empty table is complete at once")
    void status_ofEmptyTable_isComplete(TestDatabase database) {
        database.execute("create table item (id int primary key, note text)");

        BackfillStatus status = finish(inBackground(database.dataSource(), noting("item", 10)));

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(status.rowsDone()).isZero();
        assertThat(status.percent()).contains(100.0);
    }

    @Test
    @DisplayName(
            "backfill 71: more rows than were estimated never make more than 100 %, status and view say the same, and counts are those of commits")
    void status_whileRunning_isTrue(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, note text) with (autovacuum_enabled = false);
                insert into item select n from generate_series(1, 10) n;
                analyze item;
                insert into item select n from generate_series(11, 300) n""");
        AtomicReference<DatabaseUpgrader> upgrader = new AtomicReference<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        List<Long> counts = new CopyOnWriteArrayList<>();
        upgrader.set(inBackground(
                database.dataSource(),
                Backfill.table("item")
                        .read("id", Integer.class)
                        .write("note")
                        .compute(rows -> {
                            BackfillStatus status = Backfilling.status(upgrader.get());
                            counts.add(status.rowsDone());
                            long done = database.queryLong("select count(*) from item where note is not null");
                            String view = database.queryText(
                                    "select rows_done || ' ' || percent || ' ' || batch_rows || ' ' || workers from database_backfill_progress");
                            String same =
                                    status.rowsDone() + " " + status.percent().orElseThrow() + " " + status.batchRows()
                                            + " " + status.workers();
                            if (status.rowsDone() != done
                                    || !view.equals(same)
                                    || status.percent().orElseThrow() > 99.9
                                    || status.rowsEstimated() < status.rowsDone()) {
                                wrong.add(status + " but " + done + " and " + view);
                            }
                            rows.forEach(row -> row.set("note", "x"));
                        })
                        .settings(small(30, 100))));

        BackfillStatus end = finish(upgrader.get());

        assertThat(wrong).isEmpty();
        assertThat(counts).hasSizeGreaterThanOrEqualTo(10).contains(0L, 90L, 290L);
        assertThat(end.rowsDone()).isEqualTo(300);
        assertThat(end.percent()).contains(100.0);
        assertThat(end.describe()).isEqualTo("work: COMPLETED, 300 rows");
        assertThat(upgrader.get().backfills().status())
                .singleElement()
                .satisfies(s -> assertThat(s.name()).isEqualTo(NAME));
    }

    @Test
    @DisplayName(
            "backfill 72: the rows of all partitions are done; one that is detached or dropped meanwhile is skipped and reported")
    void partitions_droppedMeanwhile_areReported(TestDatabase database) {
        database.execute("""
                create table item (id int, note text, primary key (id)) partition by range (id);
                create table item_1 partition of item for values from (0) to (101);
                create table item_2 partition of item for values from (101) to (201);
                create table item_3 partition of item for values from (201) to (301);
                create table item_4 partition of item for values from (301) to (401);
                insert into item select n from generate_series(1, 400) n""");
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                Backfill.table("item")
                        .read("id", Integer.class)
                        .write("note")
                        .compute(rows -> {
                            if (rows.get(0).get("id", Integer.class) == 111) {
                                database.execute("alter table item detach partition item_2; drop table item_4");
                            }
                            rows.forEach(row -> row.set("note", "x"));
                        })
                        .settings(small(20, 90)));

        BackfillStatus status = finish(upgrader);

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(status.reason())
                .contains("partitions that were detached or dropped meanwhile were left out: item_2, item_4");
        assertThat(database.queryLong("select count(*) from item where note = 'x'"))
                .isEqualTo(200);
        assertThat(database.queryLong("select count(*) from item_2 where note = 'x'"))
                .isEqualTo(10);
    }

    private static Backfill noting(String table, int batch) {
        return Backfill.table(table).set("note = 'x'").settings(small(batch, batch * 3));
    }
}
