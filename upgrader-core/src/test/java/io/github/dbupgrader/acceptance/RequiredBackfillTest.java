package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A later upgrade relies on what a backfill in the background has done. */
@DatabaseTest
class RequiredBackfillTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, v int not null default 1, note text);
                insert into item select n from generate_series(1, 100) n""");
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @Test
    @DisplayName("backfill 75: without the backfill's end neither kind of upgrade goes on, and says what is left")
    void requiresBackfill_neverStarted_isRefused(TestDatabase database) {
        for (UpgradeMode mode : UpgradeMode.values()) {
            DatabaseUpgrader upgrader = upgrader(database, mode, upgrade -> upgrade.requiresBackfill(NAME));

            assertThatThrownBy(upgrader::upgrade)
                    .hasMessageContaining("The backfill \"work\" must be complete first")
                    .hasMessageContaining("it was never started here");
            assertThat(database.queryText("select schema_version from database_metadata"))
                    .isEqualTo("1.0.0");
        }
    }

    @Test
    @DisplayName(
            "backfill 75: a half-done backfill is refused with the remaining estimate, and the contract does not run")
    void requiresBackfill_halfDone_isRefused(TestDatabase database) {
        database.execute("analyze item");
        database.execute("""
                create function refuse() returns trigger language plpgsql as $$ begin
                  execute 'select * from not_there'; return new; end $$;
                create trigger refuse before update on item for each row when (new.id = 45) execute function refuse()""");
        DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.TRANSACTIONAL, upgrade -> {
            upgrade.requiresBackfill(NAME);
            upgrade.handle().execute("alter table item drop column v");
        });
        Backfilling.finish(upgrader);

        assertThatThrownBy(upgrader::upgrade).hasMessageContaining("40 of about 100 rows (40.0 %)");
        assertThat(database.queryLong("select sum(v) from item")).isEqualTo(100);

        database.execute("drop trigger refuse on item");
        upgrader.backfills().resume(NAME);
        Backfilling.finish(upgrader);
        upgrader.upgrade();
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.1.0");
    }

    @Test
    @DisplayName("backfill 75: by option the upgrade finishes the backfill itself, before what comes after")
    void requiresBackfill_finishInline_doesTheRest(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, UpgradeMode.ONLINE, upgrade -> {
            upgrade.requiresBackfill(NAME).finishInline();
            upgrade.step("contract", handle -> handle.execute("alter table item alter note set not null"));
        });

        upgrader.upgrade();

        assertThat(database.queryLong("select count(*) from item where note = '1'"))
                .isEqualTo(100);
        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
    }

    @Test
    @DisplayName("backfill 75: rows in quarantine are an obstacle, unless the definition allows them")
    void requiresBackfill_withQuarantine_isRefused(TestDatabase database) {
        database.execute("update item set v = 0 where id = 7");
        DatabaseUpgrader upgrader =
                upgrader(database, UpgradeMode.TRANSACTIONAL, upgrade -> upgrade.requiresBackfill(NAME));
        Backfilling.finish(upgrader);

        assertThatThrownBy(upgrader::upgrade)
                .hasMessageContaining(
                        "The backfill \"work\" could not do 1 row, because such as [7]: ERROR: division by zero");
        upgrader(
                        database,
                        UpgradeMode.TRANSACTIONAL,
                        backfill().quarantineAllowed("why not"),
                        upgrade -> upgrade.requiresBackfill(NAME))
                .upgrade();
        assertThat(allowed(database)).isEqualTo("why not");
    }

    @Test
    @DisplayName(
            "backfill 64: why rows in quarantine do not matter is recorded as the upgrade that relies on it says, also where the backfill was begun without it")
    void quarantineAllowed_saidLater_isRecordedByTheUpgrade(TestDatabase database) {
        database.execute("update item set v = 0 where id = 7");
        DatabaseUpgrader before = upgrader(database, UpgradeMode.ONLINE, upgrade -> upgrade.requiresBackfill(NAME));
        Backfilling.finish(before);
        Backfill allowing = backfill().quarantineAllowed("item 7 is a test");
        DatabaseUpgrader gated =
                upgrader(database, UpgradeMode.ONLINE, allowing, upgrade -> upgrade.requiresBackfill(NAME));
        Backfilling.start(gated).close();
        assertThat(allowed(database))
                .as("instances of two releases do not take turns")
                .isEqualTo("null");

        assertThatThrownBy(before::upgrade).hasMessageContaining("could not do 1 row");
        gated.upgrade();
        assertThat(allowed(database)).isEqualTo("item 7 is a test");

        upgrader(
                        database,
                        UpgradeMode.ONLINE,
                        "1.2.0",
                        backfill().quarantineAllowed("item 7 is gone"),
                        upgrade -> upgrade.requiresBackfill(NAME).finishInline())
                .upgrade();
        assertThat(allowed(database)).isEqualTo("item 7 is gone");
    }

    private static String allowed(TestDatabase database) {
        return database.queryText("select quarantine_allowed from database_backfills");
    }

    @Test
    @DisplayName("backfill 75: an upgrade starts a backfill by making it known; the work is for the instances")
    void startBackfill_makesItKnown(TestDatabase database) {
        DatabaseUpgrader upgrader =
                upgrader(database, UpgradeMode.TRANSACTIONAL, upgrade -> upgrade.startBackfill(NAME));

        upgrader.upgrade();

        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.PENDING);
        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
    }

    @Test
    @DisplayName("backfill 81: no row is touched before the schema has reached the version that the backfill needs")
    void background_beforeItsVersion_waits(TestDatabase database) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", Steps.sql("create table proof (id int)"))
                .registerBackfill(NAME, "1.1.0", backfill())
                .build();
        upgrader.backfills().start();
        upgrader.backfills().stop();
        assertThat(upgrader.backfills().status(NAME)).isEmpty();

        upgrader.upgrade();

        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMode mode, UpgradeMethod method) {
        return upgrader(database, mode, backfill(), method);
    }

    private static DatabaseUpgrader upgrader(
            TestDatabase database, UpgradeMode mode, Backfill backfill, UpgradeMethod method) {
        return upgrader(database, mode, "1.1.0", backfill, method);
    }

    private static DatabaseUpgrader upgrader(
            TestDatabase database, UpgradeMode mode, String version, Backfill backfill, UpgradeMethod method) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion(version)
                .register(version, mode, method)
                .registerBackfill(NAME, "1.0.0", backfill)
                .build();
    }

    private static Backfill backfill() {
        return Backfill.table("item").set("note = 1 / v").settings(small(10, 30));
    }
}
