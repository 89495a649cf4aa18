package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DatabaseTest
@DisplayName("upgrades 51: status() tells the eight states apart, with what explains them, and only reads")
class StatusTest {

    private static DatabaseUpgraderBuilder application(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion(version);
    }

    private static void initialise(TestDatabase database, String version) {
        application(database, version).build().initialiseSchemaVersion();
    }

    private static List<SchemaVersion> versions(String... texts) {
        return List.of(texts).stream().map(SchemaVersion::parse).toList();
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).withRows().text();
    }

    @Test
    void status_developmentVersion_isDevelopment(TestDatabase database) {
        DatabaseUpgrader upgrader = application(database, "1.4.0-SNAPSHOT").build();
        assertThat(upgrader.status().state()).isEqualTo(State.DEVELOPMENT);

        initialise(database, "1.3.0");

        UpgradeStatus status = upgrader.status();
        assertThat(status.state()).isEqualTo(State.DEVELOPMENT);
        assertThat(status.applicationVersion()).isEqualTo("1.4.0-SNAPSHOT");
        assertThat(status.recorded()).contains(SchemaVersion.parse("1.3.0"));
    }

    @Test
    void status_noRecord_isUninitialised_andCreatesNothing(TestDatabase database) {
        String before = dump(database);

        UpgradeStatus status = application(database, "1.2.0")
                .register("1.1.0", upgrade -> {})
                .register("1.3.0", upgrade -> {})
                .build()
                .status();

        assertThat(status.state()).isEqualTo(State.UNINITIALISED);
        assertThat(status.recorded()).isEmpty();
        assertThat(status.compatibleFrom()).isEmpty();
        assertThat(status.pending()).isEqualTo(versions("1.1.0"));
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    void status_recordedVersion_isCurrent(TestDatabase database) {
        initialise(database, "1.2.0");

        UpgradeStatus status = application(database, "1.2.0")
                .register("1.2.0", upgrade -> {})
                .build()
                .status();

        assertThat(status.state()).isEqualTo(State.CURRENT);
        assertThat(status.compatibleFrom()).contains(SchemaVersion.parse("1.2.0"));
        assertThat(status.pending()).isEmpty();
    }

    @Test
    void status_releaseWithoutUpgrades_isBehind(TestDatabase database) {
        initialise(database, "1.2.0");

        UpgradeStatus status = application(database, "1.2.1")
                .register("1.2.0", upgrade -> {})
                .build()
                .status();

        assertThat(status.state()).isEqualTo(State.BEHIND);
        assertThat(status.pending()).isEmpty();
    }

    @Test
    void status_upgradesAboveRecorded_isPending(TestDatabase database) {
        initialise(database, "1.0.0");

        UpgradeStatus status = application(database, "1.10.0")
                .register("1.10.0", upgrade -> {})
                .register("1.9.0", upgrade -> {})
                .register("1.11.0", upgrade -> {})
                .build()
                .status();

        assertThat(status.state()).isEqualTo(State.PENDING);
        assertThat(status.pending()).isEqualTo(versions("1.9.0", "1.10.0"));
    }

    @Test
    void status_upgradeMergedLate_isPending(TestDatabase database) {
        initialise(database, "1.0.0");
        application(database, "1.2.0").register("1.2.0", upgrade -> {}).build().upgrade();

        UpgradeStatus status = application(database, "1.2.0")
                .register("1.1.0", upgrade -> {})
                .register("1.2.0", upgrade -> {})
                .build()
                .status();

        assertThat(status.state()).isEqualTo(State.PENDING);
        assertThat(status.pending()).isEmpty();
        assertThat(status.missed()).isEqualTo(versions("1.1.0"));
    }

    @Test
    @DisplayName("upgrades 52: an older application with which the schema is compatible runs, and writes nothing")
    void aheadCompatible_neverWrites(TestDatabase database) {
        initialise(database, "1.0.0");
        application(database, "1.1.0")
                .register(Upgrade.transactional("1.1.0", upgrade -> {}).compatibleFrom("1.0.0"))
                .build()
                .upgrade();
        String before = dump(database);
        DatabaseUpgrader older = application(database, "1.0.0").build();

        UpgradeStatus status = older.status();
        UpgradeResult result = older.upgrade();

        assertThat(status.state()).isEqualTo(State.AHEAD_COMPATIBLE);
        assertThat(status.recorded()).contains(SchemaVersion.parse("1.1.0"));
        assertThat(status.compatibleFrom()).contains(SchemaVersion.parse("1.0.0"));
        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(result.to()).isEqualTo(SchemaVersion.parse("1.1.0"));
        assertThat(older.plan().isEmpty()).isTrue();
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 52: an application older than the schema allows is refused, or warned, and writes nothing")
    void ahead_neverWrites(TestDatabase database) {
        initialise(database, "1.0.0");
        application(database, "1.1.0").register("1.1.0", upgrade -> {}).build().upgrade();
        String before = dump(database);
        DatabaseUpgrader refused = application(database, "1.0.5").build();
        DatabaseUpgrader warned =
                application(database, "1.0.5").ahead(AheadPolicy.WARN).build();

        assertThat(refused.status().state()).isEqualTo(State.AHEAD);
        assertThatThrownBy(refused::upgrade).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.APPLICATION_TOO_OLD);
            assertThat(e).hasMessageContaining("1.0.5").hasMessageContaining("1.1.0");
        });
        assertThat(warned.status().state()).isEqualTo(State.AHEAD);
        assertThat(warned.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(warned.plan().isEmpty()).isTrue();
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    void status_onlineUpgradeInterrupted_isIncomplete(TestDatabase database) {
        initialise(database, "1.0.0");
        DatabaseUpgrader upgrader = application(database, "1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("first", handle -> {});
                    upgrade.step("second", handle -> {
                        throw new IllegalStateException("no luck");
                    });
                })
                .build();
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);

        UpgradeStatus status = upgrader.status();

        assertThat(status.state()).isEqualTo(State.INCOMPLETE);
        assertThat(status.recorded()).contains(SchemaVersion.parse("1.0.0"));
        assertThat(status.unfinished()).isEqualTo(versions("1.1.0"));
        assertThat(status.pending()).isEqualTo(versions("1.1.0"));
    }

    @Test
    void status_roleThatMayOnlyRead_succeeds(TestDatabase database) {
        initialise(database, "1.0.0");
        String reader = database.role("reader");
        database.execute("grant select on all tables in schema public to " + reader);

        UpgradeStatus status = DatabaseUpgrader.forDataSource(database.dataSource(reader))
                .applicationVersion("1.0.0")
                .build()
                .status();

        assertThat(status.state()).isEqualTo(State.CURRENT);
    }
}
