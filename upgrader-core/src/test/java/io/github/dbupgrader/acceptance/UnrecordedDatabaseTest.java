package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A database of which nothing is recorded: its schema may be that of any version. */
@DatabaseTest
class UnrecordedDatabaseTest {

    private static final String OBJECTS =
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    private static DatabaseUpgraderBuilder builder(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.3.0");
    }

    private static DatabaseUpgrader twoSteps(TestDatabase database) {
        return builder(database)
                .register("1.1.0", sql("create table a (id int)"))
                .register("1.2.0", sql("create table b (id int)"))
                .build();
    }

    private static UpgradeException failure(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(type(UpgradeException.class))
                .actual();
    }

    @Test
    @DisplayName(
            "upgrades 21: with steps that may or may not be in it, it is refused with both remedies, and untouched")
    void upgrade_withStepsUpToTheTarget_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = twoSteps(database);

        UpgradeException refused = failure(upgrader::upgrade);

        assertThat(refused.code()).isEqualTo(ErrorCode.UNINITIALISED);
        assertThat(refused)
                .hasMessageContaining("1.1.0, 1.2.0")
                .hasMessageContaining("initialiseSchemaVersion()")
                .hasMessageContaining("from(\"X.Y.Z\")");
        assertThat(database.queryLong(OBJECTS)).isZero();
    }

    @Test
    @DisplayName("upgrades 22: where no step lies up to the target, that is stamped, and the result says so")
    void upgrade_withoutSteps_stampsOnly(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database)
                .register("1.4.0", sql("create table later (id int)"))
                .build();

        UpgradeResult result = upgrader.upgrade();

        assertThat(result.outcome()).isEqualTo(Outcome.STAMPED_ONLY);
        assertThat(result.from()).isEmpty();
        assertThat(result.to()).isEqualTo(SchemaVersion.parse("1.3.0"));
        assertThat(Steps.history(upgrader)).containsExactly("stamp 1.3.0");
        assertThat(database.rows("select schema_version, compatible_from, initialised_version from database_metadata"))
                .containsExactly("1.3.0|1.3.0|1.3.0");
    }

    @Test
    @DisplayName("upgrades 23: an explicit from-version runs what lies above it")
    void upgrade_fromAnExplicitVersion_runsTheStepsAbove(TestDatabase database) {
        DatabaseUpgrader upgrader = twoSteps(database);

        UpgradeResult result = upgrader.upgrade(UpgradeOptions.to("1.3.0").from("1.1.0"));

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.from()).contains(SchemaVersion.parse("1.1.0"));
        assertThat(result.to()).isEqualTo(SchemaVersion.parse("1.3.0"));
        assertThat(result.versions()).containsExactly(SchemaVersion.parse("1.2.0"));
        assertThat(database.rows("select to_regclass('a'), to_regclass('b')")).containsExactly("null|b");
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.1.0", "upgrade 1.2.0", "stamp 1.3.0");
        assertThat(database.rows("select schema_version, compatible_from, initialised_version from database_metadata"))
                .containsExactly("1.3.0|1.2.0|1.1.0");
    }

    @Test
    @DisplayName("upgrades 23: on a recorded database a from-version is accepted only when it is the recorded one")
    void upgrade_fromAnotherThanTheRecordedVersion_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = twoSteps(database);
        upgrader.upgrade(UpgradeOptions.to("1.1.0").from("1.0.0"));

        UpgradeException refused =
                failure(() -> upgrader.upgrade(UpgradeOptions.to("1.3.0").from("1.0.0")));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FROM);
        assertThat(refused).hasMessageContaining("1.0.0").hasMessageContaining("1.1.0");

        assertThat(upgrader.upgrade(UpgradeOptions.to("1.3.0").from("1.1.0")).versions())
                .containsExactly(SchemaVersion.parse("1.2.0"));
    }

    @Test
    @DisplayName("upgrades 23: a from-version above the target is refused, and nothing is written")
    void upgrade_fromAboveTheTarget_isRefused(TestDatabase database) {
        UpgradeException refused = failure(
                () -> twoSteps(database).upgrade(UpgradeOptions.to("1.1.0").from("1.2.0")));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FROM);
        assertThat(database.queryLong(OBJECTS)).isZero();
    }

    @Test
    @DisplayName("upgrades 23: where the first step fails, the from-version stays recorded, and a rerun needs none")
    void upgrade_failingAfterTheFromVersion_goesOnFromThere(TestDatabase database) {
        DatabaseUpgrader failing =
                builder(database).register("1.2.0", sql("select 1 / 0")).build();

        failure(() -> failing.upgrade(UpgradeOptions.to("1.3.0").from("1.1.0")));

        assertThat(twoSteps(database).upgrade().versions()).containsExactly(SchemaVersion.parse("1.2.0"));
    }
}
