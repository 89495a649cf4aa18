package io.github.dbupgrader.guide;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.load.Service;
import io.github.dbupgrader.load.Session;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;

/** A database and the services that use it, all at work all the time: whatever is done here fails if one of them notices. */
final class Deployment implements AutoCloseable {

    private static final int ROUNDS = 20;

    private final TestDatabase database;
    private final Object upgrades;
    private final Map<String, Service> services = new LinkedHashMap<>();

    /** One whose schema has version 1.0.0. */
    Deployment(TestDatabase database, Object upgrades) {
        this.database = database;
        this.upgrades = upgrades;
        upgrader("1.0.0").initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    /** Applies a migration. */
    void migrate(String version) {
        upgrader(version).upgrade();
        everyoneWorks();
    }

    /** Undoes migrations. */
    void rollBack(String from, String to) {
        upgrader(from).rollback(to);
        everyoneWorks();
    }

    /** Replaces a service by another version, as a rolling deployment does: for a while both are at work. */
    void deploy(String service, String version, Session.Round work) {
        Service young = Service.start(database, service + "/" + version, work);
        Service old = services.put(service, young);
        try (old) {
            everyoneWorks();
            if (old != null) {
                old.works(ROUNDS);
                old.stop();
            }
        }
        everyoneWorks();
    }

    /** Ends all services, and says how they fared. */
    void stop() {
        services.values().forEach(Service::stop);
    }

    String catalogue() {
        return SchemaDump.of(database.dataSource()).text();
    }

    private void everyoneWorks() {
        services.values().forEach(service -> service.works(ROUNDS));
    }

    private DatabaseUpgrader upgrader(String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion(version)
                .register(upgrades)
                .build();
    }

    @Override
    public void close() {
        services.values().forEach(Service::close);
    }
}
