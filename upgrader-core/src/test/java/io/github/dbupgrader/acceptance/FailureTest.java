package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.nothing;
import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a failure looks like to the caller, and what it leaves behind. */
@DatabaseTest
class FailureTest {

    private static DatabaseUpgraderBuilder builder(DataSource dataSource) {
        DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .build()
                .initialiseSchemaVersion();
        return DatabaseUpgrader.forDataSource(dataSource).applicationVersion("1.1.0");
    }

    private static StepFailedException failure(DatabaseUpgrader upgrader) {
        return assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(StepFailedException.class))
                .actual();
    }

    static Stream<Named<UpgradeMethod>> failures() {
        return Stream.of(
                Named.of("a checked exception", upgrade -> {
                    throw new IOException("no such file");
                }),
                Named.of("an unchecked exception without a message", upgrade -> {
                    throw new IllegalStateException();
                }),
                Named.of("a constraint", sql("insert into positive values (-1)")),
                Named.of("a constraint at commit", sql("insert into deferred values (1, 7)")),
                Named.of("a failure of the database inside a function", sql("do $$ begin raise 'own'; end $$")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName(
            "upgrades 47, upgrades 49: whatever a step fails with reaches the caller, is recorded, and needs no repair")
    void step_failing_reachesTheCaller(UpgradeMethod failing, TestDatabase database) {
        database.execute(
                "create table positive (n int check (n > 0));"
                        + " create table deferred (id int primary key, other int references deferred deferrable initially deferred)");
        DatabaseUpgrader upgrader = builder(database.dataSource())
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("create table half (id int)");
                    failing.run(upgrade);
                })
                .build();

        StepFailedException failed = failure(upgrader);

        assertThat(failed.version()).isEqualTo(SchemaVersion.parse("1.1.0"));
        assertThat(failed).hasCauseInstanceOf(Exception.class).hasMessageContaining("1.1.0");
        assertThat(database.queryText("select to_regclass('half')")).isEqualTo("null");
        HistoryEntry entry = upgrader.history().get(1);
        assertThat(entry.succeeded()).isFalse();
        assertThat(entry.to()).contains(SchemaVersion.parse("1.0.0"));
        assertThat(entry.error()).contains(failed.getMessage());

        DatabaseUpgrader mended = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", sql("create table half (id int)"))
                .build();
        assertThat(mended.upgrade().versions()).containsExactly(SchemaVersion.parse("1.1.0"));
    }

    @Test
    @DisplayName("upgrades 47: a failing constraint at commit is told with its own error")
    void step_failingAtCommit_namesTheConstraint(TestDatabase database) {
        database.execute(
                "create table deferred (id int primary key, other int references deferred deferrable initially deferred)");

        StepFailedException failed = failure(builder(database.dataSource())
                .register("1.1.0", sql("insert into deferred values (1, 7)"))
                .build());

        assertThat(failed).hasMessageContaining("23503").hasMessageContaining("deferred_other_fkey");
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.0.0");
    }

    @Test
    @DisplayName("upgrades 47: so do a failing condition, declaration and sub-step")
    void conditionDeclarationAndSubStep_failing_reachTheCaller(TestDatabase database) {
        assertThatThrownBy(() -> builder(database.dataSource())
                        .register("1.1.0", nothing())
                        .condition("1.1.0", "the moon is full", handle -> false)
                        .build()
                        .upgrade())
                .hasMessageContaining("the moon is full");
        assertThat(failure(builder(database.dataSource())
                        .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                            throw new IllegalStateException("cannot declare");
                        })
                        .build()))
                .hasMessageContaining("cannot declare");
        assertThat(failure(builder(database.dataSource())
                        .register(
                                "1.1.0",
                                UpgradeMode.ONLINE,
                                upgrade -> upgrade.step("one", handle -> {
                                    throw new IllegalStateException("cannot work");
                                }))
                        .build()))
                .hasMessageContaining("sub-step \"one\"")
                .hasMessageContaining("cannot work");
    }

    @Test
    @DisplayName("upgrades 48: where the failure cannot be recorded, it is thrown all the same, and that is suppressed")
    void failure_thatCannotBeRecorded_isStillTheOneThrown(TestDatabase database) {
        database.execute("create table item (id int)");
        DatabaseUpgrader upgrader = builder(database.dataSource())
                .register("1.1.0", sql("insert into item values ('not a number')"))
                .build();
        database.execute("alter table database_upgrade_history add constraint never check (outcome <> 'FAILURE')");

        StepFailedException failed = failure(upgrader);

        assertThat(failed.failingSql()).contains("insert into item values ('not a number')");
        assertThat(failed).hasMessageContaining("22P02");
        assertThat(failed.getSuppressed()).hasSize(1);
        assertThat(failed.getSuppressed()[0]).hasStackTraceContaining("violates check constraint \"never\"");
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0");
    }

    @Test
    @DisplayName("upgrades 48: so it is with an Error")
    void error_thatCannotBeRecorded_isStillTheOneThrown(TestDatabase database) {
        AssertionError error = new AssertionError("in a step");
        DatabaseUpgrader upgrader = builder(database.dataSource())
                .register("1.1.0", upgrade -> {
                    throw error;
                })
                .build();
        database.execute("alter table database_upgrade_history add constraint never check (outcome <> 'FAILURE')");

        assertThatThrownBy(upgrader::upgrade).isSameAs(error);
        assertThat(error.getSuppressed()).hasSize(1);
    }

    @Test
    @DisplayName("upgrades 48: a session that the server has ended does not mask why")
    void failure_ofTheSession_isThrownWithItsOwnCause(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database.pool(1))
                .register("1.1.0", sql("create table half (id int); select pg_terminate_backend(pg_backend_pid())"))
                .build();

        StepFailedException failed = failure(upgrader);

        assertThat(failed).hasMessageContaining("57P01");
        assertThat(failed.getSuppressed()).isNotEmpty();
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.0.0");
        // the pool has noticed
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0");
    }

    @Test
    @DisplayName("upgrades 48: where the stamp itself is refused, its error is the one thrown")
    void stamp_refusedByTheDatabase_failsTheStep(TestDatabase database) {
        DatabaseUpgrader upgrader =
                builder(database.dataSource()).register("1.1.0", nothing()).build();
        database.execute("alter table database_metadata add constraint never check (schema_version <> '1.1.0')");

        StepFailedException failed = failure(upgrader);

        assertThat(failed).hasMessageContaining("violates check constraint \"never\"");
        assertThat(failed.code()).isIn(ErrorCode.STEP_FAILED, ErrorCode.DATABASE_ERROR);
        assertThat(failed).hasRootCauseInstanceOf(SQLException.class);
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0", "upgrade 1.1.0 FAILED");
    }
}
