package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever happens to the database while a JVM runs, the next call sees it as it is. */
@DatabaseTest
class LiveViewTest {

    /** So often that the driver has prepared its statements on the server by now. */
    private static final int OFTEN = 8;

    private static DatabaseUpgrader upgrader(HikariDataSource pool) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(pool)
                .applicationVersion("1.1.0")
                .register("1.1.0", sql("create table item (id int)"))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        upgrader.upgrade();
        for (int i = 0; i < OFTEN; i++) {
            assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(upgrader.status().state()).isEqualTo(State.CURRENT);
            assertThat(upgrader.history()).hasSize(2);
            upgrader.validate();
        }
        return upgrader;
    }

    @Test
    @DisplayName("upgrades 75: a database cleaned under a running JVM is seen as unrecorded at the next call")
    void everyCall_afterACleaning_seesIt(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database.pool(1));

        database.execute("drop schema public cascade; create schema public");

        assertThat(upgrader.status().state()).isEqualTo(State.UNINITIALISED);
        assertThat(upgrader.history()).isEmpty();
        assertThatThrownBy(upgrader::validate).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(UpgradeException.class))
                .extracting(UpgradeException::code)
                .isEqualTo(ErrorCode.UNINITIALISED);
        assertThat(upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0")))
                .isEqualTo(SchemaVersion.parse("1.0.0"));
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(upgrader.history()).hasSize(2);
    }

    @Test
    @DisplayName("upgrades 75: so is one that was restored to an older state")
    void everyCall_afterARestore_seesTheOlderState(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database.pool(1));

        // what pg_restore does: the same tables, made anew, with older rows
        database.execute(
                "drop table database_metadata, database_upgrade_history, database_upgrade_steps, item, database_schema_transitions,"
                        + " database_backfills, database_backfill_chunks, database_backfill_quarantine cascade");
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();

        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        assertThat(upgrader.history()).hasSize(1);
        assertThat(upgrader.upgrade().versions()).containsExactly(SchemaVersion.parse("1.1.0"));
        assertThat(upgrader.status().state()).isEqualTo(State.CURRENT);
    }

    @Test
    @DisplayName("upgrades 75: a lost history beside a recorded version is damage, not a new database")
    void everyCall_withAMissingTable_refuses(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database.pool(1));

        database.execute("drop table database_upgrade_history");

        assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(UpgradeException.class))
                .extracting(UpgradeException::code)
                .isEqualTo(ErrorCode.DATABASE_ERROR);
        assertThatThrownBy(upgrader::status).hasMessageContaining("database_upgrade_history");
    }
}
