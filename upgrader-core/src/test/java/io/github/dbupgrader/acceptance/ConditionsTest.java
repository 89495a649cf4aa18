package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeCondition;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Conditions of upgrades: upgrades 58. */
@DatabaseTest
class ConditionsTest {

    private final List<String> events = new ArrayList<>();

    private static DatabaseUpgraderBuilder upgrader(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.2.0");
    }

    private static DatabaseUpgrader initialised(DatabaseUpgraderBuilder builder) {
        DatabaseUpgrader upgrader = builder.build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private boolean asked(String name) {
        events.add(name);
        return true;
    }

    @Test
    @DisplayName(
            "upgrades 58: all pending conditions are asked before the first step, each step's own again inside its transaction")
    void upgrade_conditionsHold_areAskedTwice(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.0.0", upgrade -> {})
                .condition("1.0.0", "not pending any more", handle -> asked("ask 1.0.0"))
                .register("1.1.0", upgrade -> events.add("run 1.1.0"))
                .condition("1.1.0", "first", handle -> asked("ask 1.1.0"))
                .register(
                        "1.2.0", UpgradeMode.ONLINE, upgrade -> upgrade.step("step", handle -> events.add("run 1.2.0")))
                .condition("1.2.0", "second", handle -> asked("ask 1.2.0")));

        upgrader.upgrade();

        assertThat(events)
                .containsExactly("ask 1.1.0", "ask 1.2.0", "ask 1.1.0", "run 1.1.0", "ask 1.2.0", "run 1.2.0");
    }

