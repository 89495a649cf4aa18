package io.github.dbupgrader.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.load.Service;
import io.github.dbupgrader.load.Session;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database and the services that use it, all at work all the time: whatever is done here fails if one of them notices. */
final class Deployment implements AutoCloseable {

    private static final int ROUNDS = 20;
    private static final String FIRST = "1.0.0";

    private final TestDatabase database;
    private final Object upgrades;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Session.Round> firstWork = new LinkedHashMap<>();
    private final Set<String> replaced = new LinkedHashSet<>();
    private final String firstCatalogue;

    /** One whose schema has version 1.0.0. */
    Deployment(TestDatabase database, Object upgrades) {
        this.database = database;
        this.upgrades = upgrades;
        upgrader(FIRST).initialiseSchemaVersion(InitialiseOptions.at(FIRST));
        firstCatalogue = catalogue();
    }

    /** Deploys the first version of the two services that all of the guide's scenarios have. */
    void start(Session.Round api, Session.Round ingestor) {
        deploy("api", FIRST, api);
        deploy("ingestor", FIRST, ingestor);
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

    /** Goes back to the first version of each service, the last one deployed first, and then of the schema, which must be as it was. */
    void goBack(String from) {
        List<String> services = new ArrayList<>(replaced);
        Collections.reverse(services);
        services.forEach(service -> deploy(service, FIRST, firstWork.get(service)));
        rollBack(from, FIRST);
        assertThat(catalogue()).isEqualTo(firstCatalogue);
    }

    /** Replaces a service by another version, as a rolling deployment does: for a while both are at work. */
    void deploy(String service, String version, Session.Round work) {
        if (version.equals(FIRST)) {
            firstWork.put(service, work);
            replaced.remove(service);
        } else {
            replaced.add(service);
        }
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
