package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.Sql;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What an application notices of a backfill with the pace for busy databases, beside the same application alone. */
public final class PoliteBackfill implements Measurement {

    private static final double MOST_TIMES_UNDISTURBED = 2;

    @Override
    public String word() {
        return "backfill-polite";
    }

    /** No backfill at all, for a while. */
    private record Nothing(long seconds) implements Contender {

        @Override
        public String name() {
            return "no backfill";
        }

        @Override
        public long fill(DataSource dataSource, long rows) throws InterruptedException {
            TimeUnit.SECONDS.sleep(seconds);
            return 0;
        }
    }

    /** Something that needs a processor half of the time and touches no table: what any work beside an application costs on this machine. */
    private record BusyProcessor(long seconds) implements Contender {

        private static final long BURST_MILLIS = 50;

        @Override
        public String name() {
            return "a busy processor, half of the time";
        }

        @Override
        public long fill(DataSource dataSource, long rows) throws SQLException, InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                Sql.execute(dataSource, """
                        do $$ declare until timestamptz := clock_timestamp() + interval '%d ms';
                        begin while clock_timestamp() < until loop end loop; end $$""".formatted(BURST_MILLIS));
                TimeUnit.MILLISECONDS.sleep(BURST_MILLIS);
            }
            return 0;
        }
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        Orders orders = Orders.create(server, settings.backfillRows());
        Run before = Run.of(server, orders, new Nothing(settings.undisturbed().toSeconds()));
        Run polite = Run.of(server, orders, UpgraderBackfill.polite());
        Run busy =
                Run.of(server, orders, new BusyProcessor(settings.undisturbed().toSeconds()));
        Run after = Run.of(server, orders, new Nothing(settings.undisturbed().toSeconds()));
        double undisturbed =
                Run.median(List.of(before, after), r -> r.application().p99());
        return new Section(
                "An application beside a polite backfill of %,d rows".formatted(orders.rows()),
                List.of("beside", "rows a second", "application p50", "p99", "longest statement", "statements"),
                List.of(
                        before.applicationLine(),
                        polite.applicationLine(),
                        busy.applicationLine(),
                        after.applicationLine()),
                List.of(Target.atMost(
                        "polite backfill: the application's p99 × undisturbed",
                        polite.application().p99() / undisturbed,
                        MOST_TIMES_UNDISTURBED,
                        "")));
    }
}
