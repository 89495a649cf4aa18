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

/** The start of an application whose database is already where it should be, through a warm pool: nearly every start there is. */
public final class NoOpStart implements Measurement {

    private static final double AT_MOST_TIMES_PLAIN = 1.3;

    /** A start without work is short, so that more of them are needed for a steady median, and can be had. */
    private static final int MORE = 5;

    @Override
    public String word() {
        return "no-op";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int size : settings.sizes()) {
            List<Case> cases = measure(server, settings, size);
            Case plain = Case.named(cases, PlainTool.NAME);
            for (Case each : cases) {
                rows.add(List.of(
                        String.valueOf(size),
                        each.tool().name(),
                        each.sample().medianText(),
                        each.sample().range(),
                        "%.2f".formatted(each.ratioTo(plain)),
                        String.valueOf(each.traffic().statements()),
                        String.valueOf(each.traffic().roundTrips()),
                        String.valueOf(each.sample().count())));
            }
            targets.addAll(targets(size, Case.named(cases, UpgraderTool.NAME), plain));
        }
        return new Section(
                "Start with nothing to do, warm pool",
                List.of("applied", "tool", "median", "range", "× plain", "statements", "round trips", "runs"),
                rows,
                targets);
    }

    private static List<Case> measure(TestServer server, Settings settings, int size) throws Exception {
        List<Case> cases = Case.of(
                List.of(
                        new UpgraderTool(),
                        UpgraderTool.builtBefore(),
                        new FlywayTool(),
                        new LiquibaseTool(),
                        new PlainTool()),
                Steps.trivial(size));
        List<String> databases = new ArrayList<>();
        List<HikariDataSource> pools = new ArrayList<>();
        for (Case each : cases) {
            databases.add(server.createDatabase());
            pools.add(each.pool(server, databases.get(databases.size() - 1)));
            each.start().on(pools.get(pools.size() - 1));
        }
        for (int run = -settings.warmUps() * MORE; run < settings.repetitions() * MORE; run++) {
            for (int i = 0; i < cases.size(); i++) {
                Case each = cases.get(i);
                HikariDataSource pool = pools.get(i);
                double millis = Sample.time(() -> each.start().on(pool));
                if (run >= 0) {
                    each.sample().add(millis);
                }
            }
        }
        for (int i = 0; i < cases.size(); i++) {
            pools.get(i).close();
            cases.get(i).countTraffic(server, databases.get(i), true);
            server.dropDatabase(databases.get(i));
        }
        return cases;
    }

    private static List<Target> targets(int size, Case ours, Case plain) {
        String what = "no-op start at " + size + ": ";
        return List.of(
                Target.atMost(what + "statements", (double) ours.traffic().statements(), 1, ""),
                Target.atMost(what + "round trips", (double) ours.traffic().roundTrips(), 1, ""),
                Target.atMost(what + "time × plain JDBC", ours.ratioTo(plain), AT_MOST_TIMES_PLAIN, ""));
    }
}
