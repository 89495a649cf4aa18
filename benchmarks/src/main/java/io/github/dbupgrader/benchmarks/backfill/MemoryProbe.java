package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.backfill.BackfillRow;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** A process with one worker, which prints the megabytes in use within a batch, after a collection, for each tenth of the rows. */
final class MemoryProbe {

    private static final int TENTHS = 10;
    private static final double MEGABYTE = 1 << 20;

    private final long rows;
    private long seen;
    private int told;

    private MemoryProbe(long rows) {
        this.rows = rows;
    }

    public static void main(String[] args) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[0]);
        long rows = Long.parseLong(args[1]);
        UpgraderBackfill backfill = UpgraderBackfill.java(new MemoryProbe(rows)::compute);
        backfill.prepare(dataSource);
        Orders.require("rows done", rows, backfill.fill(dataSource, rows));
    }

    private void compute(List<BackfillRow> batch) {
        batch.forEach(UpgraderBackfill::setCents);
        seen += batch.size();
        if (seen * TENTHS >= (told + 1) * rows) {
            told = Math.toIntExact(seen * TENTHS / rows);
            System.gc();
            System.out.println(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE);
        }
    }
}
