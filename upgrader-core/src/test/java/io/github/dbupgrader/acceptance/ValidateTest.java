package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.PendingUpgradesException;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.AheadPolicy;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code validate()} at the start of an application whose role may read the record and no more. */
@DatabaseTest
class ValidateTest {

    private String reader;

    @BeforeEach
    void initialise(TestDatabase database) {
        owner(database, "1.0.0").build().initialiseSchemaVersion();
        reader = database.role("reader");
        database.execute("grant select on all tables in schema public to " + reader);
    }

    private static DatabaseUpgraderBuilder owner(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion(version);
    }

    private DatabaseUpgraderBuilder application(TestDatabase database, String version) {
        return DatabaseUpgrader.forDataSource(database.dataSource(reader)).applicationVersion(version);
    }

    private static PendingUpgradesException refusal(DatabaseUpgrader upgrader) {
        Throwable thrown = catchThrowable(upgrader::validate);
        assertThat(thrown).isInstanceOf(PendingUpgradesException.class);
        return (PendingUpgradesException) thrown;
    }

    @Test
    @DisplayName("upgrades 53: validate() lists what is pending, and needs no right but to read")
    void validate_pending_listsIt(TestDatabase database) {
        PendingUpgradesException refusal = refusal(application(database, "1.3.0")
                .register("1.1.0", upgrade -> {})
                .register("1.3.0", upgrade -> {})
                .build());

        assertThat(refusal.code()).isEqualTo(ErrorCode.PENDING_UPGRADES);
        assertThat(refusal).hasMessageContaining("pending: 1.1.0, 1.3.0");
        assertThat(refusal.status().pending())
                .containsExactly(SchemaVersion.parse("1.1.0"), SchemaVersion.parse("1.3.0"));
    }

    @Test
    @DisplayName("upgrades 53: validate() passes where the application may run")
    void validate_currentBehindOrCompatible_passes(TestDatabase database) {
        application(database, "1.0.0").build().validate();
        application(database, "1.0.1").build().validate();
        owner(database, "1.1.0")
                .register(Upgrade.transactional("1.1.0", upgrade -> {}).compatibleFrom("1.0.0"))
                .build()
                .upgrade();
        application(database, "1.0.1").build().validate();
    }

    @Test
    @DisplayName("upgrades 53: validate() refuses an application that is too old, unless told to warn")
    void validate_ahead_isRefusedByDefault(TestDatabase database) {
        owner(database, "1.1.0").register("1.1.0", upgrade -> {}).build().upgrade();

        PendingUpgradesException refusal =
                refusal(application(database, "1.0.0").build());

        assertThat(refusal.code()).isEqualTo(ErrorCode.APPLICATION_TOO_OLD);
        assertThatCode(application(database, "1.0.0").ahead(AheadPolicy.WARN).build()::validate)
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("upgrades 53: validate() refuses what was merged late, unless told to warn")
    void validate_missed_isRefusedByDefault(TestDatabase database) {
        owner(database, "1.2.0").register("1.2.0", upgrade -> {}).build().upgrade();
        DatabaseUpgraderBuilder merged =
                application(database, "1.2.0").register("1.1.0", upgrade -> {}).register("1.2.0", upgrade -> {});

        assertThat(refusal(merged.build())).hasMessageContaining("missed: 1.1.0");
        assertThatCode(merged.missed(MissedPolicy.WARN).build()::validate).doesNotThrowAnyException();
    }

    @Test
    @DisplayName(
            "upgrades 53: validate() refuses a development version, no record, and an unfinished upgrade of its own")
    void validate_developmentUnrecordedOrIncomplete_isRefused(TestDatabase database) {
        assertThat(refusal(application(database, "1.1.0-SNAPSHOT").build())
                        .status()
                        .state())
                .isEqualTo(State.DEVELOPMENT);
        assertThat(refusal(application(database, "1.0.0").component("other").build())
                        .code())
                .isEqualTo(ErrorCode.UNINITIALISED);
        DatabaseUpgrader failing = owner(database, "1.1.0")
                .register(Upgrade.online(
                                "1.1.0",
                                upgrade -> upgrade.step("fail", handle -> {
                                    throw new IllegalStateException();
                                }))
                        .compatibleFrom("1.0.0"))
                .build();
        assertThat(catchThrowable(failing::upgrade)).isInstanceOf(StepFailedException.class);

        assertThat(refusal(failing)).hasMessageContaining("unfinished: 1.1.0");
        // the older release runs beside it, as was declared
        application(database, "1.0.0").build().validate();
    }

    @Test
    @DisplayName("upgrades 53: validate() takes no lock and writes nothing")
    void validate_whileAnotherUpgrades_doesNotWait(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader upgrader = owner(database, "1.1.0")
                .register(Upgrade.transactional("1.1.0", upgrade -> gate.pass()).compatibleFrom("1.0.0"))
                .build();
        String before = SchemaDump.of(database.dataSource()).withRows().text();
        try (Background background = new Background()) {
            Future<UpgradeResult> upgrading = background.run(upgrader::upgrade);
            gate.awaitReached();

            application(database, "1.0.0").build().validate();
            refusal(upgrader);

            assertThat(SchemaDump.of(database.dataSource()).withRows().text()).isEqualTo(before);
            gate.open();
            result(upgrading);
        }
    }

    @Test
    @DisplayName("upgrades 53: a role that may not even read the record is told what it lacks")
    void validate_withoutRights_namesThem(TestDatabase database) {
        String stranger = database.role("stranger");
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource(stranger))
                .applicationVersion("1.0.0")
                .build();

        assertThatThrownBy(upgrader::validate).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_ERROR);
            assertThat(e.fix()).contains("select on public.database_metadata");
        });
    }

    @Test
    @DisplayName(
            "upgrades 54: a database older than the oldest supported version is refused, naming the release to go through")
    void upgrade_fromTooOldVersion_namesTheReleaseBetween(TestDatabase database) {
        DatabaseUpgraderBuilder newer =
                owner(database, "3.0.0").upgradableFrom("2.0.0").register("3.0.0", upgrade -> {});

        assertThatThrownBy(newer.build()::upgrade).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.VERSION_TOO_OLD);
            assertThat(e).hasMessageContaining("1.0.0").hasMessageContaining("2.0.0");
        });
        assertThatThrownBy(newer.component("new").build()::upgrade).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> newer.component("new")
                        .build()
                        .upgrade(UpgradeOptions.to("3.0.0").from("1.9.9")))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_TOO_OLD));

        newer.component("at-the-oldest").build().initialiseSchemaVersion(InitialiseOptions.at("2.0.0"));
        assertThat(newer.component("at-the-oldest").build().upgrade().versions())
                .containsExactly(SchemaVersion.parse("3.0.0"));
    }
}
