package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.TryAgainLaterException;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Tag("database")
class BackfillProperties {

    /** What happens once, in a batch that nobody is to blame for. */
    private enum Outage {
        NONE("null"),
        DEADLOCK("raise exception 'deadlock' using errcode = '40P01'"),
        FULL_DISK("raise exception 'full' using errcode = '53100'"),
        READ_ONLY("raise exception 'read-only' using errcode = '25006'"),
        KILLED_SESSION("perform pg_terminate_backend(pg_backend_pid())"),
        SERVICE_DOWN("null");

        private final String statement;

        Outage(String statement) {
            this.statement = statement;
        }
    }

    private record Row(int number, boolean matched, boolean bad) {}

    /** How the rows are visited, and what happens in which call. */
    private record How(
            VisitedKeys keys,
            int batch,
            int chunk,
            int workers,
            boolean java,
            boolean pending,
            Outage outage,
            int call) {}

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

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(-100_000, 100_000);
        Arbitrary<Boolean> mostly = Arbitraries.of(true, true, true, true, false);
        return Combinators.combine(numbers, mostly, mostly)
                .as((number, matched, good) -> new Row(number, matched, !good))
                .list()
                .uniqueElements(Row::number)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<How> ways() {
        return Combinators.combine(
                        Arbitraries.of(VisitedKeys.class),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 25),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Outage.class),
                        Arbitraries.integers().between(1, 12))
                .as(How::new);
    }

    @Label(
            "backfill 55: whatever the keys, sizes and failures, each row that matched is done or in quarantine, exactly once")
    @Property(tries = 20)
    void run_anyTable_visitsEachRowOnce(@ForAll("rows") List<Row> rows, @ForAll("ways") How how) {
        run(rows, how);
    }

    @Label("backfill 55: the same, many times")
    @Tag("long")
    @Property(tries = 1000)
    void run_anyTableOfMany_visitsEachRowOnce(@ForAll("rows") List<Row> rows, @ForAll("ways") How how) {
        run(rows, how);
    }

    private static void run(List<Row> rows, How how) {
        makeTable(rows, how);
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .registerBackfill(NAME, "1.0.0", backfill(how))
                .build();

        BackfillStatus end = Backfilling.finish(upgrader);

        Set<String> bad = rows.stream()
                .filter(row -> row.matched() && row.bad())
                .map(row -> String.valueOf(row.number()))
                .collect(Collectors.toSet());
        assertThat(end.state())
                .isEqualTo(bad.isEmpty() ? BackfillState.COMPLETED : BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(end.rowsDone()).isEqualTo(rows.size());
        assertThat(database.rows("select n, visits from item where visits <> (matched and not bad)::int"))
                .isEmpty();
        assertThat(database.queryLong("select count(*) from item")).isEqualTo(rows.size());
        assertThat(database.rows("select i.n from database_backfill_quarantine q left join item i on q.row_key = "
                        + how.keys().recorded()))
                .containsExactlyInAnyOrderElementsOf(bad);
    }

    private static void makeTable(List<Row> rows, How how) {
        // the first one only gives the columns their types
        String values = rows.stream()
                .map(row -> ", (%d, %s, %s, 0)".formatted(row.number(), row.matched(), row.bad()))
                .collect(Collectors.joining("", "(null::int, true, true, 0)", ""));
        database.execute("drop table if exists item; drop sequence if exists calls; create sequence calls; "
                + how.keys()
                        .table(
                                "item",
                                "n int not null, matched boolean not null, bad boolean not null, visits int not null",
                                "select * from (values " + values + ") v(n, matched, bad, visits) where n is not null")
                + """
                ;
                create or replace function outage() returns trigger language plpgsql as $$ begin
                  if nextval('calls') = %d then %s; end if; return null; end $$;
                create trigger outage before update on item for each statement execute function outage();
                delete from database_backfills""".formatted(how.call(), how.outage().statement));
    }

    private static Backfill backfill(How how) {
        Backfill table = how.keys().backfill("item").where("matched");
        Backfill which = how.pending() ? table.pending("visits = 0") : table;
        BackfillSettings settings = small(how.batch(), how.chunk()).workers(how.workers());
        return (how.java() ? java(which, how) : which.set("visits = visits + 1 / (not bad)::int")).settings(settings);
    }

    private static Backfill java(Backfill which, How how) {
        AtomicInteger calls = new AtomicInteger();
        return which.read("bad", Boolean.class)
                .read("visits", Integer.class)
                .write("visits")
                .compute(rows -> {
                    if (how.outage() == Outage.SERVICE_DOWN && calls.incrementAndGet() == how.call()) {
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
