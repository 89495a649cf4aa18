package io.github.dbupgrader.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What cannot run in one transaction, written into an upgrade that is one: upgrades 62. */
@DatabaseTest
class NeedsOnlineModeTest {

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table item (id int)");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertNeedsOnline(
            TestDatabase database, UpgradeMode mode, UpgradeMethod method) {
        return assertNeedsOnline(
                database,
                builder -> builder.register("1.1.0", mode, method),
                mode == UpgradeMode.ONLINE ? State.INCOMPLETE : State.PENDING);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertNeedsOnline(
            TestDatabase database, UnaryOperator<DatabaseUpgraderBuilder> registration, State left) {
        DatabaseUpgrader upgrader = registration
                .apply(DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.1.0"))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        AbstractThrowableAssert<?, ? extends Throwable> error = assertThatThrownBy(upgrader::upgrade)
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NEEDS_ONLINE_MODE));
        assertThat(upgrader.status().state()).isEqualTo(left);
        return error;
    }

    /** An upgrade that forgot its mode. */
    static final class Annotated {
        @RegisterUpgrade("1.1.0")
        void index(Handle handle) {
            handle.execute("create index concurrently item_idx on item (id)");
        }
    }

    @Test
    @DisplayName("upgrades 62: CREATE INDEX CONCURRENTLY in a transactional step names the attribute to set")
    void upgrade_concurrentIndexInTransaction_saysModeOnline(TestDatabase database) {
        assertNeedsOnline(database, builder -> builder.register(new Annotated()), State.PENDING)
                .hasMessageContaining("\"create index concurrently item_idx on item (id)\" was answered with")
                .hasMessageContaining("set mode = ONLINE in the annotation of " + Annotated.class.getName() + "#index")
                .hasMessageContaining("createIndexConcurrently(…)");
    }

    @Test
    @DisplayName("upgrades 62: so does any other statement that wants no transaction")
    void upgrade_vacuumInTransaction_saysModeOnline(TestDatabase database) {
        assertNeedsOnline(database, UpgradeMode.TRANSACTIONAL, Steps.sql("vacuum item"))
                .hasMessageContaining("register it with UpgradeMode.ONLINE");
    }

    @Test
    @DisplayName("upgrades 62: the calls of the context that need several transactions say so as well")
    void upgrade_onlineCallsInTransaction_sayModeOnline(TestDatabase database) {
        assertNeedsOnline(
                        database,
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.schema().table("item").createIndexConcurrently("item_idx", "id"))
                .hasMessageContaining("create index item_idx on item concurrently")
                .hasMessageContaining("register it with UpgradeMode.ONLINE");
        assertNeedsOnline(database, UpgradeMode.TRANSACTIONAL, upgrade -> upgrade.step("one", handle -> {}))
                .hasMessageContaining("step(\"one\", …)");
        assertNeedsOnline(
                        database,
                        UpgradeMode.TRANSACTIONAL,
                        upgrade -> upgrade.stepOutsideTransaction("two", connection -> {}))
                .hasMessageContaining("stepOutsideTransaction(\"two\", …)");
    }

    @Test
    @DisplayName("upgrades 62: in a transactional sub-step of an ONLINE upgrade the advice is another")
    void upgrade_concurrentIndexInSubStep_saysOutsideTransaction(TestDatabase database) {
        assertNeedsOnline(
                        database,
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.step(
                                "one", handle -> handle.execute("create index concurrently item_idx on item (id)")))
                .hasMessageContaining("move the statement to stepOutsideTransaction")
                .hasMessageNotContaining("UpgradeMode.ONLINE");
    }
}
