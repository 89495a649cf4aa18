package io.github.dbupgrader.schema;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeListener;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Makes schema changes as an application does: each in the ONLINE upgrade of a next version. */
final class Upgrades {

    private final DataSource dataSource;
    private final AtomicInteger minor = new AtomicInteger();

    private Upgrades(DataSource dataSource) {
        this.dataSource = dataSource;
        builder().build().initialiseSchemaVersion();
    }

    static Upgrades of(TestDatabase database) {
        return of(database.dataSource());
    }

    static Upgrades of(DataSource dataSource) {
        return new Upgrades(dataSource);
    }

    private io.github.dbupgrader.DatabaseUpgraderBuilder builder() {
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1." + minor + ".0");
    }

    /** Upgrades to the next version; what fails can be called again. */
    void run(Consumer<Schema> changes) {
        run(changes, new UpgradeListener() {});
    }

    /** Does something when the sub-step that ends with these words has ended. */
    void run(Consumer<Schema> changes, String subStep, Runnable then) {
        run(changes, new UpgradeListener() {
            @Override
            public void subStepEnded(SchemaVersion version, String name, Duration duration) {
                if (name.endsWith(subStep)) {
                    then.run();
                }
            }
        });
    }

    private void run(Consumer<Schema> changes, UpgradeListener listener) {
        int before = minor.getAndIncrement();
        try {
            builder()
                    .register("1." + minor + ".0", UpgradeMode.ONLINE, upgrade -> changes.accept(upgrade.schema()))
                    .listener(listener)
                    .build()
                    .upgrade();
        } catch (RuntimeException e) {
            minor.set(before);
            throw e;
        }
    }
}
