package io.github.dbupgrader.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.load.Session;
import io.github.dbupgrader.schema.RenameColumn;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The guide's rename in fact_energy_hourly, its table water_consumption, and its view v_energy_monthly, added and modified. */
@DatabaseTest
class EnergyAndWaterScenariosTest {

    private final AtomicLong hours = new AtomicLong(3000);
    private final Session.Round oldApi = (session, round) ->
            session.read("select device_id, ts, energy_kwh as kwh from fact_energy_hourly order by ts desc limit 10");
    private final Session.Round oldIngestor = ingestor("energy_kwh");

    /** Writes each hour's number as its energy, wrong at first and mended afterwards. */
    private Session.Round ingestor(String column) {
        return (session, round) -> {
            long hour = hours.incrementAndGet();
            session.write(
                    "insert into fact_energy_hourly (device_id, ts, " + column
                            + ") values (1, timestamp '2024-01-01' + ? * interval '1 hour', ?)",
                    hour,
                    -hour);
            session.write(
                    "update fact_energy_hourly set " + column
                            + " = ? where device_id = 1 and ts = timestamp '2024-01-01' + ? * interval '1 hour'",
                    hour,
                    hour);
        };
    }

    @BeforeEach
    void tables(TestDatabase database) {
        database.execute("""
                create table generic_device (id serial primary key, name text not null);
                create table ingest_file (file_id uuid primary key default gen_random_uuid(), name text not null);
                create table fact_energy_hourly (device_id int not null references generic_device, ts timestamp not null, energy_kwh float,
                  primary key (device_id, ts));
                insert into generic_device (name) values ('main meter');
                insert into ingest_file (name) values ('first.csv');
                insert into fact_energy_hourly select 1, timestamp '2024-01-01' + n * interval '1 hour', n from generate_series(1, 3000) n""");
    }

    static final class Rename {
        private static RenameColumn rename(UpgradeContext upgrade) {
            return upgrade.schema().table("fact_energy_hourly").renameColumn("energy_kwh", "kwh");
        }

        @RegisterUpgrade(value = "1.1.0", mode = UpgradeMode.ONLINE, compatibleFrom = "1.0.0")
        void expand(UpgradeContext upgrade) {
            rename(upgrade).expand();
        }

        @RegisterRollback("1.1.0")
        void revert(UpgradeContext upgrade) {
            rename(upgrade).revert();
        }

        @RegisterUpgrade(value = "1.2.0", mode = UpgradeMode.ONLINE)
        void contract(UpgradeContext upgrade) {
            rename(upgrade)
                    .whenNoOlderThan("api", "1.1.0")
                    .whenNoOlderThan("ingestor", "1.1.0")
                    .lookingFor(Duration.ofMillis(20))
                    .contract();
        }
    }

    @Test
    @DisplayName(
            "online 25, online 40, online 41: the guide's scenario 2, rename energy_kwh to kwh: migration, API, ingestor, its rollback, and again up to the cleanup migration")
    void renameColumn_energyKwhToKwh(TestDatabase database) {
        Session.Round newApi = (session, round) ->
                session.read("select device_id, ts, kwh from fact_energy_hourly order by ts desc limit 10");
        Session.Round newIngestor = ingestor("kwh");
        try (Deployment system = new Deployment(database, new Rename())) {
            system.start(oldApi, oldIngestor);
            system.migrate("1.1.0");
            system.deploy("api", "1.1.0", newApi);
            system.deploy("ingestor", "1.1.0", newIngestor);

            system.goBack("1.1.0");

            system.migrate("1.1.0");
            system.deploy("api", "1.1.0", newApi);
            assertThatThrownBy(() -> system.migrate("1.2.0")).hasMessageContaining("are connected: ingestor/1.0.0");
            system.deploy("ingestor", "1.1.0", newIngestor);
            system.migrate("1.2.0");
            system.stop();
        }
        assertThat(database.queryText("select count(*) || ' ' || count(*) filter"
                        + " (where timestamp '2024-01-01' + kwh * interval '1 hour' = ts) from fact_energy_hourly"))
                .isEqualTo(hours + " " + hours);
        assertThat(database.rows("select column_name from information_schema.columns"
                        + " where table_name = 'fact_energy_hourly' order by ordinal_position"))
                .containsExactly("device_id", "ts", "kwh");
    }

    static final class WaterConsumption {
        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0.0")
        void create(UpgradeContext upgrade) {
            upgrade.schema().createTable("water_consumption", """
                    create table water_consumption (
                      id serial primary key,
                      device_id integer references generic_device(id),
                      ts timestamp not null,
                      liters decimal(12,2),
                      source_file uuid references ingest_file(file_id),
                      created_at timestamptz default now());
                    create index idx_water_consumption_ts on water_consumption(ts);
                    create index idx_water_consumption_device on water_consumption(device_id);""");
        }

