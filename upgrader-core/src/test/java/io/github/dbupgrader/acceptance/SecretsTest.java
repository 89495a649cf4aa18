package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A secret in a statement is in no log, no history and no exception. */
@DatabaseTest
class SecretsTest {

    private static final String SECRET = "s3cr3t-w0rd";

    private static final List<String> STATEMENTS = List.of(
            "alter role %1$s password '" + SECRET + "'",
            "alter role %1$s with encrypted password E'" + SECRET + "'",
            "create foreign data wrapper w; create server remote foreign data wrapper w options (host 'h', token '"
                    + SECRET + "');" + " create user mapping for %1$s server remote options (user 'u', password '"
                    + SECRET + "')",
            "create subscription s connection 'host=h password=" + SECRET
                    + "' publication p with (connect = false, create_slot = false, slot_name = none, enabled = false);"
                    + " drop subscription s",
            "select 'postgresql://user:" + SECRET + "@host/db'",
            "do $$ begin execute 'alter role %1$s password ''" + SECRET + "'''; end $$");

    private String role = "";
    private Logged logged;

    @BeforeEach
    void listen(TestDatabase database) {
        role = database.role("somebody");
        logged = new Logged("", Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        logged.close();
    }

    private DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod method) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", method)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static String everythingOf(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private String everythingLogged() {
        return String.join("\n", logged.texts());
    }

    private static String everythingRecorded(TestDatabase database) {
        return String.join("\n", database.rows("select * from database_upgrade_history"));
    }

    @Test
    @DisplayName("upgrades 67: secrets in statements that succeed are stars in the history, and in no log")
    void statements_withSecrets_areRecordedWithStars(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, upgrade -> {
            for (String statement : STATEMENTS) {
                try (var plain = upgrade.handle().getConnection().createStatement()) {
                    plain.execute(statement.formatted(role));
                }
            }
        });

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(upgrader.history().get(1).statements())
                .hasSize(STATEMENTS.size())
                .allMatch(s -> s.sql().contains("***"));
        assertThat(everythingRecorded(database)).contains("alter role " + role).doesNotContain(SECRET);
        assertThat(everythingLogged()).isNotEmpty().doesNotContain(SECRET);
        database.execute("drop owned by " + role);
    }

    static Stream<Named<String>> failing() {
        return Stream.concat(
                Stream.of(Named.of("the failing one itself", "alter role nobody_at_all password '" + SECRET + "'")),
                STATEMENTS.stream().map(s -> Named.of(s.replace(SECRET, "…"), s + "; select 1 / 0")));
    }

    @ParameterizedTest
    @MethodSource("failing")
    @DisplayName("upgrades 67: nor are they in what a failing statement leaves, its exception with all causes included")
    void failure_ofAStatementWithASecret_hidesIt(String statement, TestDatabase database) {
        String failing = statement.formatted(role);
        List<UpgradeMethod> ways = List.of(
                upgrade -> upgrade.handle().execute(failing),
                upgrade -> upgrade.handle()
                        .createUpdate(failing.replace(":" + SECRET, "\\:" + SECRET) + "; select :bound")
                        .bind("bound", SECRET)
                        .execute(),
                upgrade -> {
                    try (var plain = upgrade.handle().getConnection().createStatement()) {
                        plain.execute(failing);
                    }
                },
                upgrade -> {
                    try (var plain = upgrade.handle().getConnection().createStatement()) {
                        plain.addBatch(failing);
                        plain.executeBatch();
                    }
                });

        for (UpgradeMethod way : ways) {
            DatabaseUpgrader upgrader = upgrader(database, way);

            Throwable failed = catchThrowable(upgrader::upgrade);

            assertThat(failed).isInstanceOf(StepFailedException.class);
            assertThat(everythingOf(failed)).doesNotContain(SECRET);
        }
        assertThat(everythingRecorded(database)).doesNotContain(SECRET);
        assertThat(everythingLogged()).doesNotContain(SECRET);
    }

    @Test
    @DisplayName("upgrades 67: the password of the data source is in no exception about it")
    void unreachable_dataSourceWithAPassword_hidesIt(TestDatabase database) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setUser("nobody");
        dataSource.setPassword(SECRET);
        dataSource.setDatabaseName("no_such_database");

        assertThatThrownBy(() -> DatabaseUpgrader.forDataSource(dataSource)
                        .applicationVersion("1.1.0")
                        .build()
                        .upgrade())
                .satisfies(e -> assertThat(everythingOf(e)).doesNotContain(SECRET));
        assertThat(everythingLogged()).doesNotContain(SECRET);
    }
}
