package io.github.dbupgrader.benchmarks.tool;

import io.github.dbupgrader.DatabaseUpgrader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** This library, with annotated methods that take a handle, and nothing configured but the permission to begin with an empty database. */
public final class UpgraderTool implements Tool {

    /** Its name in the tables. */
    public static final String NAME = "Upgrader";

    private final boolean builtBefore;

    /** Creates the usual one: the upgrader is built at each start, as in an application. */
    public UpgraderTool() {
        this(false);
    }

    private UpgraderTool(boolean builtBefore) {
        this.builtBefore = builtBefore;
    }

    /** {@return a tool whose first start builds the upgrader and whose later ones only call it, so that the cost of {@code build()} can be told apart} */
    public static UpgraderTool builtBefore() {
        return new UpgraderTool(true);
    }

    @Override
    public String name() {
        return builtBefore ? NAME + ", built before" : NAME;
    }

    @Override
    public Path build(Steps steps) throws IOException {
        return GeneratedUpgrades.compile(steps);
    }

    @Override
    public Start open(Path directory, Steps steps) throws Exception {
        Object upgrades = GeneratedUpgrades.load(directory);
        String version = steps.version();
        if (!builtBefore) {
            return dataSource -> upgrader(dataSource, version, upgrades).upgrade();
        }
        Map<DataSource, DatabaseUpgrader> built = new ConcurrentHashMap<>();
        return dataSource -> built.computeIfAbsent(dataSource, d -> upgrader(d, version, upgrades))
                .upgrade();
    }

    /**
     * {@return an upgrader as an application builds it}
     *
     * @param dataSource gives the connections
     * @param version the application's version
     * @param upgrades the object with the annotated methods
     */
    public static DatabaseUpgrader upgrader(DataSource dataSource, String version, Object upgrades) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(version)
                .upgradeEmptyDatabases()
                .register(upgrades)
                .build();
    }
}
