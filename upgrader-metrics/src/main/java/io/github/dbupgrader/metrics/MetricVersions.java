package io.github.dbupgrader.metrics;

import io.github.dbupgrader.api.RegisterBackfill;
import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;

/** The version line of the component. A rollback of 1.0.0 would delete all metrics, so there is none. */
final class MetricVersions {

    private final MetricUpgrades upgrades;

    MetricVersions(MetricUpgrades upgrades) {
        this.upgrades = upgrades;
    }

    @RegisterUpgrade(value = "1.0.0", description = "Tables of the metrics")
    void createTables(UpgradeContext upgrade) {
        upgrades.createTables(upgrade);
    }

    @RegisterUpgrade(
            value = MetricUpgrades.VERSION,
            description = "Metadata of metrics out of the definition into its column",
            mode = UpgradeMode.ONLINE,
            compatibleFrom = "1.0.0")
    void moveMetadata(UpgradeContext upgrade) {
        upgrades.moveMetadata(upgrade);
    }

    @RegisterRollback(
            value = MetricUpgrades.VERSION,
            description = "Metadata of metrics back into the definition",
            mode = UpgradeMode.ONLINE)
    void moveMetadataBack(UpgradeContext rollback) {
        upgrades.moveMetadataBack(rollback);
    }

    /** Works only where the host calls {@code backfills().start()}: for metrics that failed, and were mended after the version was reached. */
    @RegisterBackfill(value = MetadataMove.MENDED, since = MetricUpgrades.VERSION)
    Backfill mendedMetrics() {
        return upgrades.move().mended();
    }
}
