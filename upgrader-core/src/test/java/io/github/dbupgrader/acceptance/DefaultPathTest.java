package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DryRunReport;
import io.github.dbupgrader.PendingUpgradesException;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each entry point as a host first meets it: a data source, a version, an object with upgrades, and no option at all. */
@DatabaseTest
class DefaultPathTest {

    /** The upgrades of a host. */
    private static final class Host {
        private boolean powerFails;

        @RegisterUpgrade("1.1.0")
        void createItems(Handle handle) {
            handle.execute("create table item (id int)");
        }

        @RegisterRollback("1.1.0")
        void dropItems(Handle handle) {
            handle.execute("drop table item");
        }

        @RegisterUpgrade(value = "1.2.0", mode = UpgradeMode.ONLINE)
        void indexItems(UpgradeContext upgrade) {
            upgrade.step("rows", handle -> handle.execute("insert into item values (1)"));
            upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
            upgrade.stepOutsideTransaction("vacuum", connection -> {
                if (powerFails) {
                    throw new IllegalStateException("power");
                }
                try (var statement = connection.createStatement()) {
                    statement.execute("vacuum item");
                }
            });
        }
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, String version, Host host) {
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion(version)
                .register(host)
                .build();
    }

    private static SchemaVersion version(String text) {
        return SchemaVersion.parse(text);
    }

    @Test
    @DisplayName("upgrades 70: the default path of every entry point, over the life of an application")
    void everyEntryPoint_withoutOptions_works(TestDatabase database) {
        HikariDataSource pool = database.pool(10);
        Host host = new Host();

        DatabaseUpgrader first = upgrader(pool, "1.0.0", host);
        assertThat(first.status().state()).isEqualTo(State.UNINITIALISED);
        assertThat(first.initialiseSchemaVersion()).isEqualTo(version("1.0.0"));
        assertThat(first.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        first.validate();

        DatabaseUpgrader second = upgrader(pool, "1.2.0", host);
        assertThat(second.status().pending()).containsExactly(version("1.1.0"), version("1.2.0"));
        assertThatThrownBy(second::validate).isInstanceOf(PendingUpgradesException.class);
        assertThat(second.plan().entries()).hasSize(2);
        assertThat(second.dryRun().steps())
                .extracting(DryRunReport.Step::version)
                .containsExactly(version("1.1.0"), version("1.2.0"));

        host.powerFails = true;
        assertThatThrownBy(second::upgrade).isInstanceOf(StepFailedException.class);
        assertThat(second.status().state()).isEqualTo(State.INCOMPLETE);
        host.powerFails = false;
        second.markSubStep("1.2.0", "vacuum", SubStepMark.NOT_DONE);

        UpgradeResult result = second.upgrade();
        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.to()).isEqualTo(version("1.2.0"));
        second.validate();
        assertThat(second.status().state()).isEqualTo(State.CURRENT);
        assertThat(second.plan().entries()).isEmpty();

        assertThat(Steps.history(second))
                .containsExactly(
                        "initialise 1.0.0",
                        "upgrade 1.1.0",
                        "start 1.2.0",
                        "sub-step 1.2.0",
                        "sub-step 1.2.0",
                        "sub-step 1.2.0 FAILED",
                        "mark 1.2.0",
                        "sub-step 1.2.0",
                        "upgrade 1.2.0");
    }

    @Test
    @DisplayName("upgrades 70: rollback(to) without options")
    void rollback_withoutOptions_works(TestDatabase database) {
        Host host = new Host();
        upgrader(database.dataSource(), "1.0.0", host).initialiseSchemaVersion();
        DatabaseUpgrader upgrader = upgrader(database.dataSource(), "1.1.0", host);
        upgrader.upgrade();

        UpgradeResult result = upgrader.rollback("1.0.0");

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.to()).isEqualTo(version("1.0.0"));
        assertThat(database.queryText("select to_regclass('item')")).isEqualTo("null");
        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
    }
}
