package io.github.dbupgrader.examples.energy.upgrades;

import static io.github.dbupgrader.api.UpgradeMode.ONLINE;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import java.time.Duration;

/** 1.4.0 and 1.5.0, a rename: between them both names hold the same, for old and new services at once. */
final class RenameEnergy {

    @RegisterUpgrade(
            value = "1.4.0",
            description = "kwh beside energy_kwh, in step",
            mode = ONLINE,
            compatibleFrom = "1.0.0")
    void expand(UpgradeContext upgrade) {
        upgrade.schema()
                .table("fact_energy_hourly")
                .renameColumn("energy_kwh", "kwh")
                .expand();
    }

    @RegisterRollback(value = "1.4.0", description = "energy_kwh alone again")
    void revert(UpgradeContext upgrade) {
        upgrade.schema()
                .table("fact_energy_hourly")
                .renameColumn("energy_kwh", "kwh")
                .revert();
    }

    @RegisterUpgrade(value = "1.5.0", description = "kwh alone", mode = ONLINE, compatibleFrom = "1.4.0")
    void contract(UpgradeContext upgrade) {
        upgrade.schema().replaceView(MonthlyEnergy.VIEW, MonthlyEnergy.totalsOf("kwh"));
        upgrade.schema()
                .table("fact_energy_hourly")
                .renameColumn("energy_kwh", "kwh")
                .whenNoOlderThan("energy-api", "1.4.0")
                .whenNoOlderThan("energy-ingestor", "1.4.0")
                .lookingFor(Duration.ofSeconds(2))
                .contract();
    }
}
