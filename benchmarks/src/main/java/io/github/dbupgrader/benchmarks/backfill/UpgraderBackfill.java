package io.github.dbupgrader.benchmarks.backfill;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.BatchWork;
import io.github.dbupgrader.backfill.Pace;
import java.math.BigDecimal;
import java.util.Objects;
import javax.sql.DataSource;

/** This library: an ONLINE upgrade with a backfill, from its start to its end, with the ANALYZE. */
final class UpgraderBackfill implements Contender {

    private static final String BACKFILL = "cents";

    private final String name;
    private final Backfill backfill;
    private final int workers;

    private UpgraderBackfill(String name, Backfill backfill, int workers) {
        this.name = name;
        this.backfill = backfill;
        this.workers = workers;
    }

    static UpgraderBackfill sql(int workers) {
        return new UpgraderBackfill(
                "Upgrader, SQL, workers: " + workers,
                onePass().settings(BackfillSettings.defaults().workers(workers)),
                workers);
    }

    /** One that knows which rows are still to be done, and so looks at all of them once more at the end. */
    static UpgraderBackfill withSecondLook() {
        return new UpgraderBackfill("Upgrader, SQL, second look", sqlWork(), 1);
    }

    static UpgraderBackfill polite() {
        return new UpgraderBackfill(
                "Upgrader, SQL, Pace.polite()",
                sqlWork().settings(BackfillSettings.defaults().pace(Pace.polite())),
                1);
    }

    /** One whose batches and chunks all have the same size, so that their times can be compared. */
    static UpgraderBackfill even(int batchRows, int chunkRows) {
        return new UpgraderBackfill(
                "Upgrader, SQL, batches of " + batchRows,
                sqlWork()
                        .settings(BackfillSettings.defaults()
                                .pace(Pace.defaults().fixed(batchRows))
                                .chunkRows(chunkRows)),
                1);
    }

    static UpgraderBackfill java() {
        return java(rows -> rows.forEach(UpgraderBackfill::setCents));
    }

    static UpgraderBackfill java(BatchWork work) {
        return new UpgraderBackfill(
                "Upgrader, Java",
                Backfill.table("orders")
                        .pending(Orders.PENDING)
                        .read("amount", BigDecimal.class)
                        .write("cents")
                        .compute(work),
                1);
    }

    static void setCents(BackfillRow row) {
        row.set("cents", JavaChunks.cents(Objects.requireNonNull(row.get("amount", BigDecimal.class))));
    }

    private static Backfill sqlWork() {
        return onePass().pending(Orders.PENDING);
    }

    private static Backfill onePass() {
        return Backfill.table("orders").set(Orders.ASSIGNMENT);
    }

    @Override
    public String name() {
        return name;
    }

    /** One more than workers, to renew a lease. */
    @Override
    public int connections() {
        return workers + 1;
    }

    @Override
    public void prepare(DataSource dataSource) {
        DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
    }

    @Override
    public long fill(DataSource dataSource, long rows) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, (UpgradeContext upgrade) -> upgrade.backfill(BACKFILL, backfill))
                .build();
        upgrader.upgrade();
        return upgrader.backfills()
                .status(BACKFILL)
                .map(BackfillStatus::rowsChanged)
                .orElse(0L);
    }
}
