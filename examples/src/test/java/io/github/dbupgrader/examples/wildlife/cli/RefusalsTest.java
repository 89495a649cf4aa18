package io.github.dbupgrader.examples.wildlife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.examples.wildlife.testing.DatabaseDump;
import io.github.dbupgrader.examples.wildlife.testing.Run;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** With which exit code and message each command refuses or fails. */
@Tag("database")
class RefusalsTest {

    private String url = "";

    @BeforeEach
    void newDatabase() {
        url = TestServer.newDatabase();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status --url x --no-such-option",
                "no-such-command",
                "backfill",
                "backfill pause --url x",
                "upgrade --url x --to v1.2.0",
                "upgrade --url x --lock-wait soon",
                "rollback --url x"
            })
    void wrongUsage_is2(String line) {
        Run run = Run.of(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("wildlife");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "dry-run", "upgrade"})
    void withoutRecord_isRefused(String command) {
        Run run = Run.on(url, command);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err())
                .startsWith("UPG-201 The database has no recorded version")
                .hasLineCount(1);
    }

    @Test
    void statusWithoutRecord_isRefused() {
        Run run = Run.on(url, "status");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).contains("UNINITIALISED");
    }

    @ParameterizedTest
    @CsvSource({
        "upgrade --application-version 1.7.0-SNAPSHOT, UPG-202",
        "upgrade --application-version 1.0.0, UPG-204",
        "upgrade --to 1.2.0, UPG-205",
        "upgrade --to 2.0.0, UPG-205",
        "upgrade --from 1.0.0, UPG-206",
        "initialise-schema-version, UPG-210",
        "rollback --to 0.9.0, UPG-601",
        "rollback --to 1.7.0, UPG-602"
    })
    void decisionsForPeople_areRefused(String line, String code) {
        url = TestServer.newUpgradedDatabase();
        String before = Run.on(url, "history").out();
        String[] words = line.split(" ");

        Run run = Run.on(url, words[0], Arrays.copyOfRange(words, 1, words.length));

        assertThat(run.err()).startsWith(code + " ").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(Run.on(url, "history").out()).isEqualTo(before);
    }

    @Test
    void condition_whileAReportIsWritten_isRefusedUnlessSkipped() throws SQLException {
        try (Connection report = DriverManager.getConnection(url + "&ApplicationName=wildlife-report")) {
            assertThat(report.isValid(1)).isTrue();
            Run refused = Run.on(url, "upgrade", "--from", "0.9.0");
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(refused.err()).contains("UPG-402", "no report is being written");
            assertThat(DatabaseDump.of(url)).isEmpty();

            assertThat(Run.on(url, "upgrade", "--from", "0.9.0", "--skip-conditions")
                            .exitCode())
                    .isZero();
        }
        assertThat(Run.on(url, "history").out()).contains("skipped the condition \"no report is being written\"");
    }

    @Test
    void lockHeldByAnotherInstance_isRefusedAfterTheWait() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        DatabaseUpgrader other = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .register("1.0.0", upgrade -> {
                    working.countDown();
                    mayEnd.await();
                })
                .build();
        CompletableFuture<?> running = CompletableFuture.runAsync(
                () -> other.upgrade(UpgradeOptions.defaults().from("0.9.0")));
        working.await();

        Run run = Run.on(url, "upgrade", "--from", "0.9.0", "--lock-wait", "PT0.3S");

        mayEnd.countDown();
        running.join();
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).startsWith("UPG-301 ").hasLineCount(1);
    }

    @Test
    void failedStep_is1_andGoesOnAfterTheRepair() {
        Run.on(url, "upgrade", "--from", "0.9.0", "--to", "1.0.0");
        Jdbi.create(url).useHandle(h -> h.execute("update strikes set cost_repair = '12,50' where id = 7"));

        Run failed = Run.on(url, "upgrade");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err())
                .startsWith("UPG-401 Upgrade 1.1.0 (")
                .contains(
                        "TypedColumns#addTypedColumns) failed",
                        "neither a number nor a date: 1 values, such as strike 7: cost_repair = \"12,50\"")
                .hasLineCount(1);
        assertThat(Run.on(url, "status").out()).contains("recorded         1.0.0");

        Jdbi.create(url).useHandle(h -> h.execute("update strikes set cost_repair = '0' where id = 7"));
        assertThat(Run.on(url, "upgrade").exitCode()).isZero();
    }

    @Test
    void unreachableServer_is1_inOneLine() {
        Run run = Run.on("jdbc:postgresql://localhost:1/wildlife", "status");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("UPG-901 ").hasLineCount(1);
    }

    @Test
    void verbose_printsTheStackTrace() {
        assertThat(Run.on(url, "upgrade", "--verbose").err()).contains("\tat io.github.dbupgrader.");
    }
}
