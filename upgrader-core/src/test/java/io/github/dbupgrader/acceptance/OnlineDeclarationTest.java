package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.HandleWork;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an ONLINE method may declare, and how it may change once it has begun: upgrades 59. */
@DatabaseTest
class OnlineDeclarationTest {

    private static final HandleWork FAILS = handle -> {
        throw new IllegalStateException("not yet");
    };

    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void initialise(TestDatabase database) {
        database.execute("create table item (id int, code int)");
        upgrader(database, upgrade -> {}).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod online) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, online)
                .build();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            TestDatabase database, ErrorCode code, UpgradeMethod online) {
        return assertThatThrownBy(upgrader(database, online)::upgrade)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Finishes "one", an index and "two"; "three" fails. */
    private void begin(TestDatabase database) {
        assertThat(catchThrowable(upgrader(database, upgrade -> {
                    one(upgrade);
                    index(upgrade);
                    two(upgrade);
                    upgrade.step("three", FAILS);
                })::upgrade))
                .isInstanceOf(StepFailedException.class);
        ran.clear();
    }

    private void one(UpgradeContext upgrade) {
        upgrade.step("one", handle -> ran.add("one"));
    }

    private static void index(UpgradeContext upgrade) {
        upgrade.schema().table("item").createIndexConcurrently("item_idx", "id");
    }

    private void two(UpgradeContext upgrade) {
        upgrade.step("two", handle -> ran.add("two"));
    }

    @Test
    @DisplayName("upgrades 59: a finished sub-step that is missing in the new declaration is named, and nothing runs")
    void upgrade_finishedSubStepMissing_refuses(TestDatabase database) {
        begin(database);

        assertRefused(database, ErrorCode.DECLARATION_CHANGED, upgrade -> {
                    one(upgrade);
                    index(upgrade);
                    upgrade.step("three", handle -> ran.add("three"));
                })
                .hasMessageContaining("\"two\" of 1.1.0 is missing");

        assertThat(ran).isEmpty();
        assertThat(upgrader(database, upgrade -> {}).status().state()).isEqualTo(State.INCOMPLETE);
    }

    @Test
    @DisplayName("upgrades 59: finished sub-steps in another order are refused")
    void upgrade_finishedSubStepsReordered_refuses(TestDatabase database) {
        begin(database);

        assertRefused(database, ErrorCode.DECLARATION_CHANGED, upgrade -> {
                    two(upgrade);
                    index(upgrade);
                    one(upgrade);
                })
                .hasMessageContaining("is in another place");
        assertRefused(database, ErrorCode.DECLARATION_CHANGED, upgrade -> {
                    upgrade.step("before all", handle -> ran.add("before all"));
                    one(upgrade);
                    index(upgrade);
                    two(upgrade);
                })
                .hasMessageContaining("\"one\" of 1.1.0 is in another place");

        assertThat(ran).isEmpty();
    }

    @Test
    @DisplayName("upgrades 59: a finished sub-step of another kind or definition is refused")
    void upgrade_finishedSubStepDifferent_refuses(TestDatabase database) {
        begin(database);

        assertRefused(database, ErrorCode.DECLARATION_CHANGED, upgrade -> {
                    upgrade.stepOutsideTransaction("one", connection -> ran.add("one"));
                    index(upgrade);
                    two(upgrade);
                })
                .hasMessageContaining("\"one\" of 1.1.0 is declared differently");
        assertRefused(database, ErrorCode.DECLARATION_CHANGED, upgrade -> {
                    one(upgrade);
                    upgrade.schema().table("item").createIndexConcurrently("item_idx", "code");
                    two(upgrade);
                })
                .hasMessageContaining(
                        "\"create index item_idx on item concurrently\" of 1.1.0 is declared differently");

        assertThat(ran).isEmpty();
    }

    @Test
    @DisplayName("upgrades 59: what has not run yet may change")
    void upgrade_unfinishedSubStepsDifferent_goesOn(TestDatabase database) {
        begin(database);

        upgrader(database, upgrade -> {
                    one(upgrade);
                    index(upgrade);
                    two(upgrade);
                    upgrade.step("three and a half", handle -> ran.add("three and a half"));
                    upgrade.step("four", handle -> ran.add("four"));
                })
                .upgrade();

        assertThat(ran).containsExactly("three and a half", "four");
    }

    @Test
    @DisplayName(
            "upgrades 59: the first sub-step, begun in a transaction and not finished, has left nothing and may change too")
    void upgrade_firstSubStepFailed_mayChange(TestDatabase database) {
        assertThat(catchThrowable(upgrader(database, upgrade -> upgrade.step("one", FAILS))::upgrade))
                .isInstanceOf(StepFailedException.class);

        upgrader(database, upgrade -> upgrade.step("another", handle -> ran.add("another")))
                .upgrade();

        assertThat(ran).containsExactly("another");
        assertThat(upgrader(database, upgrade -> {}).status().state()).isEqualTo(State.CURRENT);
    }

    @Test
    @DisplayName("upgrades 59: names are unique within a step; a step without sub-steps is refused; neither has begun")
    void upgrade_impossibleDeclaration_refuses(TestDatabase database) {
        assertRefused(database, ErrorCode.INVALID_DECLARATION, upgrade -> {
                    upgrade.step("same", handle -> {});
                    upgrade.stepOutsideTransaction("same", connection -> {});
                })
                .hasMessageContaining("two sub-steps named \"same\"");
        assertRefused(database, ErrorCode.INVALID_DECLARATION, nothing()).hasMessageContaining("declared no sub-steps");
        assertThatThrownBy(upgrader(database, nothing())::plan).hasMessageContaining("declared no sub-steps");
        assertRefused(database, ErrorCode.INVALID_DECLARATION, upgrade -> upgrade.step(" ", handle -> {}));

        assertThat(upgrader(database, nothing()).status().state()).isEqualTo(State.PENDING);
    }

    @Test
    @DisplayName("upgrades 59: an ONLINE method gets no handle: it declares")
    void upgrade_onlineMethodAsksForHandle_isTold(TestDatabase database) {
        assertRefused(database, ErrorCode.INVALID_DECLARATION, UpgradeContext::handle)
                .hasMessageContaining("step(name, handle -> …)");
    }

    @Test
    @DisplayName("upgrades 59: nothing can be declared once the method has returned")
    void context_usedInsideSubStep_isClosed(TestDatabase database) {
        assertRefused(
                database,
                ErrorCode.CONTEXT_CLOSED,
                upgrade -> upgrade.step("one", handle -> upgrade.step("two", inner -> ran.add("two"))));
        assertThat(ran).isEmpty();
    }

    @Test
    @DisplayName("upgrades 59: a method that fails while it declares has begun nothing")
    void upgrade_declarationThrows_hasNotBegun(TestDatabase database) {
        IllegalStateException cause = new IllegalStateException("cannot declare");

        assertThatThrownBy(upgrader(database, upgrade -> {
                    one(upgrade);
                    throw cause;
                })::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasCause(cause);

        assertThat(ran).isEmpty();
        assertThat(upgrader(database, nothing()).status().state()).isEqualTo(State.PENDING);
    }
}
