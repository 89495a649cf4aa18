package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.HandleWork;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.Index;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An ONLINE upgrade that was begun and not finished is undone by the reverts of its sub-steps: upgrades 63. */
@DatabaseTest
class UnfinishedUpgradeRollbackTest {

    private static final HandleWork FAILS = handle -> {
        throw new IllegalStateException("not yet");
    };

    private final List<String> undone = new ArrayList<>();
    private boolean revertFails;

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table item (id int)");
    }

    private static DatabaseUpgraderBuilder application(TestDatabase database, UpgradeMethod online) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.1.0", Steps.sql("create table other (id int)"))
                .registerRollback("1.1.0", UpgradeMode.TRANSACTIONAL, Steps.sql("drop table other"))
                .register("1.2.0", UpgradeMode.ONLINE, online);
    }

    private static DatabaseUpgrader interrupted(TestDatabase database, UpgradeMethod online) {
        DatabaseUpgrader upgrader = application(database, online).build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.2.0");
        return upgrader;
    }

    private static String recorded(TestDatabase database) {
        return database.queryText("select schema_version || ' from ' || compatible_from from database_metadata");
    }

    /** A column, an index on it and something by hand, and then the failure. */
    private void declare(UpgradeContext upgrade) {
        upgrade.step("column", handle -> handle.execute("alter table item add column name text"))
                .revert(handle -> {
                    undone.add("column");
                    handle.execute("alter table item drop column name");
                });
        upgrade.schema().table("item").createIndexConcurrently("item_name_idx", "name");
        upgrade.stepOutsideTransaction("by hand", connection -> {}).revert(connection -> {
            undone.add("by hand");
            if (revertFails) {
                throw new IllegalStateException("cannot undo");
            }
        });
        upgrade.step("fails", FAILS);
        upgrade.step("never begun", handle -> {});
    }

    @Test
    @DisplayName(
            "upgrades 63: rollback to the recorded version undoes the finished sub-steps in reverse order, and nothing else")
    void rollback_toRecordedVersion_revertsTheUnfinishedUpgrade(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database, this::declare);

        UpgradeResult result = upgrader.rollback("1.1.0");

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.versions()).containsExactly(SchemaVersion.parse("1.2.0"));
        assertThat(undone).containsExactly("by hand", "column");
        assertThat(database.queryText("select to_regclass('item_name_idx')")).isEqualTo("null");
        assertThat(recorded(database)).as("the floor is back").isEqualTo("1.1.0 from 1.1.0");
        assertThat(database.queryLong("select count(*) from database_upgrade_steps"))
                .isZero();
        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        assertThat(database.rows("select action, step_version, sub_step from database_upgrade_history"
                        + " where action in ('revert', 'rollback') order by id"))
                .containsExactly(
                        "revert|1.2.0|by hand",
                        "revert|1.2.0|create index item_name_idx on item concurrently",
                        "rollback|1.2.0|column");
    }

    @Test
    @DisplayName("upgrades 63: further down the unfinished upgrade goes first")
    void rollback_furtherDown_revertsTheUnfinishedUpgradeFirst(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database, this::declare);

        UpgradeResult result = upgrader.rollback("1.0.0");

        assertThat(result.versions()).extracting(SchemaVersion::toString).containsExactly("1.2.0", "1.1.0");
        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.0");
        assertThat(database.queryText("select to_regclass('other')")).isEqualTo("null");
    }

    @Test
    @DisplayName("upgrades 63: a finished sub-step without revert refuses before anything is undone")
    void rollback_revertMissing_undoesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database, upgrade -> {
            upgrade.step("without", handle -> {});
            upgrade.step("with", handle -> {}).revert(handle -> undone.add("with"));
            upgrade.step("fails", FAILS);
        });
        String before = SchemaDump.of(database.dataSource()).withRows().text();

        assertThatThrownBy(() -> upgrader.rollback("1.0.0")).isInstanceOfSatisfying(UpgradeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MISSING_ROLLBACK);
            assertThat(e).hasMessageContaining("\"without\"");
        });

        assertThat(undone).isEmpty();
        assertThat(SchemaDump.of(database.dataSource()).withRows().text()).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 63: a missing rollback further down refuses before the unfinished upgrade is touched")
    void rollback_rollbackMissingBelow_undoesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.1.0", Steps.nothing())
                .register("1.2.0", UpgradeMode.ONLINE, this::declare)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);

        assertThatThrownBy(() -> upgrader.rollback("1.0.0"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_ROLLBACK));

        assertThat(undone).isEmpty();
        upgrader.rollback("1.1.0");
        assertThat(undone).containsExactly("by hand", "column");
    }

    @Test
    @DisplayName("upgrades 63: a revert that fails is where the next rollback goes on")
    void rollback_revertFails_resumesThere(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(database, this::declare);
        revertFails = true;

        assertThatThrownBy(() -> upgrader.rollback("1.1.0"))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("\"by hand\"");
        assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);
        revertFails = false;
        upgrader.rollback("1.1.0");

        assertThat(undone).containsExactly("by hand", "by hand", "column");
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.1.0");
    }

    @Test
    @DisplayName("upgrades 63: half reverted, the upgrade can be finished all the same")
    void upgrade_halfReverted_runsTheRestAgain(TestDatabase database) {
        boolean[] broken = {true};
        DatabaseUpgrader upgrader = interrupted(database, upgrade -> {
            upgrade.step("one", handle -> undone.add("up one")).revert(handle -> {
                undone.add("down one");
                if (broken[0]) {
                    throw new IllegalStateException("cannot undo");
                }
            });
            upgrade.step("two", handle -> undone.add("up two")).revert(handle -> undone.add("down two"));
            upgrade.step("three", handle -> {
                if (broken[0]) {
                    throw new IllegalStateException("not yet");
                }
            });
        });
        assertThat(catchThrowable(() -> upgrader.rollback("1.1.0"))).isInstanceOf(StepFailedException.class);
        broken[0] = false;

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(undone).containsExactly("up one", "up two", "down two", "down one", "up two");
        assertThat(upgrader.status().state()).isEqualTo(State.CURRENT);
    }

    @Test
    @DisplayName(
            "upgrades 63: an interrupted sub-step by hand needs a decision before it is undone; undone it is reverted, not done it is not")
    void rollback_interruptedSubStep_needsADecision(TestDatabase database) {
        DatabaseUpgrader upgrader = interrupted(
                database,
                upgrade -> upgrade.stepOutsideTransaction("odd", connection -> {
                            throw new IllegalStateException("half done");
                        })
                        .revert(connection -> undone.add("odd")));

        assertThatThrownBy(() -> upgrader.rollback("1.1.0"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED_SUB_STEP));
        assertThat(undone).isEmpty();

        upgrader.markSubStep("1.2.0", "odd", SubStepMark.NOT_DONE);
        upgrader.rollback("1.1.0");
        assertThat(undone).isEmpty();
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.1.0");
    }

    @Test
    @DisplayName("upgrades 63: an index whose build was interrupted is dropped")
    void rollback_interruptedIndexBuild_dropsIt(TestDatabase database) {
        database.execute("insert into item values (1), (1)");
        DatabaseUpgrader upgrader = interrupted(
                database,
                upgrade -> upgrade.schema()
                        .table("item")
                        .createIndexConcurrently(
                                Index.named("item_id_key").on("id").unique()));
        assertThat(database.queryText("select indisvalid from pg_index where indexrelid = 'item_id_key'::regclass"))
                .isEqualTo("f");

        upgrader.rollback("1.1.0");

        assertThat(database.queryText("select to_regclass('item_id_key')")).isEqualTo("null");
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.1.0");
    }
}
