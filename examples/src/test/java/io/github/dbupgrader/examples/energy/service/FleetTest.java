package io.github.dbupgrader.examples.energy.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.energy.upgrades.EnergyUpgrades;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The services would tell if something went wrong. */
@Tag("database")
class FleetTest {

    private final String url = TestServer.newDatabase();

    @BeforeEach
    void upgrade() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        EnergyUpgrades.upgrader(dataSource, "1.0.0").build().upgrade();
    }

    @Test
    void instances_ofTheRightRelease_goOnWithoutComplaint() throws Exception {
        try (Fleet fleet = new Fleet(url)) {
            fleet.startIngestor("1.0.0");
            fleet.startApi("1.0.0");
            fleet.awaitRounds(20);
            fleet.stop();
            assertThat(fleet.figures())
                    .extracting(Figures::name)
                    .containsExactly("energy-ingestor/1.0.0", "energy-api/1.0.0");
            assertThat(fleet.figures())
                    .allSatisfy(f -> assertThat(f.complaints()).isEmpty());
            assertThat(fleet.journal().committed(Journal.Column.ENERGY)).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void ingestor_ofAReleaseThatTheSchemaDoesNotKnow_complains() throws Exception {
        try (Fleet fleet = new Fleet(url)) {
            Instance tooNew = fleet.startIngestor("1.4.0");
            fleet.awaitRounds(1);
            assertThat(tooNew.figures().complaints())
                    .anySatisfy(c -> assertThat(c).contains("energy-ingestor/1.4.0", "42703", "kwh"));
        }
    }

    @Test
    void api_thatDoesNotFindWhatWasWritten_complains() throws Exception {
        Jdbi.create(url).useHandle(handle -> {
            handle.execute("""
                    create function spoil() returns trigger language plpgsql as
                    $$ begin new.energy_kwh := new.energy_kwh + 0.25; return new; end $$
                    """);
            handle.execute(
                    "create trigger spoil before insert on fact_energy_hourly for each row execute function spoil()");
        });
        try (Fleet fleet = new Fleet(url)) {
            fleet.startIngestor("1.0.0");
            fleet.awaitRounds(20);
            Instance api = fleet.startApi("1.0.0");
            fleet.awaitRounds(20);
            assertThat(api.figures().complaints())
                    .anySatisfy(c -> assertThat(c).contains("energy_kwh", "which is not what was written"));
        }
    }
}
