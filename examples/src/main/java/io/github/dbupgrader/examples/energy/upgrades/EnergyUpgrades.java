package io.github.dbupgrader.examples.energy.upgrades;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import javax.sql.DataSource;

/** All upgrades of the energy application. Call only. */
public final class EnergyUpgrades {

    private EnergyUpgrades() {}

    /**
     * {@return a builder with all upgrades registered; an empty database is upgraded from 0.0.0}
     *
     * @param dataSource gives connections to the database
     * @param applicationVersion the version of the application: upgrades above it are not run
     */
    public static DatabaseUpgraderBuilder upgrader(DataSource dataSource, String applicationVersion) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(applicationVersion)
                .upgradeEmptyDatabases()
                .register(new FirstTables())
                .register(new QualityScore())
                .register(new WaterConsumption())
                .register(new MonthlyEnergy())
                .register(new RenameEnergy());
    }
}
