package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradePlan;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.Impact;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A plan tells what the pending schema changes mean for the database at hand. */
@DatabaseTest
class PlannedImpactTest {

    @Test
    @DisplayName(
            "upgrades 55, 56: a plan lists the impact of the schema changes of pending ONLINE upgrades, and waits for no lock")
    void plan_listsImpacts(TestDatabase database) throws Exception {
        database.execute(
                "create table reading (id int primary key, wh int); create view v_wh as select wh from reading");
        PGSimpleDataSource impatient = database.dataSource();
        impatient.setOptions("-c lock_timeout=2s");
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(impatient)
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> upgrade.schema().table("reading").addColumn("note", "text"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("first", handle -> {});
                    upgrade.schema()
                            .table("reading")
                            .renameColumn("wh", "watt_hours")
                            .expand();
                    upgrade.schema().createTable("well", "create table well (id int)");
                })
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        try (Connection locking = database.connect()) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("lock table reading in access exclusive mode");
            UpgradePlan plan = upgrader.plan();
            locking.rollback();

            assertThat(plan.entries().get(0).impacts()).isEmpty();
            assertThat(plan.entries().get(1).impacts())
                    .extracting(Impact::change)
                    .containsExactly("rename reading.wh to watt_hours", "create table well");
            assertThat(plan.renderImpact())
                    .startsWith("1.2.0  rename reading.wh to watt_hours\n  complexity  high\n")
                    .contains("  depending   view public.v_wh\n")
                    .contains("1.2.0  create table well\n");
        }
    }
}
