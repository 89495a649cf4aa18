package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.TryAgainLaterException;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Tag("database")
class BackfillProperties {

    private static TestDatabase database;

    @BeforeContainer
    static void makeDatabase() {
        database = TestDatabase.create();
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @AfterContainer
    static void dropDatabase() {
        database.close();
    }

    @Label("backfill 55: whatever the keys, sizes and failures, each row is done or in quarantine, exactly once")
    @Property(tries = 12)
    void run_anyTable_visitsEachRowOnce(
            @ForAll @Size(max = 40) Set<@IntRange(min = -100_000, max = 100_000) Integer> keys,
            @ForAll @Size(max = 5) List<@IntRange(max = 39) Integer> bad,
            @ForAll @IntRange(min = 1, max = 12) int batch,
            @ForAll @IntRange(min = 1, max = 25) int chunk,
            @ForAll @IntRange(max = 6) int outage,
            @ForAll boolean inJava,
            @ForAll boolean asText) {
        List<Integer> all = List.copyOf(keys);
        Set<String> faulty = bad.stream()
                .filter(i -> i < all.size())
                .map(i -> String.valueOf(all.get(i)))
                .collect(Collectors.toCollection(TreeSet::new));
        database.execute(
                "drop table if exists item; create table item (k %s primary key, bad boolean not null, visits int not null default 0)"
                        .formatted(asText ? "text" : "int"));
        String rows = all.stream()
                .map(k -> "('%d', %s)".formatted(k, faulty.contains(String.valueOf(k))))
                .collect(Collectors.joining(", "));
        if (!rows.isEmpty()) {
            database.execute("insert into item values " + rows);
        }
        database.execute("delete from database_backfills");
        Backfill table = Backfill.table("item");
        Backfill backfill = inJava ? java(table, outage) : table.set("visits = visits + 1 / (not bad)::int");
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .registerBackfill(NAME, "1.0.0", backfill.settings(small(batch, chunk)))
                .build();

        assertThat(Backfilling.finish(upgrader).rowsDone()).isEqualTo(all.size());

        assertThat(database.queryLong("select count(*) from item where visits = (not bad)::int"))
                .isEqualTo(all.size());
        assertThat(upgrader.backfills().quarantine(NAME, 100))
                .extracting(row -> row.key().get(0))
                .containsExactlyInAnyOrderElementsOf(faulty);
    }

    private static Backfill java(Backfill table, int outage) {
        AtomicInteger calls = new AtomicInteger();
        return table.read("bad", Boolean.class)
                .read("visits", Integer.class)
                .write("visits")
                .compute(rows -> {
                    if (calls.incrementAndGet() == outage) {
                        throw new TryAgainLaterException("not now");
                    }
                    rows.forEach(row -> {
                        if (row.get("bad", Boolean.class)) {
                            throw new IllegalStateException("bad");
                        }
                        row.set("visits", row.get("visits", Integer.class) + 1);
                    });
                });
    }
}
