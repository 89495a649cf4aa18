package io.github.dbupgrader.benchmarks.measure;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.tool.FlywayTool;
import io.github.dbupgrader.benchmarks.tool.LiquibaseTool;
import io.github.dbupgrader.benchmarks.tool.Steps;
import io.github.dbupgrader.benchmarks.tool.Tool;
import io.github.dbupgrader.benchmarks.tool.UpgraderTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;

/**
 * What the application's readers notice of an ALTER TABLE that has to wait for a long transaction: whoever comes after it queues behind it. The three tools run at the
 * same time, in databases of their own, since all they do is wait.
 */
public final class ReaderStall implements Measurement {

    private static final List<String> SQL =
            List.of("create table busy (id int)", "alter table busy add column more int");

    /** For the reader's own statement, and for the server to wake it. */
    private static final double TOLERANCE_MILLIS = 100;

    /** The server's {@code deadlock_timeout} and 500 ms: the longest lock timeout of the ladder. */
    private static final double PATIENT_MILLIS = 1500;

    private final Queue<Double> inForce = new ConcurrentLinkedQueue<>();

    @Override
    public String word() {
        return "stall";
    }

    /** The upgrades of this measurement; the second one notes the lock timeout in force. */
    final class Upgrades {

        @RegisterUpgrade("1.0.1")
        void create(Handle handle) {
            handle.execute(SQL.get(0));
        }

        @RegisterUpgrade("1.0.2")
        void alter(Handle handle) {
            inForce.add(handle.createQuery("select setting::float8 from pg_settings where name = 'lock_timeout'")
                    .mapTo(Double.class)
                    .one());
            handle.execute(SQL.get(1));
        }
    }

    /** This library again, with those upgrades. */
    private final class NotingUpgrader implements Tool {

        @Override
        public String name() {
            return UpgraderTool.NAME;
        }

        @Override
        public Start open(Path built, Steps steps) {
            return dataSource -> {
                Object upgrades = steps.count() == 1 ? new First() : new Upgrades();
                UpgraderTool.upgrader(dataSource, steps.version(), upgrades).upgrade();
            };
        }
    }

    /** What the release before had. */
    static final class First {

        @RegisterUpgrade("1.0.1")
        void create(Handle handle) {
            handle.execute(SQL.get(0));
        }
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        inForce.clear();
        List<Tool> tools = List.of(new NotingUpgrader(), new FlywayTool(), new LiquibaseTool());
        List<Sample> stalls = List.of(new Sample(), new Sample(), new Sample());
        List<Sample> done = List.of(new Sample(), new Sample(), new Sample());
        ExecutorService threads = Executors.newFixedThreadPool(tools.size());
        try {
            for (int run = 0; run < settings.repetitions(); run++) {
                List<Future<BlockedAlter.Outcome>> outcomes = new ArrayList<>();
                for (Tool tool : tools) {
                    outcomes.add(threads.submit(once(server, tool, settings.reader())));
                }
                for (int i = 0; i < tools.size(); i++) {
                    BlockedAlter.Outcome outcome = outcomes.get(i).get();
                    stalls.get(i).add(outcome.longestStallMillis());
                    done.get(i).add(outcome.doneMillis());
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return section(settings, tools, stalls, done);
    }

    private Callable<BlockedAlter.Outcome> once(TestServer server, Tool tool, Duration reader) {
        return () -> {
            String database = server.createDatabase();
            Steps steps = new Steps(SQL);
            tool.prepare(steps.first(1)).on(server.direct(database));
            Tool.Start alter = tool.prepare(steps);
            BlockedAlter.Outcome outcome = new BlockedAlter(server.direct(database), "busy", reader)
                    .run(() -> alter.on(server.direct(database)));
            server.dropDatabase(database);
            return outcome;
        };
    }

    private Section section(Settings settings, List<Tool> tools, List<Sample> stalls, List<Sample> done) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            rows.add(List.of(
                    tools.get(i).name(),
                    stalls.get(i).medianText(),
                    stalls.get(i).range(),
                    done.get(i).medianText(),
                    String.valueOf(stalls.get(i).count())));
        }
        double timeout = inForce.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return new Section(
                "Longest stall of a new reader behind a blocked ALTER TABLE, reader of "
                        + settings.reader().toSeconds() + " s",
                List.of("tool", "median", "range", "ALTER TABLE done after", "runs"),
                rows,
                List.of(
                        Target.atMost(
                                "reader stall, with " + (int) TOLERANCE_MILLIS
                                        + " ms for the reader itself: the longest lock timeout in force",
                                Math.rint(stalls.get(0).longest()),
                                timeout + TOLERANCE_MILLIS,
                                " ms"),
                        Target.atMost("longest lock timeout in force", timeout, PATIENT_MILLIS, " ms")));
    }
}
