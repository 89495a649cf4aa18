package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The opt-in that starts from nothing where there provably is nothing. */
@DatabaseTest
class EmptyDatabaseTest {

    private static DatabaseUpgraderBuilder builder(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .upgradeEmptyDatabases()
                .register("1.1.0", sql("create table a (id int)"))
                .register("1.2.0", sql("create table b (id int)"));
    }

    private static void refused(DatabaseUpgrader upgrader, String named) {
        assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(UpgradeException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_EMPTY))
                .asString()
                .contains(named);
        assertThatThrownBy(upgrader::plan)
                .as("a plan that would be refused")
                .hasMessage(catchThrowable(upgrader::upgrade).getMessage());
    }

    @Test
    @DisplayName("upgrades 24: an empty database starts from 0.0.0 and runs everything")
    void upgrade_ofAnEmptyDatabase_runsEverything(TestDatabase database) {
        DatabaseUpgrader upgrader = builder(database).build();

        UpgradeResult result = upgrader.upgrade();

        assertThat(result.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(result.versions()).containsExactly(SchemaVersion.parse("1.1.0"), SchemaVersion.parse("1.2.0"));
        assertThat(Steps.history(upgrader)).containsExactly("initialise 0.0.0", "upgrade 1.1.0", "upgrade 1.2.0");
        assertThat(database.queryText("select initialised_version from database_metadata"))
                .isEqualTo("0.0.0");
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @ParameterizedTest
    @DisplayName("upgrades 24: a single object of a user, of whatever kind and schema, and it is not empty")
    @ValueSource(
            strings = {
                "create table thing (id int)",
                "create view thing as select 1 as one",
                "create sequence thing",
                "create type thing as enum ('a')",
                "create type thing as (a int)",
                "create type thing as range (subtype = int)",
                "create domain thing as text",
                "create domain thing as int[]",
                "create function thing() returns int language sql as 'select 1'",
                "create procedure thing() language sql as 'select 1'",
                "create schema elsewhere create table thing (id int)"
            })
    void upgrade_withASingleObject_isRefused(String object, TestDatabase database) {
        database.execute(object);

        refused(builder(database).build(), "thing");

        assertThat(database.queryText("select to_regclass('database_metadata')"))
                .isEqualTo("null");
    }

    @Test
    @DisplayName("upgrades 24: members of extensions do not count, what is beside them does")
    void upgrade_withAnExtension_countsItsMembersForNothing(TestDatabase database) {
        // the server's build has no contrib modules: what makes a member is the dependency alone
        database.execute("create table member (id int primary key, words text[], n serial);"
                + " create type mood as enum ('a'); create function f() returns int language sql as 'select 1'");
        for (String member : new String[] {"table member", "sequence member_n_seq", "type mood", "function f()"}) {
            database.execute("alter extension plpgsql add " + member);
        }

        assertThat(builder(database).build().upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        database.execute("drop table database_metadata, database_upgrade_history, database_upgrade_steps, b");
        refused(builder(database).build(), "relation public.a");
    }

    @Test
    @DisplayName("upgrades 24: the library's own tables, left by another component, do not count")
    void upgrade_besideAnotherComponentsRecord_runsEverything(TestDatabase database) {
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("7.0.0")
                .component("metrics")
                .build()
                .initialiseSchemaVersion();

        assertThat(builder(database).build().upgrade().outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    @DisplayName("upgrades 24: own tables in a schema of their own do not count, tables of the same names elsewhere do")
    void upgrade_withOwnTablesInAnotherSchema_isRefused(TestDatabase database) {
        DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("7.0.0")
                .component("metrics")
                .build()
                .initialiseSchemaVersion();

        refused(builder(database).schema("own").build(), "public.database_metadata");
    }

    @Test
    @DisplayName("upgrades 24: without the opt-in not even an empty database is guessed about")
    void upgrade_withoutTheOptIn_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.2.0")
                .register("1.1.0", sql("create table a (id int)"))
                .build();

        assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(UpgradeException.class))
                .extracting(UpgradeException::code)
                .isEqualTo(ErrorCode.UNINITIALISED);
    }

    @Test
    @DisplayName("upgrades 24: whether it is empty is asked under the lock")
    void upgrade_ofADatabaseFilledWhileItWaited_isRefused(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader first = builder(database)
                .condition("1.1.0", "never true", handle -> {
                    gate.pass();
                    return false;
                })
                .build();
        try (Background background = new Background()) {
            Future<UpgradeResult> holder = background.run(first::upgrade);
            gate.awaitReached();
            Future<UpgradeResult> waiter =
                    background.run(() -> builder(database).build().upgrade());
            database.await("the second one tries the lock", "query like '%pg_try_advisory_lock%'");
            database.execute("create table filled (id int)");
            gate.open();

            assertThat(Background.failure(holder)).hasMessageContaining("never true");
            assertThat(Background.failure(waiter)).hasMessageContaining("relation public.filled");
        }
    }
}
