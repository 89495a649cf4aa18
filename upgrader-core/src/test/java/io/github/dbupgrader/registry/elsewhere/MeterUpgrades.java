package io.github.dbupgrader.registry.elsewhere;

import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import org.jdbi.v3.core.Handle;

/** A condition that the library's own packages could not call without asking for it. */
public class MeterUpgrades {

    private final boolean idle;

    public MeterUpgrades(boolean idle) {
        this.idle = idle;
    }

    @RegisterUpgrade("1.1.0")
    void addMeter(Handle handle) {}

    @UpgradeCondition(value = "1.1.0", description = "no meter is being read")
    boolean idle(Handle handle) {
        return idle;
    }
}
