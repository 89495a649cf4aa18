package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus.State;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.Index;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ONLINE upgrade of one sub-step of each kind, of which one fails at first. */
@DatabaseTest
class OnlineResumeTest {

    /** Which sub-step fails, what the ones before it and itself have left by then, and which ones run at the next start. */
    enum Failing {
        FIRST(List.of(), List.of("first", "third", "fourth")),
        SCRIPT(List.of("first"), List.of("third", "fourth")),
        INDEX(List.of("first", "script"), List.of("third", "fourth")),
        // what it did outside a transaction stays
        THIRD(List.of("first", "script", "third"), List.of("third", "fourth")),
        FOURTH(List.of("first", "script", "third"), List.of("fourth"));

        private final List<String> left;
        private final List<String> resumed;

        Failing(List<String> left, List<String> resumed) {
            this.left = left;
            this.resumed = resumed;
        }
    }

    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void tables(TestDatabase database) {
        database.execute(
                "create table item (id int); create table run (sub_step text);"
                        + " create table control (divisor int); insert into item values (1), (2); insert into control values (1)");
    }

    private static DatabaseUpgrader initialised(TestDatabase database, UpgradeMethod online) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, online)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private void declare(UpgradeContext upgrade, List<Failing> failing) {
        upgrade.step("first", handle -> {
            ran.add("first");
            handle.execute("insert into run values ('first')");
            failIf(failing.contains(Failing.FIRST));
        });
        upgrade.script("/io/github/dbupgrader/acceptance/online.sql");
        upgrade.schema()
                .table("item")
                .createIndexConcurrently(Index.named("item_id_key").on("id").unique());
        upgrade.stepOutsideTransaction("third", connection -> {
                    ran.add("third");
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("insert into run values ('third')");
                    }
                    failIf(failing.contains(Failing.THIRD));
                })
                .repeatable();
        upgrade.step("fourth", handle -> {
            ran.add("fourth");
            handle.execute("insert into run values ('fourth')");
            failIf(failing.contains(Failing.FOURTH));
        });
    }

    private static void failIf(boolean broken) {
        if (broken) {
            throw new IllegalStateException("broken");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "upgrades 59, upgrades 60: after a failure the next start goes on with the sub-step that failed, and runs no finished one again")
    void upgrade_subStepFails_nextStartResumesThere(Failing failing, TestDatabase database) {
        List<Failing> broken = new ArrayList<>(List.of(failing));
        DatabaseUpgrader upgrader = initialised(database, upgrade -> declare(upgrade, broken));
        if (failing == Failing.SCRIPT) {
            database.execute("update control set divisor = 0");
        }
        if (failing == Failing.INDEX) {
            database.execute("update item set id = 1");
        }

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("Upgrade 1.1.0")
                .hasMessageContaining("failed in sub-step");
        assertThat(upgrader.status().state()).isEqualTo(State.INCOMPLETE);
        assertThat(database.rows("select sub_step from run")).isEqualTo(failing.left);
        assertThat(Steps.history(upgrader)).last().asString().endsWith("FAILED");

        broken.clear();
        database.execute("update control set divisor = 1");
        database.execute("update item set id = (select count(*) from item i where i.ctid <= item.ctid)");
        ran.clear();
        UpgradeResult result = upgrader.upgrade();

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.steps()).singleElement().matches(step -> step.subSteps() == 5 - failing.ordinal());
        assertThat(ran).isEqualTo(failing.resumed);
        assertThat(database.rows("select state, closed from database_upgrade_steps"))
                .hasSize(5)
                .containsOnly("DONE|t");
        assertThat(database.queryText("select indisvalid from pg_index where indexrelid = 'item_id_key'::regclass"))
                .isEqualTo("t");
        assertThat(upgrader.status().state()).isEqualTo(State.CURRENT);
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    @DisplayName("upgrades 59: the history has a row for the start, each sub-step and the whole")
    void upgrade_online_isInHistory(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(database, upgrade -> declare(upgrade, List.of()));

        upgrader.upgrade();

        assertThat(upgrader.history())
                .extracting(entry -> entry.action() + " " + entry.subStep().orElse("-"))
                .containsExactly(
                        "initialise -",
                        "start -",
                        "sub-step first",
                        "sub-step script /io/github/dbupgrader/acceptance/online.sql",
                        "sub-step create index item_id_key on item concurrently",
                        "sub-step third",
                        "sub-step fourth",
                        "upgrade -");
        assertThat(upgrader.history())
                .filteredOn(entry -> entry.subStep().filter("fourth"::equals).isPresent())
                .singleElement()
                .satisfies(entry -> assertThat(entry.statements())
                        .singleElement()
                        .matches(s -> s.sql().equals("insert into run values ('fourth')") && s.rows() == 1));
    }

    @Test
    @DisplayName("upgrades 60: a sub-step whose session is killed leaves neither its work nor its record")
    void upgrade_killedInSubStep_nextStartResumesThere(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader upgrader = initialised(database, upgrade -> {
            upgrade.step("one", handle -> handle.execute("insert into run values ('one')"));
            upgrade.step("two", handle -> {
                handle.execute("insert into run values ('two')");
                gate.pass();
            });
        });
        try (Background background = new Background()) {
            Future<UpgradeResult> dying = background.run(upgrader::upgrade);
            gate.awaitReached();
            database.kill((int)
                    database.queryLong("select pid from pg_locks where locktype = 'advisory' and granted and database ="
                            + " (select oid from pg_database where datname = current_database())"));
            gate.open();
            assertThat(failure(dying)).isInstanceOf(StepFailedException.class);
        }
        assertThat(database.rows("select * from run")).containsExactly("one");

        upgrader.upgrade();

        assertThat(database.rows("select * from run")).containsExactly("one", "two");
    }
}
