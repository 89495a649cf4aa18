package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** 1.1.0: costs, speed and date become numbers and dates, in new columns beside the text. */
final class TypedColumns {

    private static final int EXAMPLES = 3;

    @RegisterUpgrade(
            value = "1.1.0",
            description = "Costs, speed and date as numbers and dates",
            compatibleFrom = "1.0.0")
    void addTypedColumns(UpgradeContext upgrade, Handle handle) {
        upgrade.script("1.1.0.sql");
        requireAllConverted(handle);
    }

    @RegisterRollback(value = "1.1.0", description = "Typed columns dropped")
    void dropTypedColumns(UpgradeContext upgrade) {
        upgrade.script("1.1.0-rollback.sql");
    }

    /** A text that is no number would vanish when 1.4.0 drops the text columns, so one is enough to undo the upgrade. */
    private static void requireAllConverted(Handle handle) {
        List<String> lost = handle.createQuery("""
                        select format('strike %s: %s = "%s"', id, field, before)
                        from strikes, lateral (values
                            ('flight_date', flight_date, flown_on::text),
                            ('cost_other', cost_other, other_usd::text),
                            ('cost_repair', cost_repair, repair_usd::text),
                            ('cost_total', cost_total, total_usd::text),
                            ('speed', speed, speed_knots::text)) as fields (field, before, after)
                        where before is not null and after is null
                        order by id
                        """).mapTo(String.class).list();
        if (!lost.isEmpty()) {
            throw new IllegalStateException("neither a number nor a date: " + lost.size() + " values, such as "
                    + String.join("; ", lost.subList(0, Math.min(EXAMPLES, lost.size()))));
        }
    }
}
