package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.MissedPolicy;
import io.github.dbupgrader.api.RegisterRollback;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.Upgrade;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rollbacks of complete upgrades: upgrades 63. */
@DatabaseTest
class RollbackTest {

    /** Three versions, all of which can be undone. */
    static final class Items {
        private final List<String> undone = new ArrayList<>();

        @RegisterUpgrade(value = "1.1.0", compatibleFrom = "1.0.0")
        void create(Handle handle) {
            handle.execute("create table item (id int)");
        }

        @RegisterRollback(value = "1.1.0", description = "no items")
        void drop(Handle handle) {
            undone.add("1.1.0");
            handle.execute("drop table item");
        }

        @RegisterUpgrade("1.2.0")
        void addName(Handle handle) {
            handle.execute("alter table item add column name text");
        }

        @RegisterRollback("1.2.0")
        void dropName(Handle handle) {
            undone.add("1.2.0");
            handle.execute("alter table item drop column name");
        }

        @RegisterUpgrade("1.3.0")
        void addCode(Handle handle) {
            handle.execute("alter table item add column code int");
        }

        @RegisterRollback("1.3.0")
        void dropCode(Handle handle) {
            undone.add("1.3.0");
            handle.execute("alter table item drop column code");
        }
    }

    private final Items items = new Items();

    private static DatabaseUpgraderBuilder application(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.4.0");
    }

    private static DatabaseUpgrader upgraded(DatabaseUpgraderBuilder builder) {
        DatabaseUpgrader upgrader = builder.build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        upgrader.upgrade();
        return upgrader;
    }

