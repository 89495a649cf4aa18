package io.github.dbupgrader.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.benchmarks.backfill.BackfillMemory;
import io.github.dbupgrader.benchmarks.backfill.BackfillRuns;
import io.github.dbupgrader.benchmarks.backfill.PoliteBackfill;
import io.github.dbupgrader.benchmarks.measure.ApplySteps;
import io.github.dbupgrader.benchmarks.measure.ColdProcess;
import io.github.dbupgrader.benchmarks.measure.ConcurrentStarts;
import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.NoOpStart;
import io.github.dbupgrader.benchmarks.measure.ReaderStall;
import io.github.dbupgrader.benchmarks.measure.RuntimeJars;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.measure.Target;
import io.github.dbupgrader.benchmarks.metrics.CachedMetadata;
import io.github.dbupgrader.benchmarks.metrics.MetricBackfill;
import io.github.dbupgrader.benchmarks.metrics.MetricMemory;
import io.github.dbupgrader.benchmarks.metrics.Profiling;
import io.github.dbupgrader.benchmarks.metrics.PushedDown;
import io.github.dbupgrader.benchmarks.schema.SchemaStalls;
import io.github.dbupgrader.benchmarks.server.TestServer;
import io.github.dbupgrader.benchmarks.server.Traffic;
import io.github.dbupgrader.benchmarks.tool.Steps;
import io.github.dbupgrader.benchmarks.tool.Tool;
import io.github.dbupgrader.benchmarks.tool.UpgraderTool;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts are the same on every machine, so they are asserted here; times are not. */
@Tag("database")
class BenchmarksTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        LogManager.getLogManager().reset();
        server = TestServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void noOp_anyNumberApplied_isOneStatementAndOneRoundTrip(int applied) throws Exception {
        Tool.Start start = new UpgraderTool().prepare(Steps.trivial(applied));
        String database = server.createDatabase();
        try (HikariDataSource pool = server.countedPool(database, 1)) {
            start.on(pool);
            server.proxy().take();
            start.on(pool);
            assertThat(server.proxy().take()).isEqualTo(new Traffic(1, 1));
        }
    }

    /** The difference of two runs, so that what a run costs once does not count. */
    @Test
    void apply_oneStepMore_isAtMostFiveRoundTrips() throws Exception {
        long ten = roundTrips(10);
        long thirty = roundTrips(30);
        assertThat((thirty - ten) / 20.0).isBetween(3.0, 5.0);
    }

    @Test
    void measurements_tiny_giveARowForEachToolAndReachTheirCounts() throws Exception {
        for (Measurement measurement :
                new Measurement[] {new NoOpStart(), new ApplySteps(), new ConcurrentStarts(), new ReaderStall()}) {
            Section section = measurement.run(server, Settings.tiny());
            assertThat(section.rows()).as(measurement.word()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(section.targets())
                    .filteredOn(t -> t.what().contains("statements") || t.what().contains("round trips"))
                    .allMatch(Target::reached);
        }
    }

    /** Each run checks its rows itself. */
    @Test
    void measurements_ofBackfills_giveARowForEachWayAndReachTheirCounts() throws Exception {
        Section runs = new BackfillRuns().run(server, Settings.tiny());
        assertThat(runs.rows())
                .extracting(row -> row.get(1))
                .containsExactly(
                        "2,000", "2,000", "2,000", "2,000", "2,000", "2,000", "2,000", "2,000", "2,000", "1,000",
                        "1,000");
        assertThat(runs.targets())
                .hasSize(5)
                .allMatch(target -> !target.figure().contains("NaN"));
        Section polite = new PoliteBackfill().run(server, Settings.tiny());
        assertThat(polite.rows())
                .extracting(row -> row.get(0))
                .containsExactly(
                        "no backfill",
                        "Upgrader, SQL, Pace.polite()",
                        "a busy processor, half of the time",
                        "no backfill");
        assertThat(polite.targets()).hasSize(1);
    }

    /** Each run checks the end state, and that nothing of the application was lost, itself. */
    @Test
    void measurement_ofSchemaStalls_reachesTheSameEndBothWays_andFailsNoStatement() throws Exception {
        Section stalls = new SchemaStalls().run(server, Settings.tiny());
        assertThat(stalls.rows()).hasSize(36).allSatisfy(row -> assertThat(row).hasSameSizeAs(stalls.header()));
        assertThat(stalls.rows())
                .extracting(row -> row.get(0))
                .contains("rename table", "rename column through a view", "replace view");
        assertThat(stalls.rows())
                .filteredOn(row -> row.get(1).equals("Upgrader"))
                .hasSize(18)
                .extracting(row -> row.get(5))
                .containsOnly("0");
        assertThat(stalls.rows())
                .filteredOn(row -> !row.get(5).equals("0"))
                .as("a plain rename stops the application that uses the old name")
                .extracting(row -> row.get(0) + ": " + row.get(1))
                .containsExactly(
                        "rename column: plain SQL",
                        "rename column through a view: plain SQL",
                        "rename table: plain SQL");
        assertThat(stalls.targets())
                .filteredOn(target -> target.what().contains("failed"))
                .hasSize(1)
                .allMatch(Target::reached);
    }

    /** The limit is the process's own heap, so that it is a count rather than a time. */
    @Test
    void measurement_ofMemory_staysWithinItsHeap() throws Exception {
        assertThat(new BackfillMemory().run(server, Settings.tiny()).targets())
                .filteredOn(target -> target.what().equals("backfill: memory of a worker"))
                .hasSize(1)
                .allMatch(Target::reached);
    }

    /** Each way checks that it has the metadata of all rows. */
    @Test
    @DisplayName("metrics 23, 28: distinct values within 3 %, memory within its heap")
    void measurements_ofMetrics_giveARowForEachWayAndReachTheirCounts() throws Exception {
        Section profiling = new Profiling().run(server, Settings.tiny());
        assertThat(profiling.rows()).hasSize(2);
        assertThat(profiling.targets())
                .filteredOn(target -> target.what().startsWith("distinct values"))
                .hasSize(1)
                .allMatch(Target::reached);
        assertThat(new MetricMemory().run(server, Settings.tiny()).targets())
                .filteredOn(target -> target.what().equals("profiling: memory"))
                .hasSize(1)
                .allMatch(Target::reached);
        assertThat(new PushedDown().run(server, Settings.tiny()).rows()).hasSize(7);
        assertThat(new CachedMetadata().run(server, Settings.tiny()).rows()).hasSize(3);
        Section backfill = new MetricBackfill().run(server, Settings.tiny());
        assertThat(backfill.rows()).hasSizeGreaterThan(4);
        assertThat(backfill.targets()).hasSize(3).allMatch(Target::reached);
    }

    @Test
    void measurements_ofTheClassPath_findTheJarsOfEachTool() throws Exception {
        assertThat(new RuntimeJars().run(server, Settings.tiny()).rows()).hasSize(3);
        assertThat(new ColdProcess().run(server, Settings.tiny()).rows()).hasSize(5);
    }

    private static long roundTrips(int steps) throws Exception {
        Tool.Start start = new UpgraderTool().prepare(Steps.trivial(steps));
        try (HikariDataSource pool = server.countedPool(server.createDatabase(), 1)) {
            server.proxy().take();
            start.on(pool);
            return server.proxy().take().roundTrips();
        }
    }
}
