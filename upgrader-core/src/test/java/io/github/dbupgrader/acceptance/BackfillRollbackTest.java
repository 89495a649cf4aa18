package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.SubStepOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An upgrade is undone in the middle of its backfill. */
@DatabaseTest
class BackfillRollbackTest {

    private static final String BOOKS = """
            select (select schema_version || ' ' || compatible_from from database_metadata),
              (select count(*) from database_upgrade_steps), (select count(*) from database_backfills),
              (select count(*) from database_backfill_chunks), (select count(*) from database_backfill_quarantine)""";

    /** Rows 20 and 30 are at fault, and at row 45 it stops. */
    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, v int not null);
                insert into item select n, case when n in (20, 30) then 0 else 1 end from generate_series(1, 100) n;
                create function stop() returns trigger language plpgsql as $$ begin
                  execute 'select * from not_there'; return new; end $$;
                create trigger stop before update on item for each row when (new.id = 45) execute function stop()""");
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @Test
    @DisplayName(
            "upgrades 63, backfill 79: the revert of a half-done backfill forgets position and quarantine, and the next upgrade begins at the first row")
    void rollback_halfDoneBackfill_forgetsIt(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, backfill -> {});
        stopHalfWay(database, upgrader);

        upgrader.rollback("1.0.0");

        assertThat(database.rows(BOOKS)).containsExactly("1.0.0 1.0.0|0|0|0|0");
        assertThat(columns(database)).isEqualTo("id v");
        assertThat(upgrader.backfills().status()).isEmpty();

        database.execute("drop trigger stop on item; update item set v = 1");
        upgrader.upgrade();
        assertThat(database.queryLong("select count(*) from item where note = 1"))
                .isEqualTo(100);
        assertThat(Backfilling.status(upgrader).rowsDone()).isEqualTo(100);
    }

    @Test
    @DisplayName(
            "upgrades 63, backfill 79: what the author says about the data goes first, in the commit that forgets the position")
    void rollback_withARevertOfItsOwn_isOneCommit(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(
                database,
                backfill -> backfill.revert(handle -> {
                    handle.execute("insert into undone select id from item where note is not null");
                    handle.execute("select 1 / (select max(id) from ready)");
                }));
        database.execute("create table undone (id int); create table ready (id int); insert into ready values (0)");
        long done = stopHalfWay(database, upgrader);
        String before = database.rows(BOOKS).get(0);

        assertThatThrownBy(() -> upgrader.rollback("1.0.0"))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("division by zero");
        assertThat(database.rows(BOOKS)).containsExactly(before);
        assertThat(database.queryLong("select count(*) from undone")).isZero();

        database.execute("update ready set id = 1");
        upgrader.rollback("1.0.0");
        assertThat(database.rows(BOOKS)).containsExactly("1.0.0 1.0.0|0|0|0|0");
        assertThat(database.queryLong("select count(*) from undone")).isEqualTo(done);
        assertThat(columns(database)).isEqualTo("id v");
    }

    /** Returns how many rows are done. */
    private static long stopHalfWay(TestDatabase database, DatabaseUpgrader upgrader) {
        assertThatThrownBy(upgrader::upgrade).hasMessageContaining("not_there");
        long done = database.queryLong("select count(*) from item where note = 1");
        assertThat(done).isBetween(28L, 42L);
        assertThat(upgrader.backfills().quarantine(NAME, 10)).hasSize(2);
        assertThat(database.queryLong("select count(*) from database_upgrade_steps"))
                .isEqualTo(2);
        return done;
    }

    private static String columns(TestDatabase database) {
        return database.queryText(
                "select string_agg(attname, ' ' order by attname) from pg_attribute where attrelid = 'item'::regclass"
                        + " and attnum > 0 and not attisdropped");
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, Consumer<SubStepOptions> more) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("add the column", handle -> handle.execute("alter table item add column note int"))
                            .revert(handle -> handle.execute("alter table item drop column note"));
                    more.accept(upgrade.backfill(
                            NAME, Backfill.table("item").set("note = 1 / v").settings(small(10, 30))));
                })
                .build();
    }
}
