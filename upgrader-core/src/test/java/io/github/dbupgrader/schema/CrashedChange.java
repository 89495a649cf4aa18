package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Makes a change by whole upgrades in a database that is emptied before each: undisturbed, crashed at one statement after the other, and rolled back. */
final class CrashedChange {

    private final TestDatabase database;
    private final String setup;
    private final Consumer<Schema> change;

    CrashedChange(TestDatabase database, String setup, Consumer<Schema> change) {
        this.database = database;
        this.setup = setup;
        this.change = change;
    }

    static DatabaseUpgrader upgrader(DataSource dataSource, UpgradeMode mode, Consumer<Schema> change) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", mode, upgrade -> change.accept(upgrade.schema()))
                .build();
    }

    private DatabaseUpgrader upgrader(DataSource dataSource) {
        return upgrader(dataSource, UpgradeMode.ONLINE, change);
    }

    private void begin() {
        StringBuilder drop = new StringBuilder();
        database.rows("select format('drop schema %I cascade;', nspname) from pg_namespace"
                        + " where nspname !~ '^pg_' and nspname <> 'information_schema'")
                .forEach(drop::append);
        database.execute(drop + "create schema public;" + setup);
        upgrader(database.dataSource()).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private String dump() {
        return SchemaDump.of(database.dataSource()).text();
    }

    /** After the rollback of an upgrade that failed behind the change the catalogue is as before. */
    CrashedChange assertRollbackRestores() {
        begin();
        String before = dump();
        DatabaseUpgrader failing = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    change.accept(upgrade.schema());
                    upgrade.step("fail", handle -> handle.execute("select 1 / 0"));
                })
                .build();
        assertThatThrownBy(failing::upgrade).hasMessageContaining("division by zero");
        assertThat(dump()).as("the change does something").isNotEqualTo(before);
        failing.rollback("1.0.0");
        assertThat(dump()).isEqualTo(before);
        return this;
    }

    /** Whichever statement fails, the next start completes it, and the catalogue is as if nothing had happened. */
    void assertCrashesAreSurvived() {
        begin();
        upgrader(database.dataSource()).upgrade();
        String undisturbed = dump();
        int crashes = 0;
        while (true) {
            begin();
            DataSource plain = database.dataSource();
            FaultyDataSource faulty = new FaultyDataSource(plain, plain, Fault.THROW, crashes + 1);
            try {
                upgrader(faulty).upgrade();
            } catch (UpgradeException e) {
                assertThat(faulty.fired()).as(e.getMessage()).isTrue();
            }
            if (!faulty.fired()) {
                break;
            }
            crashes++;
            upgrader(plain).upgrade();
            assertThat(dump()).as("after a crash at " + faulty.firedAt()).isEqualTo(undisturbed);
        }
        assertThat(crashes).isGreaterThan(10);
    }
}
