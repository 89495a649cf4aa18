package io.github.dbupgrader.benchmarks.schema;

import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.Sample;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.schema.StallRun.How;
import io.github.dbupgrader.benchmarks.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The longest stall of a reader and of a writer for each change of the schema, alone and beside long readers. */
public final class SchemaStalls implements Measurement {

    /** The server's {@code deadlock_timeout} and 500 ms, the longest lock timeout of the ladder, in seconds. */
    private static final double LOCK_TIMEOUT = 1.5;

    private static final double MILLIS_OF_A_TENTH = 100;

    @Override
    public String word() {
        return "schema-stalls";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        BusyTable table = BusyTable.create(server, settings.backfillRows());
        List<List<String>> rows = new ArrayList<>();
        List<StallRun> ours = new ArrayList<>();
        for (Change change : Changes.all()) {
            for (How how : How.values()) {
                List<String> row = new ArrayList<>(List.of(change.name(), how.text()));
                for (Duration report : settings.reports()) {
                    StallRun run = StallRun.of(server, table, change, how, report);
                    row.addAll(cells(run));
                    if (how == How.UPGRADER) {
                        ours.add(run);
                    }
                }
                rows.add(row);
            }
        }
        return new Section(
                "Longest stall of an application during schema changes of a table of %,d rows".formatted(table.rows()),
                header(settings.reports()),
                rows,
                targets(ours));
    }

    private static List<String> header(List<Duration> reports) {
        List<String> header = new ArrayList<>(List.of("change", "how"));
        for (Duration report : reports) {
            String beside = report.isZero()
                    ? "alone: "
                    : "beside reports of " + Sample.human((double) report.toMillis()) + ": ";
            header.addAll(List.of(beside + "took", "longest read", "longest write", "failed statements"));
        }
        return header;
    }

    private static List<String> cells(StallRun run) {
        return List.of(
                Sample.human(run.millis()),
                Sample.human(run.counts().longestRead()),
                Sample.human(run.counts().longestWrite()),
                String.valueOf(run.counts().failed()));
    }

    private static List<Target> targets(List<StallRun> ours) {
        double failed = ours.stream().mapToLong(run -> run.counts().failed()).sum();
        return List.of(
                Target.atMost(
                        "schema changes: longest read, to a tenth of a second",
                        longest(ours, run -> run.counts().longestRead()),
                        LOCK_TIMEOUT,
                        " s"),
                Target.atMost(
                        "schema changes: longest write, to a tenth of a second",
                        longest(ours, run -> run.counts().longestWrite()),
                        LOCK_TIMEOUT,
                        " s"),
                Target.atMost("schema changes: statements of the application that failed", failed, 0, ""));
    }

    /** A statement that waits for as long as the lock timeout still has to be woken and to do its work. */
    private static double longest(List<StallRun> runs, ToDoubleFunction<StallRun> millis) {
        return Math.rint(runs.stream().mapToDouble(millis).max().orElse(Double.NaN) / MILLIS_OF_A_TENTH) / 10;
    }
}
