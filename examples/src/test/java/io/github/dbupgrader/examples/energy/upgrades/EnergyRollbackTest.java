package io.github.dbupgrader.examples.energy.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.DatabaseDump;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("database")
class EnergyRollbackTest {

    private final String url = TestServer.newDatabase();

    @Test
    @DisplayName("online 40: the rollbacks of all four scenarios lead back to the first release")
    void upDownUp_givesSchemaAndDataOfEachVersionAgain() {
        upgrade("1.0.0");
        String first = DatabaseDump.of(url);
        upgrade("1.4.0");
        String expanded = DatabaseDump.of(url);

        EnergyUpgrades.upgrader(dataSource(), "1.4.0").build().rollback("1.0.0");

        assertThat(DatabaseDump.of(url).equals(first)).as("same as 1.0.0").isTrue();
        upgrade("1.4.0");
        assertThat(DatabaseDump.of(url).equals(expanded)).as("same as 1.4.0").isTrue();
        assertThat(expanded)
                .contains(
                        "kwh double precision not null",
                        "column water_consumption.liters",
                        "comment on dairy_production quality_score",
                        "view v_energy_monthly",
                        "zzzz_upgrader_sync_");
    }

    private void upgrade(String version) {
        EnergyUpgrades.upgrader(dataSource(), version).build().upgrade();
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }
}
