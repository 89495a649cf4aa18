package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** First deploy: the database learns which version it has. */
@DatabaseTest
class InitialisationTest {

    private static DatabaseUpgraderBuilder builder(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion(version);
    }

    /** Registers upgrades of which each leaves a table behind. */
    private static DatabaseUpgrader threeSteps(TestDatabase database) {
        return builder(database, "1.3.0")
                .register("1.1.0", sql("create table a (id int)"))
                .register("1.2.0", sql("create table b (id int)"))
                .register("1.3.0", sql("create table c (id int)"))
                .build();
    }

    private static UpgradeException failure(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(type(UpgradeException.class))
                .actual();
    }

    @Test
    @DisplayName("upgrades 14: eight instances initialise an empty database at once, and none sees an error")
    void initialise_byEightAtOnce_leavesOneRow(TestDatabase database) throws Exception {
        try (Background background = new Background()) {
            // the window is short, so more than one round
            for (int round = 0; round < 5; round++) {
                String schema = "round_" + round;
                Callable<SchemaVersion> instance =
                        () -> builder(database, "1.0.0").schema(schema).build().initialiseSchemaVersion();

                assertThat(background.together(Collections.nCopies(8, instance)))
                        .containsOnly(SchemaVersion.parse("1.0.0"));

                assertThat(database.rows("select component, schema_version from " + schema + ".database_metadata"))
                        .containsExactly("application|1.0.0");
                assertThat(database.rows("select action from " + schema + ".database_upgrade_history"))
                        .containsExactly("initialise");
            }
        }
    }

    @Test
    @DisplayName("upgrades 14: eight components make the shared tables at once, and none sees an error")
    void initialise_byEightComponentsAtOnce_leavesARowEach(TestDatabase database) throws Exception {
        List<Callable<SchemaVersion>> components = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String component = "component_" + i;
            components.add(() ->
                    builder(database, "1.0.0").component(component).build().initialiseSchemaVersion());
        }
        try (Background background = new Background()) {
            background.together(components);
        }

        assertThat(database.queryLong("select count(*) from database_metadata")).isEqualTo(8);
        assertThat(database.queryLong("select count(distinct component) from database_upgrade_history"))
                .isEqualTo(8);
    }

    @Test
    @DisplayName("upgrades 14: an instance that only upgrades may race with one that initialises")
    void upgrade_whileAnotherInitialises_seesNoRawError(TestDatabase database) throws Exception {
        try (Background background = new Background()) {
            for (int round = 0; round < 5; round++) {
                String schema = "round_" + round;
                Callable<Object> initialise =
                        () -> builder(database, "1.0.0").schema(schema).build().initialiseSchemaVersion();
                Callable<Object> upgrade =
                        () -> builder(database, "1.0.0").schema(schema).build().upgrade();

                background.together(List.of(initialise, upgrade, initialise, upgrade));

                assertThat(database.rows("select schema_version from " + schema + ".database_metadata"))
                        .containsExactly("1.0.0");
            }
        }
    }

    @Test
    @DisplayName("upgrades 14: so may one that finds no table, and finds it there when it looks closer")
    void status_whileAnotherMakesTheTables_seesThem(TestDatabase database) {
        DataSource raced = Meanwhile.before(
                database.dataSource(),
                "to_regclass",
                () -> builder(database, "1.0.0").build().initialiseSchemaVersion());
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(raced)
                .applicationVersion("1.0.0")
                .build();

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    @DisplayName("upgrades 18: initialising runs no step, adds a history row, and no step up to there ever runs")
    void initialise_betweenSteps_leavesOutThoseUpToThere(TestDatabase database) {
        DatabaseUpgrader upgrader = threeSteps(database);

        assertThat(upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.2.0")))
                .isEqualTo(SchemaVersion.parse("1.2.0"));
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.2.0");
        assertThat(database.rows("select to_regclass('a'), to_regclass('b')")).containsExactly("null|null");

        UpgradeResult result = upgrader.upgrade();

        assertThat(result.versions()).containsExactly(SchemaVersion.parse("1.3.0"));
        assertThat(database.rows("select to_regclass('a'), to_regclass('b'), to_regclass('c')"))
                .containsExactly("null|null|c");
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(upgrader.status().missed()).isEmpty();
    }

    @Test
    @DisplayName("upgrades 18: initialising again at the same version changes nothing, since deploy jobs repeat")
    void initialise_atTheRecordedVersion_changesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = threeSteps(database);
        upgrader.initialiseSchemaVersion();
        List<String> before = database.rows("select * from database_metadata");

        assertThat(upgrader.initialiseSchemaVersion()).isEqualTo(SchemaVersion.parse("1.3.0"));

        assertThat(database.rows("select * from database_metadata")).isEqualTo(before);
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.3.0");
    }

    @Test
    @DisplayName("upgrades 19: the default is the application version, and one above it is refused")
    void initialise_aboveTheApplication_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database, "1.4.0").build();

        UpgradeException refused = failure(() -> upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.4.1")));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TARGET);
        assertThat(refused).hasMessageContaining("1.4.1").hasMessageContaining("1.4.0");
        assertThat(database.queryText("select to_regclass('database_metadata')"))
                .isEqualTo("null");
        assertThat(upgrader.initialiseSchemaVersion()).isEqualTo(SchemaVersion.parse("1.4.0"));
    }

    @Test
    @DisplayName("upgrades 19: a development version is never recorded; the error prints it")
    void initialise_onADevelopmentBuild_wantsAnExplicitVersion(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database, "1.4.0-SNAPSHOT").build();

        UpgradeException refused = failure(upgrader::initialiseSchemaVersion);

        assertThat(refused.code()).isEqualTo(ErrorCode.DEVELOPMENT_VERSION);
        assertThat(refused).hasMessageContaining("1.4.0-SNAPSHOT").hasMessageContaining("InitialiseOptions.at(");
        assertThat(upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.3.0")))
                .isEqualTo(SchemaVersion.parse("1.3.0"));
    }

    @Test
    @DisplayName("upgrades 19: an explicit version that is none is another error than a development version")
    void initialise_atAnUnparsableVersion_isMalformed() {
        assertThat(failure(() -> InitialiseOptions.at("1.4")).code()).isEqualTo(ErrorCode.MALFORMED_VERSION);
        assertThat(failure(() -> InitialiseOptions.at("1.4.0-SNAPSHOT")).code()).isEqualTo(ErrorCode.MALFORMED_VERSION);
    }

    @Test
    @DisplayName("upgrades 20: another recorded version is overwritten only by force, and stays in the history")
    void initialise_atAnotherVersion_needsForce(TestDatabase database) {
        DatabaseUpgrader upgrader = threeSteps(database);
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.1.0"));
        upgrader.upgrade();

        UpgradeException refused = failure(() -> upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.2.0")));
        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_INITIALISED);
        assertThat(refused).hasMessageContaining("1.3.0").hasMessageContaining("1.2.0");

        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.2.0").force());

        assertThat(database.rows("select schema_version, compatible_from, initialised_version from database_metadata"))
                .containsExactly("1.2.0|1.2.0|1.2.0");
        HistoryEntry forced = upgrader.history().get(upgrader.history().size() - 1);
        assertThat(forced.action()).isEqualTo("initialise");
        assertThat(forced.from()).contains(SchemaVersion.parse("1.3.0"));
        assertThat(forced.to()).contains(SchemaVersion.parse("1.2.0"));
        // what ran before counts no longer: the schema is what the caller says it is
        database.execute("drop table c");
        assertThat(upgrader.upgrade().versions()).containsExactly(SchemaVersion.parse("1.3.0"));
    }
}
