package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Filling a new column of a large table, at full speed: SQL and Java, ours and by hand. */
public final class BackfillRuns implements Measurement {

    private static final double LEAST_OF_ONE_UPDATE = 0.9;
    private static final double LEAST_WITH_TWO = 1.5;
    private static final double LEAST_OF_PER_ROW = 4;
    private static final double MOST_GROWTH = 1.2;

    @Override
    public String word() {
        return "backfill";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        Orders orders = Orders.create(server, settings.backfillRows());
        Contender update = new OneUpdate();
        Contender one = UpgraderBackfill.sql(1);
        Contender two = UpgraderBackfill.sql(2);
        Contender java = UpgraderBackfill.java();
        Contender perRow = JavaChunks.perRow();
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int i = 0; i < settings.backfillRepetitions(); i++) {
            for (Contender each : List.of(update, KeysetLoop.committing(), one, two)) {
                add(runs, Run.of(server, orders, each));
            }
        }
        for (Contender each : List.of(
                KeysetLoop.inOneTransaction(),
                UpgraderBackfill.withSecondLook(),
                UpgraderBackfill.sql(4),
                new PredicateLoop(),
                java,
                perRow,
                JavaChunks.batched())) {
            add(runs, Run.of(server, orders, each));
        }
        EvenBatches even = new EvenBatches(server, orders);
        double limit = speed(runs, update);
        double alone = speed(runs, one);
        return new Section(
                "Filling a column of %,d rows while an application updates single rows".formatted(orders.rows()),
                Run.header(),
                runs.values().stream().map(r -> Run.line(r, limit)).toList(),
                List.of(
                        Target.atLeast("SQL batches: speed × one UPDATE", alone / limit, LEAST_OF_ONE_UPDATE, ""),
                        Target.atLeast("SQL batches: two workers × one", speed(runs, two) / alone, LEAST_WITH_TWO, ""),
                        Target.atLeast(
                                "Java batches: speed × one statement a row",
                                speed(runs, java) / speed(runs, perRow),
                                LEAST_OF_PER_ROW,
                                ""),
                        Target.atMost(
                                "SQL batches: time of the last tenth × the first", even.growth(), MOST_GROWTH, ""),
                        Target.atMost(
                                "… of the loop along the key, for comparison", even.growthOfLoop(), MOST_GROWTH, "")));
    }

    private static void add(Map<String, List<Run>> runs, Run run) {
        runs.computeIfAbsent(run.name(), name -> new ArrayList<>()).add(run);
    }

    private static double speed(Map<String, List<Run>> runs, Contender contender) {
        return Run.median(runs.getOrDefault(contender.name(), List.of()), Run::rowsPerSecond);
    }
}
