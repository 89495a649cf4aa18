package io.github.dbupgrader.examples.wildlife.upgrades;

import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import org.jdbi.v3.core.Handle;

/** 1.6.0: what each family of animals has cost. It relies on the costs that are filled in the background since 1.5.0, and fills what is left of them. */
final class SumUpCosts {

    @RegisterUpgrade(
            value = "1.6.0",
            description = "Costs of strikes by family of animals",
            mode = UpgradeMode.ONLINE,
            compatibleFrom = "1.5.0")
    void sumUp(UpgradeContext upgrade) {
        upgrade.requiresBackfill(DescribeStrikes.COSTS).finishInline();
        upgrade.step("sum up the costs", handle -> handle.execute("""
                                create table costs_by_family as
                                select animal_kind, animal_family, count(*) as strikes, sum(total_usd) as total_usd, sum(usd_2002) as usd_2002
                                from strikes
                                group by animal_kind, animal_family
                                """)).revert(SumUpCosts::drop);
    }

    @RegisterRollback(value = "1.6.0", description = "Costs by family dropped")
    void undo(Handle handle) {
        drop(handle);
    }

    private static void drop(Handle handle) {
        handle.execute("drop table costs_by_family");
    }
}
