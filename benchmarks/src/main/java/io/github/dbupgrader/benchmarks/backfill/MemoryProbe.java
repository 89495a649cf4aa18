package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.benchmarks.measure.Check;
import io.github.dbupgrader.benchmarks.measure.Tenths;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** A process with one worker, which prints the megabytes in use within a batch, after a collection, for each tenth of the rows. */
final class MemoryProbe {

    private final Tenths tenths;

    private MemoryProbe(long rows) {
        this.tenths = new Tenths(rows);
    }

    public static void main(String[] args) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[0]);
        long rows = Long.parseLong(args[1]);
        UpgraderBackfill backfill = UpgraderBackfill.java(new MemoryProbe(rows)::compute);
        backfill.prepare(dataSource);
        Check.number("rows done", rows, backfill.fill(dataSource, rows));
    }

    private void compute(List<BackfillRow> batch) {
        batch.forEach(UpgraderBackfill::setCents);
        tenths.seen(batch.size());
    }
}
