package io.github.dbupgrader.examples.energy.upgrades;

import static io.github.dbupgrader.api.UpgradeMode.ONLINE;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import org.jdbi.v3.core.Handle;

/** 1.3.0, a view: the ingestor need not change at all. */
final class MonthlyEnergy {

    static final String VIEW = "v_energy_monthly";

    @RegisterUpgrade(value = "1.3.0", description = "Energy by month", mode = ONLINE, compatibleFrom = "1.0.0")
    void create(UpgradeContext upgrade) {
        upgrade.schema().createView(VIEW, totalsOf("energy_kwh"));
    }

    @RegisterRollback(value = "1.3.0", description = "Energy by month dropped")
    void drop(Handle handle) {
        handle.execute("drop view v_energy_monthly");
    }

    static String totalsOf(String column) {
        return """
                select date_trunc('month', ts)::date as month, device_id, sum(%s) as total_kwh, count(*) as reading_count
                from fact_energy_hourly
                group by date_trunc('month', ts), device_id
                order by month desc
                """.formatted(column);
    }
}
