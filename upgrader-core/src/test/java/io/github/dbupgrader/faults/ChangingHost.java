package io.github.dbupgrader.faults;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.load.LoadedChange;
import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A host application that makes a schema change, both halves of it where it has two. No child can make it. */
final class ChangingHost implements Host {

    private static final int ROWS = 40;

    private final LoadedChange change;

    ChangingHost(LoadedChange change) {
        this.change = change;
    }

    @Override
    public String name() {
        return change.name();
    }

    @Override
    public void reinstall(TestDatabase database) {
        database.execute("set client_min_messages = 'warning'; drop schema public cascade; create schema public; "
                + change.tables(ROWS));
        upgrader(database.dataSource()).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    @Override
    public void start(DataSource dataSource) {
        upgrader(dataSource).upgrade();
    }

    private DatabaseUpgrader upgrader(DataSource dataSource) {
        List<Consumer<Schema>> halves = change.halves();
        DatabaseUpgraderBuilder builder =
                DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1." + halves.size() + ".0");
        for (int i = 0; i < halves.size(); i++) {
            Consumer<Schema> half = halves.get(i);
            builder.register("1." + (i + 1) + ".0", UpgradeMode.ONLINE, upgrade -> half.accept(upgrade.schema()));
        }
        return builder.build();
    }

    @Override
    public String fingerprint(TestDatabase database) {
        return SchemaDump.of(database.dataSource())
                        .withRows()
                        .withoutRowsOfUpgrader()
                        .text()
                + database.rows("select component, schema_version from database_metadata")
                + database.rows("select kind, state from database_schema_transitions");
    }
}
