package io.github.dbupgrader.examples.wildlife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.DatabaseDump;
import io.github.dbupgrader.examples.wildlife.testing.Run;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each command does and with which exit code, where nothing goes wrong. */
@Tag("database")
class CommandsTest {

    private String url = "";

    @BeforeEach
    void newDatabase() {
        url = TestServer.newDatabase();
    }

    @Test
    void deploy_firstToLast_isDoneAndThenCurrent() {
        assertThat(on("initialise-schema-version").exitCode()).isZero();
        assertThat(on("initialise-schema-version").exitCode()).isZero();
        Run pending = on("status");
        assertThat(pending.exitCode()).isEqualTo(3);
        assertThat(pending.out())
                .contains(
                        "state            PENDING", "pending          1.0.0, 1.1.0, 1.2.0, 1.3.0, 1.4.0, 1.5.0, 1.6.0");
        assertThat(on("plan").exitCode()).isEqualTo(3);

        Run upgrade = on("upgrade");

        assertThat(upgrade.exitCode()).isZero();
        assertThat(upgrade.out()).contains("0.9.0 -> 1.6.0 in");
        assertThat(on("status", "--user", "postgres", "--password", "any").exitCode())
                .isZero();
        Run plan = on("plan");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out()).contains("nothing to do");
        assertThat(on("upgrade").out()).contains("nothing to do: the database is at 1.6.0");
    }

    @Test
    void dryRun_ofEverything_showsItAndLeavesNothing() {
        on("initialise-schema-version");

        Run dryRun = on("dry-run");

        assertThat(dryRun.err()).isEmpty();
        assertThat(dryRun.exitCode()).isZero();
        assertThat(dryRun.out())
                .contains("copy strikes", "10000 rows", "its transactional equivalent ran", "not run, because")
                .endsWith("everything was rolled back; only numbers drawn from sequences are gone\n");
        assertThat(DatabaseDump.of(url)).isEmpty();
        assertThat(on("status").exitCode()).isEqualTo(3);
    }

    @Test
    void upgrade_inTwoReleases_runsWhatEachHas() {
        assertThat(on("upgrade", "--from", "0.9.0", "--application-version", "1.2.0")
                        .exitCode())
                .isZero();
        Run status = on("status", "--application-version", "1.2.0");
        assertThat(status.exitCode()).isZero();
        assertThat(status.out()).contains("recorded         1.2.0", "compatible from  1.0.0");

        assertThat(on("upgrade", "--to", "1.3.0").exitCode()).isZero();

        assertThat(on("plan").out()).contains("application: 1.3.0 -> 1.6.0");
        Run old = on("status", "--application-version", "1.0.0");
        assertThat(old.exitCode()).isZero();
        assertThat(old.out()).contains("AHEAD_COMPATIBLE");
    }

    @Test
    void upgrade_pastTheLastStep_onlyStamps() {
        url = TestServer.newUpgradedDatabase();

        assertThat(on("status", "--application-version", "1.6.1").exitCode()).isEqualTo(3);
        assertThat(on("upgrade", "--application-version", "1.6.1").out())
                .contains("recorded 1.6.1; there was no upgrade to run");
    }

    @Test
    void history_ofAnUntouchedDatabase_saysSo() {
        Run history = on("history");

        assertThat(history.exitCode()).isZero();
        assertThat(history.out()).isEqualTo("  no history: the database was never initialised\n");
    }

    @Test
    void history_afterUpgradeAndRollback_hasBoth() {
        url = TestServer.newUpgradedDatabase();
        on("rollback", "--to", "1.2.0");

        assertThat(on("history").out())
                .containsSubsequence(
                        "upgrade",
                        "1.3.0",
                        "1.4.0",
                        "1.5.0",
                        "1.6.0",
                        "rollback",
                        "Costs by family dropped",
                        "rollback",
                        "Positions, kinds of animals",
                        "rollback",
                        "Text columns restored",
                        "drop the index",
                        "rollback",
                        "Index and summary dropped");
    }

    @Test
    void help_isPrinted() {
        Run help = Run.of("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains(
                        "demo",
                        "initialise-schema-version",
                        "status",
                        "plan",
                        "dry-run",
                        "upgrade",
                        "history",
                        "rollback",
                        "backfill",
                        "refused before anything was done");
    }

    @Test
    void helpOfACommand_tellsItsOptions() {
        Run help = Run.of("upgrade", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("--url", "--to", "--from", "--skip-conditions", "--application-version");
    }

    private Run on(String command, String... args) {
        return Run.on(url, command, args);
    }
}
