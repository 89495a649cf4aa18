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
import org.postgresql.ds.PGSimpleDataSource;

/** The cursor is the largest key of what is committed, whatever plan the server takes. */
@DatabaseTest
class BackfillCursorTest {

    @DisplayName("backfill 56: the cursor never moves back, and is the largest key that is done")
    @ParameterizedTest(name = "by a {0}")
    @ValueSource(strings = {"hashjoin", "mergejoin", "nestloop"})
    void upgrade_withAnyJoin_movesTheCursorInOrder(String join, TestDatabase database) {
        database.execute("""
                create table airport (id int primary key, name text not null);
                insert into airport select n, 'a' || n from generate_series(1, 50) n order by md5(n::text);
                create table strike (id int primary key, airport text not null, airport_id int);
                insert into strike select n * 3, 'a' || (n * 7919 % 50 + 1) from generate_series(1, 200) n order by md5(n::text);
                analyze""");
        PGSimpleDataSource dataSource = database.dataSource();
        StringBuilder options = new StringBuilder();
        for (String other : new String[] {"hashjoin", "mergejoin", "nestloop"}) {
            options.append("-c enable_").append(other).append('=').append(other.equals(join) ? "on " : "off ");
        }
        dataSource.setOptions(options.append("-c enable_indexscan=off").toString());
        DatabaseUpgrader upgrader = inUpgrade(
                dataSource,
                Backfill.table("strike")
                        .statement(
                                "update strike s set airport_id = a.id from airport a where a.name = s.airport and {batch}",
                                "s")
                        .settings(small(9, 60)));
        noteCursor(database);

        upgrader.upgrade();

        assertThat(database.queryLong(
                        "select count(*) from strike s join airport a on a.id = s.airport_id and a.name = s.airport"))
                .isEqualTo(200);
        assertThat(database.queryLong("select count(*) from cursor_log")).isGreaterThan(20);
        assertThat(database.rows("""
                select * from (select at, cursor_key, done_to, done, lag(cursor_key) over (order by at) as before from cursor_log) c
                where cursor_key <> done_to or cursor_key <= before or done * 3 <> cursor_key""")).isEmpty();
    }

    private static void noteCursor(TestDatabase database) {
        database.execute("""
                create table cursor_log (at int generated always as identity, cursor_key int, done_to int, done int);
                create function note_cursor() returns trigger language plpgsql as $$ begin
                  insert into cursor_log (cursor_key, done_to, done)
                  select new.cursor_key[1]::int, max(id), count(*) from strike where airport_id is not null;
                  return new;
                end $$;
                create trigger note_cursor after update of cursor_key on database_backfill_chunks
                for each row when (new.kind = 'RANGE') execute function note_cursor()""");
    }
}
