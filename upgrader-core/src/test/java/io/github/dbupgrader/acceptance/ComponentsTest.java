package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two components, a host application and a library, keep independent version lines in one database. */
@DatabaseTest
class ComponentsTest {

    private static DatabaseUpgraderBuilder host(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", Steps.sql("create table host_item (id int)"))
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, Steps.sql("drop table host_item"));
    }

    private static DatabaseUpgraderBuilder library(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .component("metrics")
                .applicationVersion("0.3.0")
                .register("0.2.0", Steps.sql("create table metric (id int)"))
                .register(
                        "0.3.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.schema().table("metric").createIndexConcurrently("metric_idx", "id"));
    }

    private static List<String> recorded(TestDatabase database) {
        return database.rows("select component, schema_version from database_metadata order by component");
    }

    @Test
    @DisplayName("upgrades 12, upgrades 55: each component has its own record, plan, history and status")
    void upgrade_twoComponents_areIndependent(TestDatabase database) {
        DatabaseUpgrader host = host(database).build();
        DatabaseUpgrader library = library(database).build();
        host.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        assertThat(library.status().state()).isEqualTo(State.UNINITIALISED);

        library.upgrade(UpgradeOptions.to("0.2.0").from("0.1.0"));

        assertThat(recorded(database)).containsExactly("application|1.0.0", "metrics|0.2.0");
        assertThat(host.plan().component()).isEqualTo("application");
        assertThat(host.plan().versions()).containsExactly(SchemaVersion.parse("1.1.0"));
        assertThat(library.plan().component()).isEqualTo("metrics");
        assertThat(library.plan().versions()).containsExactly(SchemaVersion.parse("0.3.0"));
        host.upgrade();
        library.upgrade();
        host.rollback("1.0.0");

        assertThat(recorded(database)).containsExactly("application|1.0.0", "metrics|0.3.0");
        assertThat(Steps.history(host)).containsExactly("initialise 1.0.0", "upgrade 1.1.0", "rollback 1.1.0");
        assertThat(Steps.history(library))
                .startsWith("initialise 0.1.0", "upgrade 0.2.0")
                .endsWith("upgrade 0.3.0");
        assertThat(library.status().state()).isEqualTo(State.CURRENT);
        assertThat(host.status().state()).isEqualTo(State.PENDING);
    }

    @Test
    @DisplayName(
            "upgrades 14, upgrades 41: two components start on an empty database at once, and neither keeps the other from it")
    void upgrade_twoComponentsAtOnce_bothSucceed(TestDatabase database) throws Exception {
        UpgradeOptions fromZero = UpgradeOptions.defaults().from("0.0.0");
        List<Callable<UpgradeResult>> starts = List.of(
                () -> host(database).build().upgrade(fromZero),
                () -> library(database).build().upgrade(fromZero),
                () -> host(database)
                        .component("third")
                        .applicationVersion("1.0.0")
                        .build()
                        .upgrade());
        try (Background background = new Background()) {
            assertThat(background.together(starts))
                    .extracting(UpgradeResult::outcome)
                    .containsExactly(Outcome.APPLIED, Outcome.APPLIED, Outcome.STAMPED_ONLY);
        }

        assertThat(recorded(database)).containsExactly("application|1.1.0", "metrics|0.3.0", "third|1.0.0");
    }

    @Test
    @DisplayName("upgrades 51, upgrades 59: an unfinished upgrade of one component does not concern the other")
    void upgrade_oneUnfinished_otherGoesOn(TestDatabase database) {
        DatabaseUpgrader host = host(database).build();
        host.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        DatabaseUpgrader library = library(database).build();
        library.initialiseSchemaVersion(InitialiseOptions.at("0.2.0"));
        // its table is missing: it was initialised above the upgrade that makes it
        assertThat(catchThrowable(library::upgrade)).isInstanceOf(StepFailedException.class);

        assertThat(library.status().state()).isEqualTo(State.INCOMPLETE);
        assertThat(host.status().state()).isEqualTo(State.PENDING);
        assertThat(host.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        host.validate();
        assertThat(host.rollback("1.0.0").outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(library.status().state()).isEqualTo(State.INCOMPLETE);
    }
}
