package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeContext;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What others see of the session that holds the upgrade lock and works. */
@DatabaseTest
class HolderSessionTest {

    private static final String SESSIONS = """
            select application_name, state, xact_start is null, backend_xmin is null, backend_xid is null
            from pg_stat_activity where application_name = 'upgrader'""";

    @BeforeEach
    void initialise(TestDatabase database) {
        database.execute("create table item (id int); insert into item select generate_series(1, 100)");
        upgrader(database, upgrade -> {}).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod online) {
        return upgrader(database, "upgrader", online);
    }

    private static DatabaseUpgrader upgrader(TestDatabase database, String applicationName, UpgradeMethod online) {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName(applicationName);
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, online)
                .build();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName(
            "upgrades 45, online 10: while a step outside a transaction runs, its session has no transaction and no snapshot")
    void stepOutsideTransaction_betweenStatements_holdsNothing(TestDatabase database) {
        List<String> seen = new ArrayList<>();
        upgrader(database, upgrade -> {
                    upgrade.step("before", handle -> handle.execute("select count(*) from item"));
                    upgrade.stepOutsideTransaction("look", connection -> {
                        seen.addAll(database.rows(SESSIONS));
                        // The driver keeps what a row-returning statement opened, if there is a transaction to keep it
                        // in.
                        execute(connection, "select * from item");
                        seen.addAll(database.rows(SESSIONS));
                    });
                })
                .upgrade();

        assertThat(seen).containsExactly("upgrader|idle|t|t|t", "upgrader|idle|t|t|t");
    }

    @Test
    @DisplayName(
            "online 10: a concurrent build is the only session of its run, and has no snapshot while it waits for others")
    void createIndexConcurrently_waitingForOthers_holdsNoSnapshot(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = upgrader(
                database, upgrade -> upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id"));
        try (Connection writer = database.connect();
                Background background = new Background()) {
            writer.setAutoCommit(false);
            execute(writer, "update item set id = id where id = 1");
            Future<UpgradeResult> building = background.run(upgrader::upgrade);
            database.awaitSomeoneBlocked();

            assertThat(database.rows("select application_name, wait_event_type, backend_xmin is null"
                            + " from pg_stat_activity where application_name = 'upgrader'"))
                    .containsExactly("upgrader|Lock|t");

            writer.rollback();
            assertThat(result(building).outcome()).isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    @DisplayName("online 9: instances that wait never stop the holder's concurrent build, be it on a second connection")
    void createIndexConcurrently_whileOthersWait_ends(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        UpgradeMethod declared = upgrade -> {
            upgrade.step("stand", handle -> gate.pass());
            upgrade.schema().table("item").createIndexConcurrently("item_id_idx", "id");
            buildOnSecondConnection(database, upgrade);
        };
        DatabaseUpgrader holder = upgrader(database, "upgrader", declared);

        try (Background background = new Background()) {
            Future<UpgradeResult> building = background.run(holder::upgrade);
            gate.awaitReached();
            List<Future<UpgradeResult>> waiting = new ArrayList<>();
            for (String name : List.of("waiter 1", "waiter 2", "waiter 3")) {
                waiting.add(background.run(upgrader(database, name, declared)::upgrade));
                database.await(name + " waits", Waiting.pollsAs(name));
            }
            gate.open();

            assertThat(result(building).outcome()).isEqualTo(Outcome.APPLIED);
            for (Future<UpgradeResult> each : waiting) {
                assertThat(result(each).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            }
        }
    }

    private static void buildOnSecondConnection(TestDatabase database, UpgradeContext upgrade) {
        upgrade.stepOutsideTransaction("second connection", ignored -> {
            try (Connection second = database.connect()) {
                execute(second, "create index concurrently item_minus_id_idx on item ((-id))");
            }
        });
    }

    @Test
    @DisplayName("upgrades 72: the server is told to look after the client, for as long as the run lasts")
    void upgrade_session_checksItsClient(TestDatabase database) throws SQLException {
        HikariDataSource pool = database.pool(1);
        List<String> seen = new ArrayList<>();
        DatabaseUpgrader.forDataSource(pool)
                .applicationVersion("1.2.0")
                .register("1.1.0", upgrade -> seen.add(interval(upgrade.handle().getConnection())))
                .register(
                        "1.2.0",
                        UpgradeMode.ONLINE,
                        upgrade -> upgrade.stepOutsideTransaction("look", connection -> seen.add(interval(connection))))
                .build()
                .upgrade();

        assertThat(seen).containsExactly("1s", "1s");
        try (Connection connection = pool.getConnection()) {
            assertThat(interval(connection)).isEqualTo("0");
        }
    }

    private static String interval(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show client_connection_check_interval")) {
            row.next();
            return row.getString(1);
        }
    }
}
