package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Steps.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.TimeoutSettings;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step sets in its session reaches neither the next step nor the pool. */
@DatabaseTest
class SessionLeakTest {

    private static final String LOOK = """
            select current_user || '|' || session_user || '|' || current_setting('search_path')
              || '|' || current_setting('application_name') || '|' || current_setting('work_mem')
              || '|' || current_setting('session_replication_role') || '|' || current_setting('timezone')
              || '|' || current_setting('default_transaction_isolation')
              || '|' || current_setting('default_transaction_read_only')
              || '|' || coalesce(nullif(current_setting('step.own', true), ''), 'no own')
              || '|' || (select count(*) from pg_class where relnamespace = pg_my_temp_schema())
              || '|' || (select count(*) from pg_prepared_statements where from_sql)
              || '|' || (select count(*) from pg_cursors where is_holdable)
              || '|' || (select count(*) from pg_listening_channels())""";

    private static final List<String> DISORDER = List.of(
            "set search_path = pg_catalog",
            "set application_name = 'step'",
            "set work_mem = '1MB'",
            "set session_replication_role = replica",
            "set timezone = 'Africa/Nairobi'",
            "set step.own = 'x'",
            "create temp table left_over (id int)",
            "prepare left_over as select 1",
            "declare left_over cursor with hold for select generate_series(1, 10)",
            "listen left_over",
            "set session characteristics as transaction isolation level serializable, read only");

    private static void disorder(Handle handle, String role) {
        DISORDER.forEach(handle::execute);
        handle.execute("set role " + role);
    }

    private static String look(Handle handle) {
        return handle.createQuery(LOOK).mapTo(String.class).one();
    }

    private static DatabaseUpgrader upgrader(DataSource dataSource, UpgradeMethod first, UpgradeMethod second) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.2.0")
                .register("1.1.0", first)
                .register("1.2.0", second)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    /** A pool of one that sets things of its own in each connection. */
    private static HikariDataSource opinionatedPool(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(1);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setAutoCommit(false);
        config.setReadOnly(true);
        // or what it sets at first is rolled back with its first transaction
        config.setIsolateInternalQueries(true);
        config.setConnectionInitSql(
                "set application_name = 'it''s the pool'; set work_mem = '5MB'; set search_path = pool, public;"
                        + " set timezone = 'Asia/Tokyo'");
        return new HikariDataSource(config);
    }

    @Test
    @DisplayName("upgrades 28, online 6: the next step finds the session as the first one found it")
    void step_afterOneThatLeftEverything_findsACleanSession(TestDatabase database) {
        String role = database.role("step");
        List<String> looks = new ArrayList<>();
        DatabaseUpgrader upgrader = upgrader(
                database.dataSource(),
                upgrade -> {
                    looks.add(look(upgrade.handle()));
                    disorder(upgrade.handle(), role);
                },
                upgrade -> looks.add(look(upgrade.handle())));

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(looks).hasSize(2);
        assertThat(looks.get(1)).isEqualTo(looks.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set role %s",
                "set local role %s",
                "set session authorization %s",
                "select set_config('role', '%s', false)"
            })
    @DisplayName("upgrades 28: a step may work as another role, which need not be able to write the record")
    void step_workingAsAnotherRole_isStampedAsTheUpgradesOwn(String change, TestDatabase database) {
        String role = database.role("owner");
        database.execute("grant create on schema public to " + role);
        DatabaseUpgrader upgrader = upgrader(
                database.dataSource(),
                upgrade -> {
                    upgrade.handle().execute(change.formatted(role));
                    upgrade.handle().execute("create table item (id int)");
                },
                nothing());

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(database.queryText("select tableowner from pg_tables where tablename = 'item'"))
                .isEqualTo(role);
        assertThat(upgrader.history()).extracting("databaseUser").containsOnly(database.user());
        database.execute("drop owned by " + role);
    }

