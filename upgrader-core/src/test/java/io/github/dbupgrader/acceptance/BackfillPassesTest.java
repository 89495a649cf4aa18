package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The second look at all rows: cheap where there is nothing to do, and careful where there is. */
@DatabaseTest
class BackfillPassesTest {

    private static final BackfillSettings SMALL =
            BackfillSettings.defaults().pace(Pace.defaults().fixed(30)).chunkRows(100);

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table energy (id bigint primary key, wh numeric not null, kwh numeric);
                insert into energy select n * 7, n from generate_series(1, 300) n""");
    }

    @Test
    @DisplayName(
            "backfill 59: a row whose key is changed meanwhile is found by the second look, which takes one batch for each other chunk")
    void upgrade_whileAKeyMovesBehindTheCursor_doesTheRow(TestDatabase database) {
        AtomicInteger batches = new AtomicInteger();
        Backfill backfill = Backfill.table("energy")
                .pending("kwh is null")
                .read("wh", BigDecimal.class)
                .write("kwh")
                .compute(rows -> {
                    if (batches.incrementAndGet() == 5) {
                        database.execute("update energy set id = 10 where id = 2093");
                    }
                    rows.forEach(row ->
                            row.set("kwh", row.get("wh", BigDecimal.class).movePointLeft(3)));
                })
                .settings(SMALL);

        upgrade(database, backfill);

        assertThat(database.queryLong("select count(*) from energy where kwh = wh / 1000"))
                .isEqualTo(300);
        assertThat(database.rows("select chunk, pass, to_key, batches, rows_changed from database_backfill_chunks"
                        + " where kind = 'RANGE' and pass > 1 order by 1"))
                .containsExactly(
                        "4|2|{700}|4|1",
                        "5|2|{1400}|1|0",
                        "6|2|{2100}|1|0",
                        "7|3|{700}|1|0",
                        "8|3|{1400}|1|0",
                        "9|3|{2100}|1|0");
    }

    @Test
    @DisplayName("backfill 64: where the second look fails because of a row, that row alone is in quarantine")
    void upgrade_withAConditionThatFailsForARow_quarantinesTheRow(TestDatabase database) {
        database.execute("update energy set wh = 0 where id = 707");
        Backfill backfill = Backfill.table("energy")
                .pending("kwh is null and 1 / wh > 0")
                .set("kwh = wh / 1000")
                .settings(SMALL);

        assertThatThrownBy(() -> upgrade(database, backfill))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("could not do 1 row");

        assertThat(database.queryLong("select count(*) from energy where kwh = wh / 1000"))
                .isEqualTo(299);
        assertThat(database.rows("select row_key, sqlstate from database_backfill_quarantine"))
                .containsExactly("{707}|22012");
    }

    private static void upgrade(TestDatabase database, Backfill backfill) {
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, (UpgradeContext upgrade) -> upgrade.backfill("kwh", backfill))
                .build()
                .upgrade();
    }
}
