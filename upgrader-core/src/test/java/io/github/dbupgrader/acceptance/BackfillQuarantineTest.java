package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.finish;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.BatchWork;
import io.github.dbupgrader.backfill.TryAgainLaterException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows at fault are found and set aside; what is nobody's fault is tried again; what is wrong for every row fails at once. */
@DatabaseTest
class BackfillQuarantineTest {

    private static final int ROWS = 200;

    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, v int not null, out int);
                insert into item select n, n from generate_series(1, %d) n""".formatted(ROWS));
    }

    @Test
    @DisplayName("backfill 64: one row at fault among 100 is found in few tries, and the rest is done")
    void compute_oneRowAtFault_isFoundInFewTries(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> {
                            calls.incrementAndGet();
                            refuse(rows, 63);
                        })
                        .settings(small(100, 200)));

        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);

        assertDone(database, ROWS - 1);
        assertThat(upgrader.backfills().quarantine(NAME, 10))
                .extracting(row ->
                        row.key() + " " + row.errorClass() + ": " + row.message() + " @" + row.applicationVersion())
                .containsExactly("[63] java.lang.IllegalStateException: refused 63 @1.0.0");
        assertThat(calls).as("2 batches, 7 halvings, and as many to grow again").hasValueLessThanOrEqualTo(20);
    }

    @Test
    @DisplayName("backfill 64: batches of nothing but rows at fault neither loop nor stop the rest")
    void compute_manyRowsAtFault_areAllSetAside(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> {
                            calls.incrementAndGet();
                            rows.stream()
                                    .filter(row -> row.get("v", Integer.class) <= 50)
                                    .findFirst()
                                    .ifPresent(row -> {
                                        throw new IllegalStateException("refused");
                                    });
                            refuse(rows, 0);
                        })
                        .settings(small(25, 100)));

        BackfillStatus status = finish(upgrader);

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(status.quarantined()).isEqualTo(50);
        assertDone(database, ROWS - 50);
        assertThat(calls).as("about two tries a row").hasValueLessThanOrEqualTo(130);
    }

    @Test
    @DisplayName("backfill 64: errors of the virtual machine in the user's code are found like others")
    void compute_assertionError_isQuarantined(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> {
                            rows.stream()
                                    .filter(row -> row.get("v", Integer.class) == 7)
                                    .forEach(row -> {
                                        throw new AssertionError("not seven");
                                    });
                            refuse(rows, 0);
                        })
                        .settings(small(25, 100)));

        assertThat(finish(upgrader).quarantined()).isEqualTo(1);
        assertDone(database, ROWS - 1);
    }

    @Test
    @DisplayName("backfill 64: a row that the code rejects goes to quarantine with its reason, and the reason stays")
    void compute_rejectedRow_isQuarantined(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> rows.forEach(row -> {
                            row.set("out", 1);
                            if (row.get("v", Integer.class) == 120) {
                                row.reject("no depth");
                            }
                        }))
                        .pending("out is null")
                        .settings(small(25, 100)));

        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);

        assertThat(upgrader.backfills().quarantine(NAME, 10))
                .extracting(row -> row.key() + " " + row.errorClass() + ": " + row.message())
                .containsExactly("[120] rejected: no depth");
        assertDone(database, ROWS - 1);
    }

    @Test
    @DisplayName("backfill 64: what is not available is waited for, and never a reason for quarantine")
    void compute_tryAgainLater_isTriedAgain(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> {
                            if (calls.incrementAndGet() % 3 == 2) {
                                throw new TryAgainLaterException("the other system restarts");
                            }
                            refuse(rows, 0);
                        })
                        .settings(small(50, 100)));

        BackfillStatus status = finish(upgrader);

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(status.quarantined()).isZero();
        assertThat(calls).hasValueGreaterThan(4);
        assertDone(database, ROWS);
    }

    @Test
    @DisplayName(
            "backfill 64: infrastructure errors of the database are tried again, and never a reason for quarantine")
    void change_infrastructureErrors_areTriedAgain(TestDatabase database) {
        database.execute("""
                create sequence tries;
                create function fail() returns trigger language plpgsql as $$ begin
                  if nextval('tries') between 5 and 8 then
                    raise exception 'no space' using errcode = (array['53100', '40P01', '55P03', '57P01'])[currval('tries') - 4];
                  end if; return new; end $$;
                create trigger fail before update on item for each row execute function fail()""");

        BackfillStatus status = finish(inBackground(
                database.dataSource(), Backfill.table("item").set("out = 1").settings(small(50, 100))));

        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(status.quarantined()).isZero();
        assertDone(database, ROWS);
    }

    @Test
    @DisplayName("backfill 64: a statement that is wrong for every row fails at once, and quarantines none")
    void change_wrongStatement_failsAtOnce(TestDatabase database) {
        BackfillStatus status = finish(inBackground(
                database.dataSource(),
                Backfill.table("item").set("out = nowhere").settings(small(50, 100))));

        assertThat(status.state()).isEqualTo(BackfillState.FAILED);
        assertThat(status.reason().orElseThrow()).contains("column \"nowhere\" does not exist");
        assertThat(status.quarantined()).isZero();
    }

    @Test
    @DisplayName("backfill 64: code that sets a column which it did not declare fails at once")
    void compute_wrongDeclaration_failsAtOnce(TestDatabase database) {
        BackfillStatus status = finish(inBackground(
                database.dataSource(), byJava(rows -> rows.get(0).set("v", 1)).settings(small(50, 100))));

        assertThat(status.state()).isEqualTo(BackfillState.FAILED);
        assertThat(status.reason().orElseThrow())
                .startsWith("UPG-107 The column \"v\" was set in a row and is not written");
        assertThat(status.quarantined()).isZero();
    }

    @Test
    @DisplayName("backfill 64: when too many rows are at fault the whole fails")
    void compute_moreRowsAtFaultThanTheLimit_fails(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> {
                            throw new IllegalStateException("all wrong");
                        })
                        .settings(small(50, 100).quarantineLimit(5)));

        BackfillStatus status = finish(upgrader);

        assertThat(status.state()).isEqualTo(BackfillState.FAILED);
        assertThat(status.reason()).contains("more than 5 rows are in quarantine");
        assertThat(status.quarantined()).isEqualTo(6);
    }

    @Test
    @DisplayName("backfill 64: rows in quarantine are tried again on demand")
    void retryQuarantined_afterTheCauseIsMended_completes(TestDatabase database) {
        database.execute("update item set v = 0 where id in (20, 150)");
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                Backfill.table("item").set("out = 10 / v").settings(small(50, 100)));
        assertThat(finish(upgrader).quarantined()).isEqualTo(2);
        assertThat(upgrader.backfills().quarantine(NAME, 1))
                .extracting(row -> row.sqlState().orElseThrow())
                .containsExactly("22012");
        database.execute("update item set v = 5 where id = 20");

        assertThat(upgrader.backfills().retryQuarantined(NAME)).isEqualTo(2);
        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(Backfilling.status(upgrader).quarantined()).isEqualTo(1);
        database.execute("delete from item where id = 150");
        upgrader.backfills().retryQuarantined(NAME);

        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertDone(database, ROWS - 1);
    }

    @Test
    @DisplayName("backfill 64: a row that was mended before it came to the second look is not in quarantine at the end")
    void run_rowMendedBetweenPasses_leavesQuarantine(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                byJava(rows -> {
                            if (rows.size() == 1
                                    && rows.get(0).key().equals(List.of("63"))
                                    && calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("refused");
                            } else if (calls.get() == 0) {
                                refuse(rows, 63);
                            }
                            rows.forEach(row -> row.set("out", 1));
                        })
                        .pending("out is null")
                        .settings(small(50, 100)));

        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertDone(database, ROWS);
    }

    @Test
    @DisplayName(
            "backfill 64: where a reason is given, rows in quarantine do not stop the upgrade, and the reason is recorded")
    void upgrade_quarantineAllowed_goesOn(TestDatabase database) {
        DatabaseUpgrader upgrader = inUpgrade(
                database.dataSource(),
                byJava(rows -> refuse(rows, 63))
                        .quarantineAllowed("old items are deleted next week")
                        .settings(small(50, 100)));

        assertThat(upgrader.upgrade().steps()).hasSize(1);

        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(database.queryText("select quarantine_allowed from database_backfills"))
                .isEqualTo("old items are deleted next week");
    }

    private static void refuse(List<BackfillRow> rows, int value) {
        rows.forEach(row -> {
            if (row.get("v", Integer.class) == value) {
                throw new IllegalStateException("refused " + value);
            }
            row.set("out", 1);
        });
    }

    private static Backfill byJava(BatchWork work) {
        return Backfill.table("item").read("v", Integer.class).write("out").compute(work);
    }

    private static void assertDone(TestDatabase database, int rows) {
        assertThat(database.queryLong("select count(*) from item where out is not null"))
                .isEqualTo(rows);
    }
}
