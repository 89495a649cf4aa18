package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.DryRunReport.Part;
import io.github.dbupgrader.DryRunReport.Rehearsal;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An ONLINE upgrade that needs a backfill asks before anything of it runs, and once more when it comes to that. */
@DatabaseTest
class BackfillGateTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, note text);
                insert into item select n from generate_series(1, 100) n;
                analyze item""");
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @Test
    @DisplayName("backfill 75: it is refused before anything of the run, with what is left and how to go on")
    void gate_incomplete_isRefusedBeforeAnythingRuns(TestDatabase database) {
        database.execute("""
                create function refuse() returns trigger language plpgsql as $$ begin
                  execute 'select * from not_there'; return new; end $$;
                create trigger refuse before update on item for each row when (new.id = 45) execute function refuse()""");
        DatabaseUpgrader upgrader = builder(database, "1.0.0")
                .register("1.0.1", Steps.sql("create table first_trace (id int)"))
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("expand", handle -> handle.execute("create table second_trace (id int)"));
                    upgrade.requiresBackfill(NAME);
                })
                .build();

        assertRefused(
                database, upgrader, "it was never started here, and its table has about 100 rows", "finishInline");
        Backfilling.finish(upgrader);
        assertRefused(database, upgrader, "work: FAILED (", "40 of about 100 rows (40.0 %). Fix: mend the cause");
        database.execute("update database_backfills set state = 'RUNNING', reason = null, ended_at = null");
        assertRefused(database, upgrader, "work: RUNNING", "40 of about 100 rows (40.0 %)", "Fix: wait for it");
        upgrader.backfills().pause(NAME);
        assertRefused(database, upgrader, "work: PAUSED", "40 of about 100 rows (40.0 %)", "backfills().resume(");
        upgrader.backfills().cancel(NAME);
        assertRefused(database, upgrader, "work: CANCELLED", "40 of about 100 rows (40.0 %)", "backfills().restart(");
        upgrader.backfills().restart(NAME);
        assertRefused(database, upgrader, "it was never started here, and its table has about 100 rows", "start()");
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0");

        database.execute("drop trigger refuse on item");
        Backfilling.finish(upgrader);
        upgrader.upgrade();
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.2.0");
        assertThat(database.queryText("select to_regclass('second_trace')")).isEqualTo("second_trace");
    }

    private static void assertRefused(TestDatabase database, DatabaseUpgrader upgrader, String... parts) {
        UpgradeException refusal = catchThrowableOfType(UpgradeException.class, upgrader::upgrade);

        assertThat(refusal)
                .hasMessageStartingWith("UPG-803 The backfill \"work\" must be complete first: ")
                .hasMessageContainingAll(parts);
        assertThat(refusal.code()).isEqualTo(ErrorCode.BACKFILL_INCOMPLETE);
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(database.rows("""
                select (select schema_version || ' ' || compatible_from from database_metadata),
                  (select count(*) from database_upgrade_steps), to_regclass('first_trace'), to_regclass('second_trace')""")).containsExactly("1.0.0 1.0.0|0|null|null");
    }

    @Test
    @DisplayName(
            "backfill 75: a backfill that begins after an earlier upgrade of the run lets that one through, and nothing of the later one")
    void gate_backfillOfTheSameRun_isRefusedWhenItsUpgradeBegins(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database, "1.1.0")
                .register("1.1.0", Steps.sql("create table first_trace (id int)"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("expand", handle -> handle.execute("create table second_trace (id int)"));
                    upgrade.requiresBackfill(NAME);
                })
                .build();

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class,
                        e -> assertThat(e.completed()).hasSize(1))
                .hasMessageContaining(
                        "The backfill \"work\" must be complete first, because it was never started here");
        assertThat(database.rows("""
                select (select schema_version || ' ' || compatible_from from database_metadata),
                  (select count(*) from database_upgrade_steps), to_regclass('first_trace'), to_regclass('second_trace')""")).containsExactly("1.1.0 1.1.0|0|first_trace|null");

        Backfilling.finish(upgrader);
        upgrader.upgrade();
        assertThat(database.queryText("select to_regclass('second_trace')")).isEqualTo("second_trace");
    }

    @Test
    @DisplayName("backfill 75: what an earlier upgrade of the run finishes, a later one need not ask for before")
    void gate_finishedByAnEarlierUpgrade_isOpen(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database, "1.0.0")
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.requiresBackfill(NAME).finishInline())
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> upgrade.requiresBackfill(NAME))
                .build();

        upgrader.upgrade();

        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(database.queryLong("select count(*) from item where note = 'x'"))
                .isEqualTo(100);
    }

    @Test
    @DisplayName("backfill 75: it is asked again in its place, so that a backfill which was begun again is waited for")
    void gate_backfillBegunAgainMeanwhile_isRefusedInItsPlace(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database, "1.0.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step(
                            "somebody begins it again", handle -> handle.execute("delete from database_backfills"));
                    upgrade.requiresBackfill(NAME);
                    upgrade.step("contract", handle -> handle.execute("alter table item drop column note"));
                })
                .build();
        Backfilling.finish(upgrader);

        assertThatThrownBy(upgrader::upgrade)
                .hasMessageContaining("failed in sub-step \"backfill work is complete\"")
                .hasMessageContaining("it was never started here");
        assertThat(database.queryLong("select count(note) from item")).isEqualTo(100);

        Backfilling.finish(upgrader);
        upgrader.upgrade();
        assertThat(
                        database.queryText(
                                "select string_agg(attname, ' ') from pg_attribute where attrelid = 'item'::regclass and attnum > 0 and not attisdropped"))
                .isEqualTo("id");
    }

    @Test
    @DisplayName(
            "backfill 63, backfill 75: an upgrade that is to finish a backfill, and could not, is refused before anything of it runs")
    void finishInline_ofWhatCannotBeFinished_isRefusedBeforeAnythingRuns(TestDatabase database) {
        DatabaseUpgrader upgrader = finishing(database, "1.0.0", "note = 'x'");
        Backfilling.finish(upgrader);

        assertThatThrownBy(finishing(database, "1.0.0", "note = 'y'")::upgrade)
                .hasMessageStartingWith("UPG-802 The backfill \"work\" is recorded with another definition");
        database.execute("update database_backfills set state = 'CANCELLED'");
        assertThatThrownBy(upgrader::upgrade).hasMessageStartingWith("UPG-804 The backfill \"work\" was cancelled");
        database.execute("delete from database_backfills");
        assertThatThrownBy(finishing(database, "1.2.0", "note = 'x'")::upgrade)
                .hasMessageContaining(
                        "The backfill \"work\" cannot be finished here, because it begins when the schema has"
                                + " reached 1.2.0, and it is at 1.0.0");
        assertThat(database.queryText("select to_regclass('trace')")).isEqualTo("null");

        upgrader.upgrade();
        assertThat(database.queryText("select to_regclass('trace')")).isEqualTo("trace");
    }

    @Test
    @DisplayName("upgrades 55, backfill 75: a dry run rehearses what is left of a backfill that the upgrade finishes")
    void dryRun_ofFinishInline_rehearsesTheWork(TestDatabase database) {
        DatabaseUpgrader upgrader = finishing(database, "1.0.0", "note = 'x'");

        Part rehearsed = gate(upgrader);
        assertThat(rehearsed.rehearsal()).isEqualTo(Rehearsal.EQUIVALENT);
        assertThat(rehearsed.statements())
                .anySatisfy(s -> assertThat(s.sql()).contains("update").contains("note = 'x'"));
        assertThat(database.queryLong("select count(note) from item")).isZero();
        assertThat(database.queryLong("select count(*) from database_backfills"))
                .isZero();
        assertThatThrownBy(finishing(database, "1.0.0", "note = nowhere")::dryRun)
                .hasMessageContaining("column \"nowhere\" does not exist");

        Backfilling.finish(upgrader);
        assertThat(gate(upgrader).statements())
                .noneSatisfy(s -> assertThat(s.sql()).contains("note = 'x'"));
        assertThatThrownBy(finishing(database, "1.0.0", "note = 'y'")::dryRun)
                .hasMessageContaining("is recorded with another definition");
    }

    @Test
    @DisplayName("upgrades 55, backfill 75: a dry run of a database without a record tells the same")
    void dryRun_ofAnEmptyDatabase_rehearsesTheWork(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public");
        DatabaseUpgraderBuilder builder = builder(database, "1.1.0")
                .upgradeEmptyDatabases()
                .register(
                        "1.1.0",
                        Steps.sql("create table item (id int primary key, note text); insert into item values (1)"));

        DatabaseUpgrader finishing = builder.register(
                        "1.2.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.requiresBackfill(NAME).finishInline())
                .build();
        assertThat(finishing.dryRun().steps().get(1).parts().get(0).statements())
                .anySatisfy(s -> assertThat(s.sql()).contains("note = 'x'"));
        finishing.upgrade();
        assertThat(database.queryLong("select count(note) from item")).isEqualTo(1);
    }

    private static Part gate(DatabaseUpgrader upgrader) {
        return upgrader.dryRun().steps().get(0).parts().get(1);
    }

    private static DatabaseUpgrader finishing(TestDatabase database, String since, String assignment) {
        return builder(database, since, assignment)
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("expand", handle -> handle.execute("create table trace (id int)"));
                    upgrade.requiresBackfill(NAME).finishInline();
                })
                .build();
    }

    private static DatabaseUpgraderBuilder builder(TestDatabase database, String since) {
        return builder(database, since, "note = 'x'");
    }

    private static DatabaseUpgraderBuilder builder(TestDatabase database, String since, String assignment) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .registerBackfill(
                        NAME, since, Backfill.table("item").set(assignment).settings(small(10, 30)));
    }
}
