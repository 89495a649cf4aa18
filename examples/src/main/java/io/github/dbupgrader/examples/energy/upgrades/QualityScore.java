package io.github.dbupgrader.examples.energy.upgrades;

import static io.github.dbupgrader.api.UpgradeMode.ONLINE;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import org.jdbi.v3.core.Handle;

/** 1.1.0, a nullable column: old services do not know it, the new API reads null until the new ingestor writes it. */
final class QualityScore {

    @RegisterUpgrade(
            value = "1.1.0",
            description = "Quality score of dairy production",
            mode = ONLINE,
            compatibleFrom = "1.0.0")
    void add(UpgradeContext upgrade) {
        upgrade.schema()
                .table("dairy_production")
                .addColumn("quality_score", "decimal(4,2)", "Calculated milk quality score (0-100)");
    }

    @RegisterRollback(value = "1.1.0", description = "Quality score dropped")
    void drop(Handle handle) {
        handle.execute("alter table dairy_production drop column quality_score");
    }
}
