package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.benchmarks.measure.Measurement;
import io.github.dbupgrader.benchmarks.measure.ProcessMemory;
import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Settings;
import io.github.dbupgrader.benchmarks.server.Template;
import io.github.dbupgrader.benchmarks.server.TestServer;

/** Whether a worker's memory depends on the number of rows: a JVM of its own with a heap of 64 MB, in which Java computes the values. */
public final class BackfillMemory implements Measurement {

    private static final int HEAP_MEGABYTES = 64;

    @Override
    public String word() {
        return "backfill-memory";
    }

    @Override
    public Section run(TestServer server, Settings settings) throws Exception {
        long rows = settings.memoryRows();
        Template orders = Template.create(server, "orders", rows, """
                create table orders (id bigint primary key, amount numeric(12,2) not null, cents bigint);
                insert into orders select n, (n % 100000) / 100.0 from generate_series(1, :rows) n""");
        ProcessMemory memory = ProcessMemory.of(
                HEAP_MEGABYTES, MemoryProbe.class, server.url(orders.database()), rows, "upgrader-core");
        server.dropDatabase(orders.database());
        return memory.section(
                "Memory of a worker whose values Java computes, %,d rows".formatted(rows),
                "in use within a batch, after a collection",
                "backfill: memory of a worker",
                "backfill: memory at the end × at the beginning");
    }
}
