package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys that change while a backfill goes along them. */
@DatabaseTest
class BackfillMovedKeyTest {

    @Test
    @DisplayName("backfill 59: a row whose key is changed during the run is not lost, wherever it goes")
    void upgrade_keyChangedDuringRun_isDone(TestDatabase database) {
        database.execute("""
                create table item (id bigint primary key, name text not null, done boolean);
                insert into item select n, 'n' || n from generate_series(1, 100) n;
                create function move() returns trigger language plpgsql as $$ begin
                  if new.id = 35 then
                    update item set id = -1 where id = 90;
                    update item set id = 5000 where id = 91;
                    update item set id = 5001 where id = 3;
                  end if;
                  return new;
                end $$;
                create trigger move after update on item for each row when (new.done and old.done is null) execute function move()""");
        DatabaseUpgrader upgrader = inUpgrade(
                database.dataSource(),
                Backfill.table("item")
                        .pending("done is null")
                        .set("done = true")
                        .settings(small(10, 30)));

        upgrader.upgrade();

        assertThat(database.rows(
                        "select id, name, done from item where done is null or id not between 1 and 100 order by 1"))
                .containsExactly("-1|n90|t", "5000|n91|t", "5001|n3|t");
        assertThat(Backfilling.status(upgrader).rowsChanged()).isEqualTo(100);
    }

    @Test
    @DisplayName("backfill 59: keys that move on purpose in every pass do not keep it from its end, and it says so")
    void upgrade_keysMoveInEachPass_endsWithARemark(TestDatabase database) {
        database.execute("""
                create table item (id bigint primary key, name text not null, done boolean);
                insert into item select n, 'n' || n from generate_series(1, 50) n;
                create function make() returns trigger language plpgsql as $$ begin
                  insert into item values (-abs(new.id) * 10, 'child of ' || new.id);
                  return new;
                end $$;
                create trigger make after update on item for each row when (new.id % 10 = 0) execute function make()""");
        DatabaseUpgrader upgrader = inUpgrade(
                database.dataSource(),
                Backfill.table("item")
                        .pending("done is null")
                        .set("done = true")
                        .settings(small(10, 100)));

        upgrader.upgrade();

        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertThat(Backfilling.status(upgrader).reason())
                .contains("rows to be done came up in each of 5 passes, so there may be more");
        assertThat(database.queryLong("select count(*) from item where done and name like 'n%'"))
                .isEqualTo(50);
    }
}
