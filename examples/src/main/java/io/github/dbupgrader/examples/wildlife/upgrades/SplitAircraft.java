package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeContext;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** 1.4.0: the aircraft is split into manufacturer and model in Java, and the text columns that 1.1.0 replaced are dropped. */
final class SplitAircraft {

    private static final int BATCH = 1_000;

    /** Asked before the first upgrade runs, so it must bear a database in which none of the tables exists yet. */
    @UpgradeCondition(value = "1.4.0", description = "no report is being written", skippable = true)
    boolean noReportIsBeingWritten(Handle handle) {
        return handle.createQuery("""
                        select not exists (
                            select from pg_stat_activity
                            where datname = current_database() and application_name = 'wildlife-report')
                        """).mapTo(Boolean.class).one();
    }

    @RegisterUpgrade(
            value = "1.4.0",
            description = "Aircraft split into manufacturer and model; text columns dropped",
            compatibleFrom = "1.1.0")
    void splitAircraft(UpgradeContext upgrade, Handle handle) {
        handle.execute("alter table strikes add column manufacturer text, add column model text");
        long total = handle.createQuery("select count(*) from strikes")
                .mapTo(Long.class)
                .one();
        long done = 0;
        List<Strike> batch = nextBatch(handle, 0);
        while (!batch.isEmpty()) {
            split(handle, batch);
            done += batch.size();
            upgrade.progress("strikes with their aircraft", done, total);
            batch = nextBatch(handle, batch.get(batch.size() - 1).id());
        }
        handle.execute("alter table strikes alter column model set not null");
        upgrade.script("drop-text-columns.sql");
    }

    @RegisterRollback(value = "1.4.0", description = "Text columns restored, manufacturer and model dropped")
    void restoreTextColumns(UpgradeContext upgrade, Handle handle) {
        upgrade.script("restore-text-columns.sql");
        handle.execute("alter table strikes drop column manufacturer, drop column model");
    }

    private static List<Strike> nextBatch(Handle handle, long afterId) {
        return handle.createQuery("select id, aircraft from strikes where id > :after order by id limit :batch")
                .bind("after", afterId)
                .bind("batch", BATCH)
                .map((row, context) -> new Strike(row.getLong("id"), row.getString("aircraft")))
                .list();
    }

    private static void split(Handle handle, List<Strike> strikes) {
        PreparedBatch batch =
                handle.prepareBatch("update strikes set manufacturer = :manufacturer, model = :model where id = :id");
        for (Strike strike : strikes) {
            Aircraft aircraft = Aircraft.parse(strike.aircraft());
            batch.bind("manufacturer", aircraft.manufacturer().orElse(null))
                    .bind("model", aircraft.model())
                    .bind("id", strike.id())
                    .add();
        }
        batch.execute();
    }

    private record Strike(long id, String aircraft) {}
}
