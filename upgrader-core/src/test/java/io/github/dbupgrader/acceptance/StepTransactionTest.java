package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.RegisterUpgrade;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;

/** A step is one transaction: its changes, its stamp and its history row. */
@DatabaseTest
class StepTransactionTest {

    /** Three upgrades, of which the second fails after half its work, until it is mended. */
    private static final class ThreeSteps {
        private boolean mended;

        @RegisterUpgrade("1.1.0")
        void first(Handle handle) {
            handle.execute("create table first (id int)");
        }

        @RegisterUpgrade("1.2.0")
        void second(Handle handle) {
            handle.execute("create table second (id int)");
            handle.execute("alter table first add column half boolean");
            if (!mended) {
                handle.execute("insert into second values ('not a number')");
            }
        }

        @RegisterUpgrade("1.3.0")
        void third(Handle handle) {
            handle.execute("create table third (id int)");
        }
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, Object steps) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.3.0")
                .register(steps)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod only) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", only)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static StepFailedException failure(DatabaseUpgrader upgrader) {
        return assertThatThrownBy(upgrader::upgrade)
                .asInstanceOf(type(StepFailedException.class))
                .actual();
    }

    private static String recorded(TestDatabase database) {
        return database.queryText("select schema_version from database_metadata");
    }

    @Test
    @DisplayName("upgrades 25: changes, stamp and history row carry the number of one transaction")
    void step_itsChangesStampAndHistory_areOneCommit(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, sql("create table item (id int); insert into item values (1)"));

        upgrader.upgrade();

        assertThat(database.queryLong("""
                select count(distinct xmin::text) from (
                  select xmin from item union all select xmin from database_metadata
                  union all select xmin from database_upgrade_history where action = 'upgrade'
                  union all select xmin from pg_class where oid = 'item'::regclass) t""")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "upgrades 26: with the second of three failing, the database is at the first, and the next run goes on")
    void upgrade_withTheSecondStepFailing_keepsTheFirst(TestDatabase database) {
        ThreeSteps steps = new ThreeSteps();
        DatabaseUpgrader upgrader = upgrader(database, steps);

        StepFailedException failed = failure(upgrader);

        assertThat(failed.version()).isEqualTo(SchemaVersion.parse("1.2.0"));
        assertThat(failed.origin()).endsWith("ThreeSteps#second");
        assertThat(failed.failingSql()).contains("insert into second values ('not a number')");
        assertThat(failed.code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(failed).hasMessageContaining("1.2.0").hasMessageContaining("22P02");
        assertThat(failed).hasRootCauseInstanceOf(SQLException.class);
        assertThat(failed.completed()).hasSize(1);
        assertThat(recorded(database)).isEqualTo("1.1.0");
        assertThat(
                        database.rows(
                                "select to_regclass('first'), to_regclass('second'), to_regclass('third'),"
                                        + " (select count(*) from pg_attribute where attrelid = 'first'::regclass and attname = 'half')"))
                .containsExactly("first|null|null|0");
        assertThat(Steps.history(upgrader))
                .containsExactly("initialise 1.0.0", "upgrade 1.1.0", "upgrade 1.2.0 FAILED");

        steps.mended = true;
        assertThat(upgrader.upgrade().versions())
                .containsExactly(SchemaVersion.parse("1.2.0"), SchemaVersion.parse("1.3.0"));
        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    @DisplayName("upgrades 34: there is never one transaction around several versions")
    void upgrade_ofThreeSteps_usesATransactionEach(TestDatabase database) {
        List<String> transactions = new ArrayList<>();
        UpgradeMethod note = upgrade -> transactions.add(upgrade.handle()
                .createQuery("select pg_current_xact_id()::text")
                .mapTo(String.class)
                .one());
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.3.0")
                .register("1.1.0", note)
                .register("1.2.0", note)
                .register("1.3.0", upgrade -> {
                    note.run(upgrade);
                    // what the others did is committed by now
                    assertThat(recorded(database)).isEqualTo("1.2.0");
                })
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(transactions).hasSize(3).doesNotHaveDuplicates();
        assertThat(database.queryLong("select count(distinct xmin::text) from database_upgrade_history"
                        + " where action = 'upgrade'"))
                .isEqualTo(3);
    }

    static Stream<Named<UpgradeMethod>> endings() {
        return Stream.of(
                ending("SQL: commit", upgrade -> upgrade.handle().execute("commit")),
                ending("SQL: commit, with work after it", upgrade -> {
                    upgrade.handle().execute("commit");
                    upgrade.handle().execute("create table after (id int)");
                }),
                ending(
                        "SQL: commit inside a longer text",
                        sql("create table b (id int); commit; create table c (id int)")),
                ending("SQL: commit and chain", sql("commit and chain")),
                ending("SQL: rollback", sql("rollback")),
                ending("SQL: rollback and begin", sql("rollback; begin")),
                ending(
                        "JDBC: commit()",
                        upgrade -> upgrade.handle().getConnection().commit()),
                ending(
                        "JDBC: rollback()",
                        upgrade -> upgrade.handle().getConnection().rollback()),
                ending(
                        "JDBC: setAutoCommit(true)",
                        upgrade -> upgrade.handle().getConnection().setAutoCommit(true)),
                ending("Jdbi: commit()", upgrade -> upgrade.handle().commit()),
                ending("Jdbi: rollback()", upgrade -> upgrade.handle().rollback()),
                ending(
                        "unwrapped: commit()",
                        upgrade -> upgrade.handle()
                                .getConnection()
                                .unwrap(BaseConnection.class)
                                .commit()),
                ending(
                        "the driver's own class: commit()",
                        upgrade -> upgrade.handle()
                                .getConnection()
                                .unwrap(PgConnection.class)
                                .commit()),
                ending(
                        "the driver's own class: setAutoCommit(true)",
                        upgrade -> upgrade.handle()
                                .getConnection()
                                .unwrap(PgConnection.class)
                                .setAutoCommit(true)));
    }

    private static Named<UpgradeMethod> ending(String name, UpgradeMethod method) {
        return Named.of(name, method);
    }

    @ParameterizedTest
    @MethodSource("endings")
    @DisplayName("upgrades 27: a step that ends its transaction is detected, and nothing is stamped")
    void step_thatEndsItsTransaction_isNotStamped(UpgradeMethod ending, TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, upgrade -> {
            upgrade.handle().execute("create table item (id int)");
            ending.run(upgrade);
        });

        StepFailedException failed = failure(upgrader);

        assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ENDED);
        assertThat(recorded(database)).isEqualTo("1.0.0");
        assertThat(Steps.history(upgrader)).containsExactly("initialise 1.0.0", "upgrade 1.1.0 FAILED");
    }

    @Test
    @DisplayName("upgrades 27: savepoints and Jdbi's own transactions are no end of the step's")
    void step_withSavepointsAndNestedTransactions_isStamped(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, upgrade -> {
            Handle handle = upgrade.handle();
            handle.execute("create table item (id int)");
            handle.useTransaction(h -> h.execute("insert into item values (1)"));
            handle.savepoint("before");
            handle.execute("insert into item values (2)");
            handle.rollbackToSavepoint("before");
            handle.execute("savepoint text; insert into item values (3); rollback to text");
        });

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(database.rows("select id from item")).containsExactly("1");
    }

    @Test
    @DisplayName("upgrades 27: an error that a step swallows has spoilt its transaction, and is the one that is named")
    void step_thatSwallowsAnError_failsWithIt(TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, upgrade -> {
            upgrade.handle().execute("create table item (id int)");
            assertThatThrownBy(() -> upgrade.handle().execute("insert into missing values (1)"))
                    .hasMessageContaining("missing");
        });

        StepFailedException failed = failure(upgrader);

        assertThat(failed.failingSql()).contains("insert into missing values (1)");
        assertThat(failed).hasMessageContaining("insert into missing");
        assertThat(recorded(database)).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update database_metadata set revision = revision + 1",
                "update database_metadata set schema_version = '9.9.9', revision = 77",
                "delete from database_metadata"
            })
    @DisplayName("upgrades 29: the stamp is a compare-and-set; where the row is not as it was, the step fails")
    void stamp_ofARowThatChanged_fails(String interference, TestDatabase database) {
        DatabaseUpgrader upgrader = upgrader(database, sql(interference));

        StepFailedException failed = failure(upgrader);

        assertThat(failed.code()).isEqualTo(ErrorCode.CONCURRENT_CHANGE);
        assertThat(recorded(database)).isEqualTo("1.0.0");
    }
}
