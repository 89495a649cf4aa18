package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come in faster than the backfill goes: each batch of 10 makes 30 more. */
@DatabaseTest
class BackfillTerminationTest {

    @DisplayName("backfill 58: it ends, and the rows that came later are complete through the application's trigger")
    @ParameterizedTest(name = "with a condition that shows what is to be done: {0}")
    @ValueSource(booleans = {false, true})
    void upgrade_whileMoreRowsComeThanAreDone_ends(boolean pending, TestDatabase database) {
        database.execute("""
                create table item (id bigint generated always as identity primary key, v int not null, twice int);
                insert into item (v) select n from generate_series(1, 100) n;
                create function fill() returns trigger language plpgsql as $$ begin new.twice := new.v * 2; return new; end $$;
                create trigger fill before insert on item for each row execute function fill();
                create function more() returns trigger language plpgsql as $$ begin
                  insert into item (v) select n from generate_series(1, 30) n; return null; end $$;
                create trigger more after update on item for each statement execute function more()""");
        Backfill backfill = Backfill.table("item").set("twice = v * 2").settings(small(10, 30));
        DatabaseUpgrader upgrader =
                inUpgrade(database.dataSource(), pending ? backfill.pending("twice is null") : backfill);

        upgrader.upgrade();

        assertThat(Backfilling.status(upgrader).rowsDone()).isEqualTo(100);
        assertThat(database.queryLong("select count(*) from item")).isGreaterThanOrEqualTo(400);
        assertThat(database.queryLong("select count(*) from item where twice is distinct from v * 2"))
                .isZero();
    }
}
