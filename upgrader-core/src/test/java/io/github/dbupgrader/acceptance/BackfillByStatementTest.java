package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A backfill by a statement of the user's that joins another table. */
@DatabaseTest
class BackfillByStatementTest {

    @Test
    @DisplayName(
            "backfill 59: conditions may use the alias of the statement, also when the table is looked through again")
    void upgrade_withAliasInConditions_doesAllRows(TestDatabase database) {
        database.execute("create table airport (id bigint primary key, name text)");
        database.execute("create table strike (id bigint primary key, name text, airport bigint)");
        database.execute("insert into airport select n, 'a' || n from generate_series(1, 5) n");
        database.execute("insert into strike select n, 'a' || (n % 7) from generate_series(1, 70) n");
        Backfill backfill = Backfill.table("strike")
                .where("s.name <> 'a0'")
                .pending("s.airport is null")
                .statement(
                        "update strike s set airport = coalesce((select a.id from airport a where a.name = s.name), 0) where {batch}",
                        "s");

        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> upgrade.backfill("airports", backfill))
                .build();
        upgrader.upgrade(UpgradeOptions.defaults().from("1.0.0"));

        assertThat(database.rows("select airport, count(*) from strike group by 1 order by 1"))
                .containsExactly("0|10", "1|10", "2|10", "3|10", "4|10", "5|10", "null|10");
        assertThat(upgrader.backfills().status("airports").orElseThrow().rowsChanged())
                .isEqualTo(60);
    }
}
