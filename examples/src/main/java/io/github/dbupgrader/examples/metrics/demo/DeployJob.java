package io.github.dbupgrader.examples.metrics.demo;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Backfills;
import io.github.dbupgrader.backfill.QuarantinedRow;
import io.github.dbupgrader.examples.metrics.workspace.Dataset;
import io.github.dbupgrader.metrics.MetricUpgrades;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.upgrade.MetadataCheck;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What runs before a release is deployed, and what an operator asks afterwards. */
final class DeployJob {

    private static final int MANY = 1_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final DatabaseUpgrader upgrader;

    DeployJob(String url, MetricQueries queries, UpgradeListener listener) {
        this.dataSource = dataSource(url);
        this.upgrader = MetricUpgrades.withQueries(queries)
                .defaultDataset(Dataset.WILDLIFE.id())
                .builder(dataSource)
                .listener(listener)
                .build();
    }

    private static PGSimpleDataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setApplicationName("metrics-upgrade");
        return dataSource;
    }

    /** Makes the tables as release 1.0.0 had them; no query runs. */
    static UpgradeResult createTables(String url) {
        return MetricUpgrades.upgrader(dataSource(url), id -> Optional.empty()).upgrade(UpgradeOptions.to("1.0.0"));
    }

    String plan() {
        return upgrader.plan().render();
    }

    UpgradeResult upgrade() {
        return upgrader.upgrade();
    }

    UpgradeResult rollback() {
        return upgrader.rollback("1.0.0");
    }

    MetadataCheck check() {
        return MetricUpgrades.check(dataSource);
    }

    List<QuarantinedRow> quarantine() {
        return upgrader.backfills().quarantine(MetadataMove.BACKFILL, MANY);
    }

    /** Computes the metadata of what has been mended since. */
    BackfillStatus fillMended() {
        Backfills backfills = upgrader.backfills();
        backfills.start(LOOK_EVERY);
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                BackfillStatus status = backfills.status(MetadataMove.MENDED).orElse(null);
                if (status != null && status.state().isOver()) {
                    return status;
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the backfill does not end: " + status);
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        } finally {
            backfills.stop();
        }
    }
}
