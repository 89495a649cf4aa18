package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.finish;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static io.github.dbupgrader.acceptance.Backfilling.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus.Registered;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A backfill that is half done meets an application with another definition of it, or with none. */
@DatabaseTest
class BackfillChangedTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, note text);
                insert into item select n from generate_series(1, 100) n;
                create function refuse() returns trigger language plpgsql as $$ begin
                  execute 'select * from not_there'; return new; end $$;
                create trigger refuse before update on item for each row when (new.id = 45) execute function refuse()""");
    }

    @Test
    @DisplayName(
            "backfill 63: instances with another definition leave a half-done backfill alone, until it is begun again on purpose")
    void background_changedDefinition_isLeftAlone(TestDatabase database) {
        finishHalf(database);
        DatabaseUpgrader next = register(database, backfill("new"));
        next.backfills().resume(NAME);

        look(next);

        assertThat(status(next).registered()).isEqualTo(Registered.CHANGED);
        assertThat(status(next).state()).isEqualTo(BackfillState.RUNNING);
        assertThat(database.rows("select note, count(*) from item group by 1 order by 1"))
                .containsExactly("old|40", "null|60");

        next.backfills().restart(NAME);
        assertThat(finish(next).registered()).isEqualTo(Registered.SAME);
        assertThat(database.rows("select note, count(*) from item group by 1")).containsExactly("new|100");
    }

    @Test
    @DisplayName("backfill 63: the revision tells apart what looks alike")
    void background_otherRevision_isAnotherDefinition(TestDatabase database) {
        finishHalf(database);

        assertThat(status(register(database, backfill("old"))).registered()).isEqualTo(Registered.SAME);
        assertThat(status(register(database, backfill("old").revision("2"))).registered())
                .isEqualTo(Registered.CHANGED);
        assertThat(status(register(database, backfill("old").settings(small(99, 999))))
                        .registered())
                .as("how it is run may change")
                .isEqualTo(Registered.SAME);
    }

    @Test
    @DisplayName("backfill 63: a backfill whose code was removed is reported and left alone")
    void background_codeRemoved_isLeftAlone(TestDatabase database) {
        finishHalf(database);
        DatabaseUpgrader next = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build();
        next.backfills().resume(NAME);

        look(next);

        assertThat(next.backfills().status())
                .extracting(s -> s.name() + " " + s.state() + " " + s.registered())
                .containsExactly("work RUNNING NO");
        assertThat(database.queryLong("select count(*) from item where note is null"))
                .isEqualTo(60);
    }

    @Test
    @DisplayName("backfill 63: an upgrade refuses to go on with another definition than it began with")
    void upgrade_changedDefinition_isRefused(TestDatabase database) {
        DatabaseUpgrader first = inUpgrade(database.dataSource(), backfill("old"));
        assertThatThrownBy(first::upgrade).hasMessageContaining("relation \"not_there\" does not exist");
        database.execute("drop trigger refuse on item");

        assertThatThrownBy(
                        () -> inUpgrade(database.dataSource(), backfill("new")).upgrade())
                .hasMessageContaining("backfill work");

        assertThat(database.rows("select note, count(*) from item group by 1 order by 1"))
                .containsExactly("old|40", "null|60");
        first.upgrade();
        assertThat(database.rows("select note, count(*) from item group by 1")).containsExactly("old|100");
    }

    private static void finishHalf(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(database.dataSource(), backfill("old"));
        assertThat(finish(upgrader).state()).isEqualTo(BackfillState.FAILED);
        database.execute("drop trigger refuse on item");
    }

    /** The first look is before the end, however soon that comes. */
    private static void look(DatabaseUpgrader upgrader) {
        upgrader.backfills().start();
        upgrader.backfills().stop();
    }

    private static DatabaseUpgrader register(TestDatabase database, Backfill backfill) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .registerBackfill(NAME, "1.0.0", backfill)
                .build();
    }

    private static Backfill backfill(String note) {
        return Backfill.table("item").set("note = '" + note + "'").settings(small(10, 30));
    }
}
