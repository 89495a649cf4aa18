package io.github.dbupgrader.benchmarks.measure;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.server.Traffic;
import io.github.dbupgrader.benchmarks.tool.Steps;
import io.github.dbupgrader.benchmarks.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/** One tool in a measurement: what it does, what was counted, and how long it took. */
final class Case {

    /** Flyway needs two. */
    private static final int POOL = 2;

    private final Tool tool;
    private final Tool.Start start;
    private final Sample sample = new Sample();
    private Traffic traffic = new Traffic(0, 0);

    Case(Tool tool, Steps steps) throws Exception {
        this.tool = tool;
        this.start = tool.prepare(steps);
    }

    static List<Case> of(List<Tool> tools, Steps steps) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Tool tool : tools) {
            cases.add(new Case(tool, steps));
        }
        return List.copyOf(cases);
    }

    static Case named(List<Case> cases, String name) {
        return cases.stream()
                .filter(c -> c.tool().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Tool tool() {
        return tool;
    }

    Tool.Start start() {
        return start;
    }

    Sample sample() {
        return sample;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Starts on a database through the proxy, after doing so once unwatched if that is wanted. */
    void countTraffic(TestServer server, String database, boolean startBefore) throws Exception {
        try (HikariDataSource pool = server.countedPool(database, POOL)) {
            if (startBefore) {
                start.on(pool);
            }
            server.proxy().take();
            start.on(pool);
            traffic = server.proxy().take();
        }
    }

    HikariDataSource pool(TestServer server, String database) throws Exception {
        return server.pool(database, POOL);
    }

    double ratioTo(Case other) {
        return sample.median() / other.sample().median();
    }
}
