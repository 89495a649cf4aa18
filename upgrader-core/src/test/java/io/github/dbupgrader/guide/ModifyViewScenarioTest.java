package io.github.dbupgrader.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.load.Session;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The guide's modify view: v_energy_monthly gets one column more. */
@DatabaseTest
class ModifyViewScenarioTest {

    static final class PeakEnergy {
        private static final String MONTHLY = """
                select date_trunc('month', ts)::date as month, device_id, sum(energy_kwh) as total_kwh, count(*) as reading_count%s
                from fact_energy_hourly
                group by date_trunc('month', ts), device_id""";

        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0.0")
        void addPeak(UpgradeContext upgrade) {
            upgrade.schema().replaceView("v_energy_monthly", MONTHLY.formatted(", max(energy_kwh) as peak_kwh"));
        }

        @RegisterRollback("1.1.0")
        void dropPeak(UpgradeContext upgrade) {
            upgrade.schema().replaceView("v_energy_monthly", MONTHLY.formatted(""));
        }
    }

    @Test
    @DisplayName(
            "online 40, online 44: the guide's modify view: migration, API; ingestor and dashboard stay; and its rollback")
    void modifyView_energyMonthly(TestDatabase database) {
        database.execute(
                "create table fact_energy_hourly (device_id int not null, ts timestamp not null, energy_kwh float,"
                        + " primary key (device_id, ts)); create view v_energy_monthly as "
                        + PeakEnergy.MONTHLY.formatted("")
                        + "; comment on view v_energy_monthly is 'Energy of a month'; grant select on v_energy_monthly to public");
        AtomicLong hours = new AtomicLong();
        Session.Round oldApi = (session, round) -> session.read(
                "select month, device_id, total_kwh, reading_count from v_energy_monthly order by month desc limit ?",
                12);
        try (Deployment system = new Deployment(database, new PeakEnergy())) {
            system.deploy(
                    "ingestor",
                    "1.0.0",
                    (session, round) -> session.write(
                            "insert into fact_energy_hourly values (1, timestamp '2024-01-01' + ? * interval '1 hour', ?)",
                            hours.incrementAndGet(),
                            round));
            system.deploy(
                    "grafana", "1.0.0", (session, round) -> session.read("select * from v_energy_monthly limit 12"));
            system.deploy("api", "1.0.0", oldApi);

            system.migrate("1.1.0");
            system.deploy(
                    "api",
                    "1.1.0",
                    (session, round) -> session.read(
                            "select month, peak_kwh from v_energy_monthly order by month desc limit ?", 12));
            assertThat(system.catalogue()).contains("peak_kwh", "Energy of a month");

            system.goBack("1.1.0");
            system.stop();
        }
    }
}
