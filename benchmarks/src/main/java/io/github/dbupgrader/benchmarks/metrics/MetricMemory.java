package io.github.dbupgrader.benchmarks.metrics;

import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.ProcessMemory;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.server.TestServer;

/** Whether the memory of a query whose rows are profiled depends on their number: a JVM of its own with a heap of 256 MB. */
public final class MetricMemory implements Measurement {

    private static final int HEAP_MEGABYTES = 256;

    @Override
    public String word() {
        return "metrics-memory";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.memoryRows();
        String database = Facts.create(server, rows);
        ProcessMemory memory = ProcessMemory.of(
                HEAP_MEGABYTES,
                MetricMemoryProbe.class,
                server.url(database),
                rows,
                "upgrader-metrics",
                "upgrader-core");
        server.dropDatabase(database);
        return memory.section(
                "Memory of profiling %,d rows of 12 columns".formatted(rows),
                "in use at a row, after a collection",
                "profiling: memory",
                "profiling: memory at the end × at the beginning");
    }
}