    private static String recorded(TestDatabase database) {
        return database.queryText("select schema_version || ' from ' || compatible_from from database_metadata");
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).withRows().text();
    }

    @Test
    @DisplayName(
            "upgrades 63: rollbacks run in descending order, each with its stamp, and the floor returns to its value before")
    void rollback_completeUpgrades_goesDownStepByStep(TestDatabase database) {
        DatabaseUpgrader upgrader = upgraded(application(database).register(items));
        assertThat(recorded(database)).isEqualTo("1.4.0 from 1.3.0");

        UpgradeResult result = upgrader.rollback("1.1.0");

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.from()).contains(SchemaVersion.parse("1.4.0"));
        assertThat(result.to()).isEqualTo(SchemaVersion.parse("1.1.0"));
        assertThat(result.versions()).extracting(SchemaVersion::toString).containsExactly("1.3.0", "1.2.0");
        assertThat(items.undone).containsExactly("1.3.0", "1.2.0");
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.0.0");
        assertThat(database.rows("select from_version, to_version, step_version from database_upgrade_history"
                        + " where action = 'rollback' order by id"))
                .containsExactly("1.4.0|1.2.0|1.3.0", "1.2.0|1.1.0|1.2.0");
        assertThat(upgrader.upgrade().versions())
                .as("a rolled-back step counts as not run")
                .extracting(SchemaVersion::toString)
                .containsExactly("1.2.0", "1.3.0");
    }

    @Test
    @DisplayName("upgrades 63: a missing rollback in the range refuses before anything is undone")
    void rollback_oneMissing_undoesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader =
                upgraded(application(database).register(items).register("1.2.5", sql("create table other (id int)")));
        String before = dump(database);

        assertThatThrownBy(() -> upgrader.rollback("1.1.0")).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MISSING_ROLLBACK);
            assertThat(e).hasMessageContaining("1.2.5");
        });

        assertThat(items.undone).isEmpty();
        assertThat(dump(database)).isEqualTo(before);
        upgrader.rollback("1.2.5");
        assertThat(items.undone).containsExactly("1.3.0");
    }

    @Test
    @DisplayName("upgrades 63: a rollback below the version of initialisation, or above the recorded one, is refused")
    void rollback_outsideTheRange_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = upgraded(application(database).register(items));
        String before = dump(database);

        for (String target : List.of("0.9.0", "1.5.0")) {
            assertThatThrownBy(() -> upgrader.rollback(target))
                    .isInstanceOfSatisfying(
                            UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ROLLBACK));
        }
        assertThatThrownBy(
                        () -> application(database).component("other").build().rollback("1.0.0"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ROLLBACK));

        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 63: it never happens implicitly, and at its target it does nothing")
    void rollback_atTarget_doesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = upgraded(application(database).register(items));
        String before = dump(database);

        assertThatThrownBy(() -> upgrader.upgrade(UpgradeOptions.to("1.1.0"))).isInstanceOf(UpgradeException.class);
        assertThat(upgrader.rollback("1.4.0").outcome()).isEqualTo(Outcome.NOTHING_TO_DO);

        assertThat(items.undone).isEmpty();
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 63: between releases without upgrades only the stamp goes down")
    void rollback_withoutUpgradesBetween_stampsOnly(TestDatabase database) {
        DatabaseUpgrader upgrader = upgraded(application(database).register(items));

        UpgradeResult result = upgrader.rollback("1.3.5");

        assertThat(result.outcome()).isEqualTo(Outcome.STAMPED_ONLY);
        assertThat(items.undone).isEmpty();
        assertThat(recorded(database)).isEqualTo("1.3.5 from 1.3.0");
    }

    @Test
    @DisplayName("upgrades 63: a rollback that fails keeps nothing of itself and all of those before it")
    void rollback_fails_resumesThere(TestDatabase database) {
        boolean[] broken = {true};
        DatabaseUpgrader upgrader = upgraded(application(database)
                .register("1.1.0", sql("create table item (id int)"))
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, sql("drop table item"))
                .register("1.2.0", sql("alter table item add column name text"))
                .registerRollback("1.2.0", UpgradeMode.TRANSACTIONAL, upgrade -> {
                    upgrade.handle().execute("alter table item drop column name");
                    upgrade.handle().execute(broken[0] ? "select nonsense" : "select 1");
                })
                .register("1.3.0", sql("alter table item add column code int"))
                .registerRollback("1.3.0", UpgradeMode.TRANSACTIONAL, sql("alter table item drop column code")));

        assertThatThrownBy(() -> upgrader.rollback("1.0.0")).isInstanceOfSatisfying(StepFailedException.class, e -> {
            assertThat(e.version()).isEqualTo(SchemaVersion.parse("1.2.0"));
            assertThat(e.failingSql()).contains("select nonsense");
            assertThat(e.completed())
                    .extracting(step -> step.version().toString())
                    .containsExactly("1.3.0");
        });
        assertThat(recorded(database)).startsWith("1.2.0 ");
        assertThat(database.rows("select attname from pg_attribute where attrelid = 'item'::regclass and attnum > 0"
                        + " and not attisdropped order by attnum"))
                .containsExactly("id", "name");
        assertThat(Steps.history(upgrader)).last().isEqualTo("rollback 1.2.0 FAILED");

        broken[0] = false;
        upgrader.rollback("1.0.0");

        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.0");
        assertThat(database.queryText("select to_regclass('item')")).isEqualTo("null");
        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
    }

    @Test
    @DisplayName(
            "upgrades 63: an upgrade that was merged late and ran is undone in its place, and the floor never rises")
    void rollback_missedUpgrade_isUndoneInItsPlace(TestDatabase database) {
        List<String> undone = new ArrayList<>();
        upgraded(application(database).register("1.3.0", Steps.nothing()));
        DatabaseUpgrader upgrader = application(database)
                .missed(MissedPolicy.RUN)
                .register(Upgrade.transactional("1.2.0", Steps.nothing()).compatibleFrom("1.1.0"))
                .registerRollback("1.2.0", UpgradeMode.TRANSACTIONAL, upgrade -> undone.add("1.2.0"))
                .register("1.3.0", Steps.nothing())
                .registerRollback("1.3.0", UpgradeMode.TRANSACTIONAL, upgrade -> undone.add("1.3.0"))
                .build();
        upgrader.upgrade();

        upgrader.rollback("1.2.0");
        assertThat(recorded(database))
                .as("1.2.0 ran after 1.3.0 and is still there")
                .isEqualTo("1.2.0 from 1.1.0");
        upgrader.rollback("1.0.0");

        assertThat(undone).containsExactly("1.3.0", "1.2.0");
        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.0");
    }
}