    @Test
    @DisplayName("upgrades 28, online 5: a pool of one gets its connection back in its first state")
    void pool_afterARun_hasItsConnectionAsItWas(TestDatabase database) throws SQLException {
        String role = database.role("step");
        database.execute("create schema pool");
        try (HikariDataSource pool = opinionatedPool(database)) {
            State before = State.of(pool);

            DatabaseUpgrader upgrader = upgrader(pool, upgrade -> disorder(upgrade.handle(), role), nothing());
            assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

            assertThat(State.of(pool)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName(
            "upgrades 28, online 5: so it does when a step has failed, and when a sub-step outside transactions left its mark")
    void pool_afterAFailure_hasItsConnectionAsItWas(TestDatabase database) throws SQLException {
        String role = database.role("step");
        database.execute("create schema pool");
        try (HikariDataSource pool = opinionatedPool(database)) {
            State before = State.of(pool);
            DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(pool)
                    .applicationVersion("1.2.0")
                    .register(
                            "1.1.0",
                            UpgradeMode.ONLINE,
                            upgrade -> upgrade.stepOutsideTransaction(
                                    "mess", connection -> disorder(Jdbi.open(connection), role)))
                    .register("1.2.0", upgrade -> {
                        disorder(upgrade.handle(), role);
                        upgrade.handle().execute("select pg_advisory_lock(1)");
                        throw new IllegalStateException("half done");
                    })
                    .build();
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

            assertThatThrownBy(upgrader::upgrade)
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("half done");

            assertThat(State.of(pool)).isEqualTo(before);
            assertThat(database.queryLong("select count(*) from pg_locks where locktype = 'advisory'"))
                    .isZero();
        }
    }

    @Test
    @DisplayName("upgrades 28, upgrades 65: a repeatable sub-step that is tried again finds nothing of its first try")
    void subStepOutside_triedAgain_findsACleanSession(TestDatabase database) {
        List<String> tries = new ArrayList<>();
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .timeouts(TimeoutSettings.defaults().pace(Duration.ofMillis(10), Duration.ofMillis(1)))
                .register(
                        "1.1.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.stepOutsideTransaction("twice", connection -> {
                                    try (Statement statement = connection.createStatement()) {
                                        statement.execute("prepare left_over as select 1");
                                        tries.add("prepared");
                                        if (tries.size() == 1) {
                                            statement.execute(
                                                    "do $$ begin raise 'busy' using errcode = 'lock_not_available'; end $$");
                                        }
                                    }
                                })
                                .repeatable())
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.APPLIED);

        assertThat(tries).hasSize(2);
    }

    @Test
    @DisplayName("upgrades 28: a connection that cannot be cleaned is not lent again")
    void pool_ofAConnectionThatCannotBeCleaned_getsANewOne(TestDatabase database) throws SQLException {
        database.execute("create role doomed_" + database.name());
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql("do 'begin if exists (select from pg_roles where rolname = ''doomed_"
                + database.name() + "'') then set role doomed_" + database.name() + "; end if; end'");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(pool)
                    .applicationVersion("1.1.0")
                    .schema("own")
                    .register(
                            "1.1.0",
                            upgrade -> upgrade.handle().execute("reset role; drop role doomed_" + database.name()))
                    .build();
            database.execute("create schema own; grant all on schema own to doomed_" + database.name());
            upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
            database.execute(
                    "reassign owned by doomed_" + database.name() + " to current_user;" + " drop owned by doomed_"
                            + database.name() + "; alter role doomed_" + database.name() + " superuser");

            assertThatThrownBy(upgrader::upgrade).hasMessageContaining("doomed");

            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    /** What a pool sees of its only connection. */
    private record State(int pid, boolean autoCommit, boolean readOnly, int isolation, String look, long locks) {

        static State of(HikariDataSource pool) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Handle handle = Jdbi.open(connection)) {
                State state = new State(
                        TestDatabase.pid(connection),
                        connection.getAutoCommit(),
                        connection.isReadOnly(),
                        connection.getTransactionIsolation(),
                        SessionLeakTest.look(handle),
                        handle.createQuery("select count(*) from pg_locks where locktype = 'advisory'"
                                        + " and pid = pg_backend_pid()")
                                .mapTo(Long.class)
                                .one());
                handle.rollback();
                return state;
            }
        }
    }
}