        @RegisterRollback("1.1.0")
        void drop(UpgradeContext upgrade) {
            upgrade.schema().dropTable("water_consumption");
        }
    }

    @Test
    @DisplayName(
            "online 4, online 40: the guide's scenario 3, add water_consumption: migration, API, ingestor, and its rollback")
    void addTable_waterConsumption(TestDatabase database) {
        Session.Round oldReader =
                (session, round) -> session.read("select id, name from generic_device order by id desc limit 5");
        Session.Round oldWriter = (session, round) -> {
            session.write("insert into generic_device (name) values ('meter')");
            session.write("insert into ingest_file (name) values ('next.csv')");
            session.write("update generic_device set name = 'main' where id = 1");
        };
        try (Deployment system = new Deployment(database, new WaterConsumption())) {
            system.start(oldReader, oldWriter);

            system.migrate("1.1.0");
            system.deploy(
                    "api",
                    "1.1.0",
                    (session, round) -> session.read(
                            "select w.liters, d.name from water_consumption w join generic_device d on d.id = w.device_id order by ts desc limit 5"));
            system.deploy(
                    "ingestor",
                    "1.1.0",
                    (session, round) -> session.write(
                            "insert into water_consumption (device_id, ts, liters, source_file) select 1, now(), ?, file_id from ingest_file where name = 'first.csv'",
                            round));
            assertThat(database.queryLong("select count(*) from water_consumption where created_at is not null"))
                    .isPositive();

            system.goBack("1.1.0");
            system.stop();
        }
    }

    static final class MonthlyView {
        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0.0")
        void create(UpgradeContext upgrade) {
            upgrade.schema().createView("v_energy_monthly", """
                    select date_trunc('month', ts)::date as month, device_id, sum(energy_kwh) as total_kwh, count(*) as reading_count
                    from fact_energy_hourly
                    group by date_trunc('month', ts), device_id
                    order by month desc""");
        }

        @RegisterRollback("1.1.0")
        void drop(Handle handle) {
            handle.execute("drop view v_energy_monthly");
        }
    }

    @Test
    @DisplayName(
            "online 44: the guide's scenario 4, add v_energy_monthly: migration, API; the ingestor stays; and its rollback")
    void addView_energyMonthly(TestDatabase database) {
        try (Deployment system = new Deployment(database, new MonthlyView())) {
            system.start(oldApi, oldIngestor);

            system.migrate("1.1.0");
            system.deploy(
                    "api", "1.1.0", (session, round) -> session.read("select * from v_energy_monthly limit ?", 12));
            assertThat(database.rows(
                            "select total_kwh, reading_count from v_energy_monthly where month = '2024-01-01'"))
                    .containsExactly(743 * 744 / 2 + "|743");

            system.goBack("1.1.0");
            system.stop();
        }
    }

    static final class MonthlyReadings {
        private static final String TOTAL =
                "select date_trunc('month', ts)::date as month, device_id, sum(energy_kwh) as total_kwh";
        private static final String GROUPED = " from fact_energy_hourly group by date_trunc('month', ts), device_id";

        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0.0")
        void append(UpgradeContext upgrade) {
            upgrade.schema().replaceView("v_energy_monthly", TOTAL + ", count(*) as reading_count" + GROUPED);
        }

        @RegisterRollback("1.1.0")
        void takeAway(UpgradeContext upgrade) {
            upgrade.schema().replaceView("v_energy_monthly", TOTAL + GROUPED);
        }
    }

    @Test
    @DisplayName(
            "online 40, online 44: the guide's modify view: migration, API, while the ingestor and a dashboard stay; and its rollback")
    void modifyView_energyMonthly(TestDatabase database) {
        database.execute("create view v_energy_monthly as " + MonthlyReadings.TOTAL + MonthlyReadings.GROUPED + ";"
                + " grant select on v_energy_monthly to public; comment on view v_energy_monthly is 'Energy by month'");
        Session.Round monthly = (session, round) ->
                session.read("select month, device_id, total_kwh from v_energy_monthly order by month limit 12");
        try (Deployment system = new Deployment(database, new MonthlyReadings())) {
            system.deploy("grafana", "1.0.0", (session, round) -> session.read("select * from v_energy_monthly"));
            system.start(monthly, oldIngestor);

            system.migrate("1.1.0");
            system.deploy(
                    "api",
                    "1.1.0",
                    (session, round) -> session.read(
                            "select month, device_id, total_kwh, reading_count from v_energy_monthly order by month limit 12"));
            assertThat(database.rows("select reading_count from v_energy_monthly where month = '2024-01-01'"))
                    .containsExactly("743");
            assertThat(system.catalogue()).contains("reading_count", "Energy by month");

            system.goBack("1.1.0");
            system.stop();
        }
    }
}
