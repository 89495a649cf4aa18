package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.SubStepMark;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rollbacks declared ONLINE, of a complete ONLINE upgrade that built an index: upgrades 63. */
@DatabaseTest
class OnlineRollbackTest {

    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table item (id int)");
    }

    private static DatabaseUpgrader upgraded(TestDatabase database, UpgradeMethod rollback) {
        DatabaseUpgrader upgrader = upgrader(database, rollback);
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        upgrader.upgrade();
        return upgrader;
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod rollback) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.schema().table("item").createIndexConcurrently("item_idx", "id"))
                .registerRollback("1.1.0", UpgradeMode.ONLINE, rollback)
                .build();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String recorded(TestDatabase database) {
        return database.queryText("select schema_version || ' from ' || compatible_from from database_metadata");
    }

    /** Drops the index, and fails behind that as long as it is told to. */
    private UpgradeMethod dropThenFail(boolean[] broken) {
        return upgrade -> {
            upgrade.stepOutsideTransaction("drop", connection -> {
                        ran.add("drop");
                        execute(connection, "drop index concurrently if exists item_idx");
                    })
                    .repeatable();
            upgrade.step("note", handle -> {
                ran.add("note");
                if (broken[0]) {
                    throw new IllegalStateException("not yet");
                }
            });
        };
    }

    @Test
    @DisplayName("upgrades 63: an ONLINE rollback goes on where it stopped, and its stamp comes last")
    void rollback_onlineInterrupted_resumes(TestDatabase database) {
        boolean[] broken = {true};
        DatabaseUpgrader upgrader = upgraded(database, dropThenFail(broken));

        assertThat(catchThrowable(() -> upgrader.rollback("1.0.0"))).isInstanceOf(StepFailedException.class);
        assertThat(recorded(database)).isEqualTo("1.1.0 from 1.1.0");
        assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);
        broken[0] = false;
        assertThat(upgrader.rollback("1.0.0").outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(ran).containsExactly("drop", "note", "note");
        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.0");
        assertThat(database.queryText("select to_regclass('item_idx')")).isEqualTo("null");
        assertThat(upgrader.status().state()).isEqualTo(State.PENDING);
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(database.queryText("select to_regclass('item_idx')")).isEqualTo("item_idx");
        // the second time nothing of the first is remembered
        ran.clear();
        upgrader.rollback("1.0.0");
        assertThat(ran).containsExactly("drop", "note");
    }

    @Test
    @DisplayName("upgrades 63: nothing is upgraded while a rollback is unfinished")
    void upgrade_rollbackUnfinished_refuses(TestDatabase database) {
        boolean[] broken = {true};
        DatabaseUpgrader upgrader = upgraded(database, dropThenFail(broken));
        assertThat(catchThrowable(() -> upgrader.rollback("1.0.0"))).isInstanceOf(StepFailedException.class);

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNFINISHED_UPGRADE));
        assertThatThrownBy(upgrader::validate).hasMessageContaining("unfinished: 1.1.0");
    }

    @Test
    @DisplayName(
            "upgrades 63, upgrades 59: the declaration of a rollback is held to what has run, and an interrupted part by hand needs a decision")
    void rollback_declarationChangedOrInterrupted_refuses(TestDatabase database) {
        DatabaseUpgrader upgrader = upgraded(database, upgrade -> {
            upgrade.step("note", handle -> ran.add("note"));
            upgrade.stepOutsideTransaction("odd", connection -> {
                ran.add("odd");
                throw new IllegalStateException("half done");
            });
        });
        assertThat(catchThrowable(() -> upgrader.rollback("1.0.0"))).isInstanceOf(StepFailedException.class);

        assertThatThrownBy(() -> upgrader.rollback("1.0.0"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED_SUB_STEP));
        DatabaseUpgrader changed =
                upgrader(database, upgrade -> upgrade.stepOutsideTransaction("odd", connection -> ran.add("changed")));
        assertThatThrownBy(() -> changed.rollback("1.0.0"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DECLARATION_CHANGED));
        assertThat(ran).containsExactly("note", "odd");

        upgrader.markSubStep("1.1.0", "odd", SubStepMark.DONE);
        upgrader.rollback("1.0.0");

        assertThat(ran).containsExactly("note", "odd");
        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.0");
    }

    @Test
    @DisplayName("upgrades 63: a rollback's first sub-step outside a transaction that was interrupted is one as well")
    void rollback_firstSubStepInterrupted_refuses(TestDatabase database) {
        DatabaseUpgrader upgrader = upgraded(
                database,
                upgrade -> upgrade.stepOutsideTransaction("odd", connection -> {
                    ran.add("odd");
                    throw new IllegalStateException("half done");
                }));
        assertThat(catchThrowable(() -> upgrader.rollback("1.0.0"))).isInstanceOf(StepFailedException.class);

        assertThatThrownBy(() -> upgrader.rollback("1.0.0"))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED_SUB_STEP));
        upgrader.markSubStep("1.1.0", "odd", SubStepMark.NOT_DONE);
        assertThat(catchThrowable(() -> upgrader.rollback("1.0.0"))).hasMessageContaining("half done");

        assertThat(ran).containsExactly("odd", "odd");
    }

    @Test
    @DisplayName("upgrades 63: a transactional upgrade may have an ONLINE rollback")
    void rollback_onlineOfTransactionalUpgrade_works(TestDatabase database) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", Steps.sql("create index item_idx on item (id)"))
                .registerRollback(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.stepOutsideTransaction(
                                        "drop",
                                        connection -> execute(connection, "drop index concurrently if exists item_idx"))
                                .repeatable())
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        upgrader.upgrade();

        upgrader.rollback("1.0.0");

        assertThat(database.queryText("select to_regclass('item_idx')")).isEqualTo("null");
        assertThat(recorded(database)).isEqualTo("1.0.0 from 1.0.0");
    }
}
