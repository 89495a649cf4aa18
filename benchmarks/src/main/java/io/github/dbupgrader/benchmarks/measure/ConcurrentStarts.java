package io.github.dbupgrader.benchmarks.measure;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.tool.FlywayTool;
import io.github.dbupgrader.benchmarks.tool.LiquibaseTool;
import io.github.dbupgrader.benchmarks.tool.PlainTool;
import io.github.dbupgrader.benchmarks.tool.Steps;
import io.github.dbupgrader.benchmarks.tool.Tool;
import io.github.dbupgrader.benchmarks.tool.UpgraderTool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many instances start on one database at once, each on a thread with a pool of its own, and with work pending: the time until the last one is ready.
 *
 * <p>An earlier release ran before, so that every tool has its tables: eight instances of Liquibase that make them at the same time fail. The pools are open before the
 * clock starts.
 */
public final class ConcurrentStarts implements Measurement {

    private static final double AT_MOST_TIMES_PLAIN = 1.3;

    @Override
    public String word() {
        return "concurrent";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int instances : settings.instances()) {
            List<Case> cases = measure(server, settings, instances);
            Case plain = Case.named(cases, PlainTool.NAME);
            for (Case each : cases) {
                rows.add(List.of(
                        String.valueOf(instances),
                        each.tool().name(),
                        each.sample().medianText(),
                        each.sample().range(),
                        "%.2f".formatted(each.ratioTo(plain)),
                        String.valueOf(each.sample().count())));
            }
            targets.add(Target.atMost(
                    instances + " concurrent starts: all ready × plain JDBC",
                    Case.named(cases, UpgraderTool.NAME).ratioTo(plain),
                    AT_MOST_TIMES_PLAIN,
                    ""));
        }
        return new Section(
                "Concurrent starts with " + settings.concurrentSteps() + " pending steps of 10 ms",
                List.of("instances", "tool", "median until all are ready", "range", "× plain", "runs"),
                rows,
                targets);
    }

    private static List<Case> measure(TestServer server, Settings settings, int instances) throws Exception {
        Steps steps = Steps.tenMillis(settings.concurrentSteps() + 1);
        List<Case> cases =
                Case.of(List.of(new UpgraderTool(), new FlywayTool(), new LiquibaseTool(), new PlainTool()), steps);
        List<List<Tool>> tools = new ArrayList<>();
        for (Case each : cases) {
            tools.add(alone(each.tool(), instances));
        }
        for (int run = -settings.warmUps(); run < settings.repetitions(); run++) {
            for (int i = 0; i < cases.size(); i++) {
                boolean slow = cases.get(i).tool().name().equals(LiquibaseTool.NAME);
                if (slow && (run < 0 || run >= settings.slowRepetitions())) {
                    continue;
                }
                double millis = allReady(server, tools.get(i), steps);
                if (run >= 0) {
                    cases.get(i).sample().add(millis);
                }
            }
        }
        return cases;
    }

    private static List<Tool> alone(Tool tool, int instances) throws Exception {
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            tools.add(tool.alone());
        }
        return tools;
    }

    private static double allReady(TestServer server, List<Tool> tools, Steps steps) throws Exception {
        String database = server.createDatabase();
        List<Tool.Start> starts = new ArrayList<>();
        for (Tool tool : tools) {
            // the first one upgrades, the others find nothing to do; then all have loaded their classes
            tool.prepare(steps.first(1)).on(server.direct(database));
            starts.add(tool.prepare(steps));
        }
        List<HikariDataSource> pools = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(tools.size());
        try {
            for (Tool tool : tools) {
                pools.add(server.pool(database, tool.connections()));
            }
            CyclicBarrier together = new CyclicBarrier(tools.size() + 1);
            List<Future<Long>> ends = new ArrayList<>();
            for (int i = 0; i < tools.size(); i++) {
                Tool.Start start = starts.get(i);
                HikariDataSource pool = pools.get(i);
                Callable<Long> instance = () -> {
                    together.await();
                    start.on(pool);
                    return System.nanoTime();
                };
                ends.add(threads.submit(instance));
            }
            together.await();
            long begin = System.nanoTime();
            long last = begin;
            for (Future<Long> end : ends) {
                last = Math.max(last, end.get());
            }
            return (last - begin) / 1e6;
        } finally {
            threads.shutdownNow();
            pools.forEach(HikariDataSource::close);
            server.dropDatabase(database);
        }
    }
}