    @Test
    @DisplayName(
            "upgrades 58: failure lists every condition that does not hold, with the cause of one that throws, and writes nothing")
    void upgrade_conditionsFail_listsThemAll(TestDatabase database) {
        IllegalStateException cause = new IllegalStateException("cannot know");
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> events.add("run 1.1.0"))
                .condition("1.1.0", "the shop is closed", handle -> false)
                .condition("1.1.0", "there is space", handle -> true)
                .register("1.2.0", upgrade -> events.add("run 1.2.0"))
                .condition("1.2.0", "the moon is full", handle -> {
                    throw cause;
                }));
        String before = SchemaDump.of(database.dataSource()).withRows().text();

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(UpgradeException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONDITION_FAILED);
                    assertThat(e)
                            .hasMessageContaining("\"the shop is closed\" of 1.1.0")
                            .hasMessageContaining("\"the moon is full\" of 1.2.0")
                            .hasMessageContaining("cannot know")
                            .hasMessageNotContaining("there is space");
                })
                .hasCause(cause);
        assertThat(events).isEmpty();
        assertThat(SchemaDump.of(database.dataSource()).withRows().text()).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 58: a condition cannot write, and a failing statement spoils no other condition")
    void condition_thatWritesOrFails_countsAsFailed(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> {})
                .condition("1.1.0", "writes", handle -> handle.execute("create table sneaky (id int)") == 0)
                .condition("1.1.0", "asks nonsense", handle -> handle.execute("select nonsense") == 0)
                .condition(
                        "1.1.0",
                        "is fine",
                        handle -> handle.createQuery("select true")
                                .mapTo(Boolean.class)
                                .one()));

        assertThatThrownBy(upgrader::upgrade)
                .hasMessageContaining("\"writes\" of 1.1.0")
                .hasMessageContaining("\"asks nonsense\" of 1.1.0")
                .hasMessageNotContaining("is fine");
        assertThat(database.queryText("select to_regclass('sneaky')")).isEqualTo("null");
    }

    @Test
    @DisplayName("upgrades 58: what an earlier step made untrue stops the later one inside its transaction")
    void upgrade_conditionBecomesFalse_stopsTheStep(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table in_the_way (id int)"))
                .register("1.2.0", upgrade -> events.add("run 1.2.0"))
                .condition(
                        "1.2.0",
                        "nothing is in the way",
                        handle -> handle.createQuery("select to_regclass('in_the_way') is null")
                                .mapTo(Boolean.class)
                                .one()));

        assertThatThrownBy(upgrader::upgrade).isInstanceOfSatisfying(StepFailedException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONDITION_FAILED);
            assertThat(e.version()).isEqualTo(SchemaVersion.parse("1.2.0"));
            assertThat(e.completed()).hasSize(1);
        });
        assertThat(events).isEmpty();
        assertThat(upgrader.status().recorded()).contains(SchemaVersion.parse("1.1.0"));
    }

    @Test
    @DisplayName("upgrades 58, upgrades 59: an ONLINE upgrade is resumed though it has itself made its condition false")
    void upgrade_resumed_isNotAskedAgain(TestDatabase database) {
        AtomicBoolean broken = new AtomicBoolean(true);
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("table", handle -> handle.execute("create table item (id int)"));
                    upgrade.step("rest", handle -> {
                        if (broken.get()) {
                            throw new IllegalStateException("not yet");
                        }
                    });
                })
                .condition(
                        "1.1.0",
                        "there is no such table",
                        handle -> handle.createQuery("select to_regclass('item') is null")
                                .mapTo(Boolean.class)
                                .one())
                .register("1.2.0", upgrade -> events.add("run 1.2.0"))
                .condition("1.2.0", "second", handle -> asked("ask 1.2.0")));
        assertThatThrownBy(upgrader::upgrade).hasMessageContaining("not yet");
        events.clear();
        broken.set(false);

        assertThat(upgrader.dryRun().versions()).isEqualTo(upgrader.plan().versions());
        assertThat(events).containsExactly("ask 1.2.0", "run 1.2.0");
        upgrader.upgrade();

        assertThat(events).endsWith("ask 1.2.0", "ask 1.2.0", "run 1.2.0");
        assertThat(upgrader.status().recorded()).hasToString("Optional[1.2.0]");
    }

    @Test
    @DisplayName("upgrades 58: an ONLINE upgrade whose condition fails has not begun, and shuts nobody out")
    void upgrade_onlineConditionFails_hasNotBegun(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table in_the_way (id int)"))
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> upgrade.step("step", handle -> {}))
                .condition(
                        "1.2.0",
                        "nothing is in the way",
                        handle -> handle.createQuery("select to_regclass('in_the_way') is null")
                                .mapTo(Boolean.class)
                                .one()));

        assertThatThrownBy(upgrader::upgrade).hasMessageContaining("nothing is in the way");

        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        assertThat(upgrader.status().compatibleFrom()).contains(SchemaVersion.parse("1.1.0"));
    }

    /** Conditions written as methods. */
    static final class Annotated {
        private int skippableAsked;

        @RegisterUpgrade("1.1.0")
        void upgrade(Handle handle) {}

        @UpgradeCondition(value = "1.1.0", description = "the editor is closed", skippable = true)
        boolean editorIsClosed(Handle handle) {
            skippableAsked++;
            return false;
        }

        @UpgradeCondition(value = "1.1.0", description = "there is a key")
        boolean thereIsAKey(Handle handle) {
            return handle.createQuery("select exists (select from door where key)")
                    .mapTo(Boolean.class)
                    .one();
        }
    }

    @Test
    @DisplayName("upgrades 58: force skips only the skippable ones, and the history says which")
    void upgrade_skipConditions_skipsOnlySkippableOnes(TestDatabase database) {
        database.execute("create table door (key boolean); insert into door values (false)");
        Annotated annotated = new Annotated();
        DatabaseUpgrader upgrader = initialised(upgrader(database).register(annotated));

        assertThatThrownBy(upgrader::upgrade)
                .hasMessageContaining("the editor is closed")
                .hasMessageContaining("there is a key");
        assertThatThrownBy(() -> upgrader.upgrade(UpgradeOptions.to("1.1.0").skipConditions()))
                .hasMessageNotContaining("the editor is closed")
                .hasMessageContaining("there is a key");
        database.execute("update door set key = true");
        int asked = annotated.skippableAsked;
        upgrader.upgrade(UpgradeOptions.to("1.1.0").skipConditions());

        assertThat(annotated.skippableAsked).isEqualTo(asked);
        assertThat(upgrader.history()).last().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("upgrade");
            assertThat(entry.skippedConditions()).containsExactly("the editor is closed");
        });
        assertThat(upgrader.history())
                .filteredOn(entry -> entry.action().equals("initialise"))
                .allMatch(entry -> entry.skippedConditions().isEmpty())
                .extracting(HistoryEntry::succeeded)
                .containsOnly(true);
    }
}
