package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import javax.sql.DataSource;

/** All upgrades of the wildlife application. Call only. */
public final class WildlifeUpgrades {

    /** The version of the application: the one that its newest upgrade leads to. */
    public static final String APPLICATION_VERSION = "1.6.0";

    /** The version before the first release, whose schema is empty. A new database is initialised at it. */
    public static final String EMPTY_SCHEMA = "0.9.0";

    private WildlifeUpgrades() {}

    /**
     * {@return a builder with all upgrades registered}
     *
     * @param dataSource gives connections to the database
     * @param applicationVersion the version of the application
     */
    public static DatabaseUpgraderBuilder upgrader(DataSource dataSource, String applicationVersion) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(applicationVersion)
                .register(new LoadFiles())
                .register(new TypedColumns())
                .register(new LinkAirports())
                .register(new IndexByAirport())
                .register(new SplitAircraft())
                .register(new DescribeStrikes())
                .register(new SumUpCosts());
    }
}
