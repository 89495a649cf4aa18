package io.github.dbupgrader.benchmarks.measure;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.tool.FlywayTool;
import io.github.dbupgrader.benchmarks.tool.LiquibaseTool;
import io.github.dbupgrader.benchmarks.tool.PlainTool;
import io.github.dbupgrader.benchmarks.tool.Steps;
import io.github.dbupgrader.benchmarks.tool.UpgraderTool;
import java.util.ArrayList;
import java.util.List;

/** Many trivial upgrades written in Java, from an empty database: what the tool itself costs for each step. */
public final class ApplySteps implements Measurement {

    private static final double TIMES_PLAIN = 2;
    private static final double BOUND_TIMES_PLAIN = 2.5;
    private static final double ROUND_TRIPS_A_STEP = 5;

    @Override
    public String word() {
        return "apply";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        Case lastOurs = null;
        int lastSize = 0;
        for (int size : settings.sizes()) {
            List<Case> cases = measure(server, settings, size);
            Case plain = Case.named(cases, PlainTool.NAME);
            for (Case each : cases) {
                rows.add(row(size, each, plain));
            }
            Case ours = Case.named(cases, UpgraderTool.NAME);
            targets.add(Target.atMost(
                    "applying " + size + ": time × plain JDBC (bound " + BOUND_TIMES_PLAIN + ")",
                    ours.ratioTo(plain),
                    TIMES_PLAIN,
                    ""));
            if (lastOurs != null) {
                targets.add(perStep(lastOurs, lastSize, ours, size));
            }
            lastOurs = ours;
            lastSize = size;
        }
        return new Section(
                "Applying trivial Java upgrades, from an empty database",
                List.of(
                        "upgrades",
                        "tool",
                        "median",
                        "range",
                        "× plain",
                        "round trips",
                        "a step",
                        "statements",
                        "runs"),
                rows,
                targets);
    }

    private static List<Case> measure(TestServer server, Settings settings, int size) throws Exception {
        List<Case> cases = Case.of(
                List.of(new UpgraderTool(), new FlywayTool(), new LiquibaseTool(), new PlainTool()),
                Steps.trivial(size));
        for (int run = -settings.warmUps(); run < settings.repetitions(); run++) {
            for (Case each : cases) {
                String database = server.createDatabase();
                try (HikariDataSource pool = each.pool(server, database)) {
                    double millis = Sample.time(() -> each.start().on(pool));
                    if (run >= 0) {
                        each.sample().add(millis);
                    }
                }
                server.dropDatabase(database);
            }
        }
        for (Case each : cases) {
            String database = server.createDatabase();
            each.countTraffic(server, database, false);
            server.dropDatabase(database);
        }
        return cases;
    }

    private static List<String> row(int size, Case each, Case plain) {
        return List.of(
                String.valueOf(size),
                each.tool().name(),
                each.sample().medianText(),
                each.sample().range(),
                "%.2f".formatted(each.ratioTo(plain)),
                String.valueOf(each.traffic().roundTrips()),
                "%.2f".formatted((double) each.traffic().roundTrips() / size),
                String.valueOf(each.traffic().statements()),
                String.valueOf(each.sample().count()));
    }

    /** From the difference of two sizes, so that what a run costs once does not count. */
    private static Target perStep(Case less, int few, Case more, int many) {
        double trips = more.traffic().roundTrips() - less.traffic().roundTrips();
        return Target.atMost("round trips a step", trips / (many - few), ROUND_TRIPS_A_STEP, "");
    }
}
