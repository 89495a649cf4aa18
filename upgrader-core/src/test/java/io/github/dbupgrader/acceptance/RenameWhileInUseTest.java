package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guide's second scenario: energy_kwh becomes kwh while an old and a new application read and write it. */
@DatabaseTest
class RenameWhileInUseTest {

    private static final Logger LOG = LoggerFactory.getLogger(RenameWhileInUseTest.class);
    private static final String DIFFERENCES =
            "select count(*) from fact_energy_hourly where kwh is distinct from energy_kwh";

    static final class EnergyUpgrades {
        @RegisterUpgrade(value = "1.3.0", mode = UpgradeMode.ONLINE, compatibleFrom = "1.0.0")
        void renameEnergy(UpgradeContext upgrade) {
            upgrade.schema()
                    .table("fact_energy_hourly")
                    .renameColumn("energy_kwh", "kwh")
                    .expand();
        }

        @RegisterRollback("1.3.0")
        void renameBack(UpgradeContext upgrade) {
            upgrade.schema()
                    .table("fact_energy_hourly")
                    .renameColumn("energy_kwh", "kwh")
                    .revert();
        }

        @RegisterUpgrade(value = "1.4.0", mode = UpgradeMode.ONLINE)
        void finishRename(UpgradeContext upgrade) {
            upgrade.schema()
                    .table("fact_energy_hourly")
                    .renameColumn("energy_kwh", "kwh")
                    .whenNoOlderThan("energy-api", "1.3.0")
                    .lookingFor(Duration.ofMillis(20))
                    .contract();
        }
    }

    @BeforeEach
    void table(TestDatabase database) {
        database.execute(
                "create table fact_energy_hourly (id int primary key, device text not null, energy_kwh double precision not null check (energy_kwh >= 0));"
                        + " create index energy_idx on fact_energy_hourly (energy_kwh);"
                        + " insert into fact_energy_hourly select n, 'x', 0 from generate_series(1, 20000) n");
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .build()
                .initialiseSchemaVersion();
    }

    private static DatabaseUpgrader version(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion(version)
                .register(new EnergyUpgrades())
                .build();
    }

    @Test
    @DisplayName(
            "online 25, 41, 43: nobody notices: no statement fails and no write is lost, from before expand to after contract")
    void rename_whileBothApplicationsWork(TestDatabase database) throws Exception {
        EnergyApplication before = new EnergyApplication(database, "energy-api/1.2.0", "energy_kwh", 100_000);
        EnergyApplication after = new EnergyApplication(database, "energy-api/1.3.0", "kwh", 900_001);
        try (Background background = new Background()) {
            Future<Integer> old = before.start(background);
            assertThat(before.isAtWork()).isTrue();
            version(database, "1.3.0").upgrade();
            Future<Integer> young = after.start(background);
            assertThat(after.isAtWork()).isTrue();

            assertThatThrownBy(() -> version(database, "1.4.0").upgrade())
                    .hasMessageContaining("sessions that may still use the old column are connected: energy-api/1.2.0");
            before.stop();
            assertThat(Background.result(old)).isPositive();
            assertThat(database.queryLong(DIFFERENCES)).isZero();
            version(database, "1.4.0").upgrade();
            after.stop();
            assertThat(Background.result(young)).isPositive();
        }
        LOG.info(
                "longest round of the old application {} ms, of the new one {} ms",
                before.longestStallMillis(),
                after.longestStallMillis());
        for (EnergyApplication application : new EnergyApplication[] {before, after}) {
            assertThat(database.query(
                            "select id, kwh from fact_energy_hourly",
                            row -> application.written().getOrDefault(row.getInt(1), (int) row.getDouble(2))
                                    == (int) row.getDouble(2)))
                    .doesNotContain(false);
            assertThat(database.queryLong("select count(*) from fact_energy_hourly where device = 'c'"))
                    .isPositive();
        }
        assertThat(database.rows(
                        "select indexrelid::regclass from pg_index where indrelid = 'fact_energy_hourly'::regclass"))
                .containsExactlyInAnyOrder("fact_energy_hourly_pkey", "energy_idx");
    }

    @Test
    @DisplayName("online 40: the guide's rollback, with the old application at work: the catalogue is what it was")
    void rename_rolledBack(TestDatabase database) throws Exception {
        String catalogue = SchemaDump.of(database.dataSource()).text();
        EnergyApplication before = new EnergyApplication(database, "energy-api/1.2.0", "energy_kwh", 100_000);
        try (Background background = new Background()) {
            Future<Integer> old = before.start(background);
            assertThat(before.isAtWork()).isTrue();
            version(database, "1.3.0").upgrade();
            version(database, "1.3.0").rollback("1.2.0");
            before.stop();
            assertThat(Background.result(old)).isPositive();
        }
        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(catalogue);
    }
}
