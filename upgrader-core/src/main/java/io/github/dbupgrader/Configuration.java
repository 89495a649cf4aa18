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
        Author author,
        LockSettings lockSettings,
        TimeoutSettings timeouts,
        boolean recordStatements,
        Listeners listeners) {

    String component() {
        return rules.component();
    }

    UpgradePlanner planner() {
        return new UpgradePlanner(registry, rules);
    }
}
