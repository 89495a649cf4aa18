package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Java reads what SQL makes of a row, beside its columns. */
@DatabaseTest
class BackfillExpressionTest {

    private static final String NAME = "(select a.name from airport a where a.id = airport_id and a.name <> ':?{x}')";

    @BeforeEach
    void tables(TestDatabase database) {
        database.execute("""
                create table airport (id bigint primary key, name text);
                insert into airport values (1, 'Aspen'), (2, 'Burley');
                create table strike (id bigint primary key, airport_id bigint, airport text);
                insert into strike (id, airport_id) select n, n % 3 from generate_series(1, 30) n""");
    }

    @Test
    @DisplayName("backfill 60: a value of another table is read with the row; null where there is none")
    void readExpression_ofAnotherTable_isRead(TestDatabase database) {
        inUpgrade(database.dataSource(), backfill()).upgrade();

        assertThat(database.rows("select airport_id, airport, count(*) from strike group by 1, 2 order by 1"))
                .containsExactly("0|nowhere|10", "1|Aspen|10", "2|Burley|10");
    }

    @Test
    @DisplayName("backfill 60: what the expression reads is no part of what must be unchanged, but the columns are")
    void readExpression_otherTableChangesMeanwhile_writesWhatWasRead(TestDatabase database) {
        AtomicBoolean changed = new AtomicBoolean();
        Backfill backfill = Backfill.table("strike")
                .where("id in (1, 4)")
                .pending("airport is null")
                .read("airport_id", Long.class)
                .readExpression("name", String.class, NAME)
                .write("airport")
                .settings(small(10, 10))
                .compute(rows -> {
                    if (!changed.getAndSet(true)) {
                        database.execute("update airport set name = 'Aspen Field' where id = 1");
                        database.execute("update strike set airport_id = 2 where id = 4");
                    }
                    rows.forEach(BackfillExpressionTest::name);
                });

        inUpgrade(database.dataSource(), backfill).upgrade();

        assertThat(database.rows("select id, airport from strike where id in (1, 4) order by id"))
                .containsExactly("1|Aspen", "4|Burley");
    }

    @Test
    void readExpression_thatIsNone_isRefused() {
        Backfill backfill = Backfill.table("strike");

        assertThatThrownBy(() -> backfill.readExpression("name", String.class, "airport_id) from airport --"))
                .isInstanceOf(UpgradeException.class)
                .hasMessageContaining("expression");
    }

    private static Backfill backfill() {
        return Backfill.table("strike")
                .pending("airport is null")
                .readExpression("name", String.class, NAME)
                .write("airport")
                .settings(small(10, 10))
                .compute(rows -> rows.forEach(BackfillExpressionTest::name));
    }

    private static void name(BackfillRow row) {
        String name = row.get("name", String.class);
        row.set("airport", name == null ? "nowhere" : name);
    }
}
