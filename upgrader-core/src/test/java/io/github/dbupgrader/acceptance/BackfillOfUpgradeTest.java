package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.schema.SchemaChanges;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A backfill as a sub-step of an ONLINE upgrade. */
@DatabaseTest
class BackfillOfUpgradeTest {

    private static final BackfillSettings SMALL =
            BackfillSettings.defaults().pace(Pace.defaults().fixed(30)).chunkRows(100);

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table energy (id bigint primary key, wh numeric not null, kwh numeric, note text);
                insert into energy select n * 7, n from generate_series(1, 300) n""");
    }

    @Test
    @DisplayName("backfill 55: all rows are done, and the position is where the rows end")
    void upgrade_withSqlBackfill_doesAllRows(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, u -> u.backfill("kwh", backfill()));

        upgrader.upgrade();

        assertThat(database.queryLong("select count(*) from energy where kwh = wh / 1000"))
                .isEqualTo(300);
        BackfillStatus status = upgrader.backfills().status("kwh").orElseThrow();
        assertThat(status.state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(status.rowsDone()).isEqualTo(300);
        assertThat(status.rowsChanged()).isEqualTo(300);
        assertThat(status.percent()).contains(100.0);
        assertThat(database.rows(
                        "select chunk, kind, pass, state, cursor_key from database_backfill_chunks order by 1"))
                .containsExactly(
                        "1|RANGE|1|DONE|{700}",
                        "2|RANGE|1|DONE|{1400}",
                        "3|RANGE|1|DONE|{2100}",
                        "4|RANGE|2|DONE|{700}",
                        "5|RANGE|2|DONE|{1400}",
                        "6|RANGE|2|DONE|{2100}",
                        "7|FOLLOW_UP|2|DONE|null");
    }

    @Test
    @DisplayName("backfill 60: values computed in Java are written where what was read is unchanged")
    void upgrade_withJavaBackfill_writesWhatWasComputed(TestDatabase database) {
        Backfill backfill = Backfill.table("energy")
                .pending("kwh is null")
                .read("wh", BigDecimal.class)
                .read("note", String.class)
                .write("kwh", "note")
                .compute(rows -> rows.forEach(row -> {
                    BigDecimal wh = row.get("wh", BigDecimal.class);
                    row.set("kwh", wh.movePointLeft(3));
                    if (wh.intValue() % 2 == 0) {
                        row.set("note", "even {\"x\"} \\ '");
                    }
                }))
                .settings(SMALL);

        upgrader(database, u -> u.backfill("kwh", backfill)).upgrade();

        assertThat(database.queryLong("select count(*) from energy where kwh = wh / 1000"))
                .isEqualTo(300);
        assertThat(database.queryLong("select count(*) from energy where note = 'even {\"x\"} \\ '''"))
                .isEqualTo(150);
        assertThat(database.queryLong("select count(*) from energy where note is null"))
                .isEqualTo(150);
    }

    @Test
    @DisplayName(
            "backfill 64: rows at fault go to quarantine, the others are done, and the upgrade tries them again at the next start")
    void upgrade_withRowsAtFault_quarantinesThem(TestDatabase database) {
        database.execute("update energy set wh = 0 where id in (7, 700, 707, 2100)");
        Backfill backfill = Backfill.table("energy")
                .pending("kwh is null")
                .set("kwh = 1 / wh")
                .settings(SMALL);
        DatabaseUpgrader upgrader = upgrader(database, u -> u.backfill("kwh", backfill));

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("could not do 4 rows");

        assertThat(database.queryLong("select count(*) from energy where kwh is not null"))
                .isEqualTo(296);
        assertThat(upgrader.backfills().quarantine("kwh", 10))
                .extracting(row -> row.key().get(0))
                .containsExactly("2100", "7", "700", "707");

        database.execute("update energy set wh = 5 where wh = 0");
        upgrader.upgrade();

        assertThat(database.queryLong("select count(*) from energy where kwh is not null"))
                .isEqualTo(300);
        assertThat(upgrader.backfills().status("kwh").orElseThrow().state()).isEqualTo(BackfillState.COMPLETED);
    }

    @Test
    @DisplayName("backfill 76: the index comes after the rows, and the statistics at the end")
    void upgrade_withFollowUp_buildsItAtTheEnd(TestDatabase database) {
        Backfill backfill =
                backfill().followedBy(SchemaChanges.table("energy").createIndexConcurrently("kwh_idx", "kwh"));

        upgrader(database, u -> u.backfill("kwh", backfill)).upgrade();

        assertThat(database.queryLong("select count(*) from pg_indexes where indexname = 'kwh_idx'"))
                .isEqualTo(1);
        assertThat(database.queryLong("select reltuples::bigint from pg_class where relname = 'energy'"))
                .isEqualTo(300);
    }

    @Test
    void upgrade_withTheNameOfAnotherUpgradesBackfill_isRefused(TestDatabase database) {
        upgrader(database, u -> u.backfill("kwh", backfill())).upgrade();
        DatabaseUpgrader next = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.2.0", UpgradeMode.ONLINE, u -> u.backfill("kwh", backfill()))
                .build();

        assertThatThrownBy(next::upgrade).hasMessageContaining("it is that of a part of upgrade 1.1.0");
    }

    @Test
    void upgrade_withSeveralWorkers_doesAllRows(TestDatabase database) {
        Backfill backfill = backfill().settings(SMALL.workers(3));

        upgrader(database, u -> u.backfill("kwh", backfill)).upgrade();

        assertThat(database.queryLong("select count(*) from energy where kwh = wh / 1000"))
                .isEqualTo(300);
    }

    @Test
    void dryRun_changesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, u -> u.backfill("kwh", backfill()));

        assertThat(upgrader.dryRun().render()).contains("kwh");
        assertThat(database.queryLong("select count(*) from energy where kwh is not null"))
                .isZero();
    }

    private static Backfill backfill() {
        return Backfill.table("energy")
                .pending("kwh is null")
                .set("kwh = wh / 1000")
                .settings(SMALL);
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod upgrade) {
        DatabaseUpgrader before = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build();
        before.initialiseSchemaVersion();
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, (UpgradeContext context) -> upgrade.run(context))
                .build();
    }
}
