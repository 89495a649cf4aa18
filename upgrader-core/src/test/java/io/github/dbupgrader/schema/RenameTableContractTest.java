package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What the second half of the rename of a table waits for; the first one is in {@link RenameTableTest}. */
@DatabaseTest
class RenameTableContractTest {

    private final ChangeRun expand =
            ChangeRun.of(s -> s.table("reading").renameTo("measurement").expand());

    @BeforeEach
    void table(TestDatabase database) {
        database.execute("create table reading (id int primary key, kwh int); insert into reading values (1, 5)");
    }

    private static void contract(TestDatabase database, UnaryOperator<RenameTable> how) throws Exception {
        ChangeRun.of(s -> how.apply(s.table("reading").renameTo("measurement").lookingFor(Duration.ZERO))
                        .contract())
                .run(database);
    }

    @ParameterizedTest
    @DisplayName("online 41: contract waits until nothing needs the old name, and names what does")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "create view above as select kwh from reading ! it is needed by view above ! drop view above",
                "create function f() returns bigint language plpgsql as 'begin return (select sum(kwh) from Reading); end' ! the old name is in the body of f() ! drop function f()",
                "create function f() returns bigint language sql begin atomic select sum(kwh) from reading; end ! it is needed by function f() ! drop function f()"
            })
    void contract_dependant_isRefused(String make, String message, String drop, TestDatabase database)
            throws Exception {
        expand.run(database);
        database.execute(make);

        assertThatThrownBy(() -> contract(database, r -> r))
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                .hasMessageContaining(message);

        assertThat(database.queryText("select to_regclass('reading')")).isEqualTo("reading");
        database.execute(drop);
        contract(database, r -> r);
        contract(database, r -> r);
        assertThat(database.queryText("select to_regclass('reading')")).isEqualTo("null");
        assertThatThrownBy(() -> ChangeRun.of(
                                s -> s.table("reading").renameTo("measurement").revert())
                        .run(database))
                .hasMessageContaining("the old name is gone");
    }

    @Test
    @DisplayName(
            "online 41: sessions of older services stop contract, unknown ones if asked for; functions that mean something else do not")
    void contract_sessions(TestDatabase database) throws Exception {
        expand.run(database);
        database.execute("create function f() returns int language plpgsql as 'begin return 1; /* reading */ end'");
        UnaryOperator<RenameTable> how = r -> r.ignoringFunction("f").whenNoOlderThan("energy-api", "1.3.0");
        PGSimpleDataSource old = database.dataSource();
        old.setApplicationName("energy-api/1.2.9");
        try (Connection session = old.getConnection()) {
            assertThat(session.isValid(1)).isTrue();
            assertThatThrownBy(() -> contract(database, how))
                    .hasMessageContaining("sessions that may still use the old name are connected: energy-api/1.2.9");
            session.createStatement().execute("set application_name = 'psql'");
            assertThatThrownBy(() -> contract(database, r -> how.apply(r).refuseUnknownSessions()))
                    .hasMessageContaining("psql (unknown version)");
        }
        contract(database, how);
        assertThat(database.queryText("select to_regclass('reading')")).isEqualTo("null");
    }

    @Test
    @DisplayName("online 41: contract is refused where the old name is not the view that expand made")
    void contract_notExpanded_isRefused(TestDatabase database) {
        assertThatThrownBy(() -> contract(database, r -> r)).hasMessageContaining("is not a view on the renamed table");

        database.execute("alter table reading rename to measurement; create table other (id int);"
                + " create view reading as select m.id from measurement m join other using (id)");
        assertThatThrownBy(() -> contract(database, r -> r)).hasMessageContaining("is not a view on the renamed table");
        assertThat(database.queryText("select to_regclass('reading')")).isEqualTo("reading");
    }

    @Test
    @DisplayName(
            "online 40: a rollback makes the view again with its rights and comment, and a crash at any statement is survived")
    void contract_crashedAndRolledBack(TestDatabase database) {
        new CrashedChange(
                        database,
                        "create table measurement (id int); create view reading as select id from measurement;"
                                + " grant select on reading to public; comment on view reading is 'old'",
                        s -> s.table("reading")
                                .renameTo("measurement")
                                .lookingFor(Duration.ZERO)
                                .contract())
                .assertRollbackRestores()
                .assertCrashesAreSurvived();
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("online 41: what begins to use the old name while contract waits for its lock stops it as before")
    @CsvSource(
            delimiter = '!',
            value = {
                "create function f() returns int language plpgsql as 'begin return (select kwh from reading); end' ! the old name is in the body of f()",
                "set application_name = 'energy-api/1.2.9' ! are connected: energy-api/1.2.9."
            })
    void contract_usedWhileItWaits_isRefused(String meanwhile, String why, TestDatabase database) throws Exception {
        expand.run(database);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection busy = database.connect()) {
            busy.setAutoCommit(false);
            busy.createStatement().execute("lock table reading in access share mode");
            Future<?> contract = thread.submit(() -> {
                contract(database, r -> r.whenNoOlderThan("energy-api", "1.3.0"));
                return null;
            });
            database.awaitSomeoneBlocked();
            busy.createStatement().execute(meanwhile);
            busy.commit();

            assertThatThrownBy(() -> contract.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            UpgradeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_CHANGE_REFUSED))
                    .hasMessageContaining(why);
        } finally {
            thread.shutdown();
            assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(database.queryText("select to_regclass('reading')")).isEqualTo("reading");
    }
}
