package io.github.dbupgrader;

import io.github.dbupgrader.history.Author;
import io.github.dbupgrader.plan.PlanRules;
import io.github.dbupgrader.plan.UpgradePlanner;
import io.github.dbupgrader.registry.Registry;
import io.github.dbupgrader.sql.TableNames;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** All that the host decided, checked. */
record Configuration(
        DataSource dataSource,
        Consumer<Jdbi> configureJdbi,
        Registry registry,
        PlanRules rules,
        TableNames tables,
        LockSettings lockSettings,
        TimeoutSettings timeouts,
        boolean recordStatements,
        Listeners listeners) {

    String component() {
        return rules.component();
    }

    /** Who writes. Asked only where something is written: the name service may take seconds to know the host. */
    Author author() {
        return new Author(HostName.get(), rules.applicationVersion().text(), LibraryVersion.get());
    }

    UpgradePlanner planner() {
        return new UpgradePlanner(registry, rules);
    }
}
