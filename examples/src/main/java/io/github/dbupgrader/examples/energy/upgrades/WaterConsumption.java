package io.github.dbupgrader.examples.energy.upgrades;

import static io.github.dbupgrader.api.UpgradeMode.ONLINE;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;

/** 1.2.0, a table: nobody knows it yet. */
final class WaterConsumption {

    @RegisterUpgrade(value = "1.2.0", description = "Water consumption", mode = ONLINE, compatibleFrom = "1.0.0")
    void create(UpgradeContext upgrade) {
        upgrade.schema().createTable("water_consumption", """
                create table water_consumption (
                    id serial primary key,
                    device_id integer references generic_device(id),
                    ts timestamp not null,
                    liters decimal(12,2),
                    source_file uuid references ingest_file(file_id),
                    created_at timestamptz default now()
                );
                create index idx_water_consumption_ts on water_consumption(ts);
                create index idx_water_consumption_device on water_consumption(device_id);
                """);
    }

    @RegisterRollback(value = "1.2.0", description = "Water consumption dropped")
    void drop(UpgradeContext upgrade) {
        upgrade.schema().dropTable("water_consumption");
    }
}
