package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.api.UpgradeMethod;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What is around the concurrent build of an index: sessions that hold it up, and what others left. */
@DatabaseTest
class IndexBuildSurroundingsTest {

    private static DatabaseUpgrader upgrader(TestDatabase database, UpgradeMethod online) {
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.1.0")
                .register("1.1.0", UpgradeMode.ONLINE, online)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static void execute(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName(
            "online 12, 16: a transaction that a step left open in a connection of its own is named before the build waits for it; so is what an interrupted REINDEX left")
    void createIndexConcurrently_othersInTheWay_areNamed(TestDatabase database) throws Exception {
        database.execute(
                "create table item (id int); insert into item values (1); create index item_old_ccnew on item (id);"
                        + " update pg_index set indisvalid = false where indexrelid = 'item_old_ccnew'::regclass");
        PGSimpleDataSource leaking = database.dataSource();
        leaking.setApplicationName("leaky step");
        List<Connection> left = new ArrayList<>();
        DatabaseUpgrader upgrader = upgrader(database, upgrade -> {
            upgrade.step("look", handle -> {
                Connection own = leaking.getConnection();
                left.add(own);
                own.setAutoCommit(false);
                execute(own, "select * from item");
            });
            upgrade.schema().table("item").createIndexConcurrently("item_id", "id");
        });
        try (Logged log = new Logged(".schema.CreateIndexConcurrently", Level.WARN);
                Background background = new Background()) {
            Future<UpgradeResult> building = background.run(upgrader::upgrade);
            database.awaitSomeoneBlocked();

            assertThat(log.texts())
                    .anySatisfy(text -> assertThat(text)
                            .contains(
                                    "the build waits until these sessions, which are idle, end their transactions: session "
                                            + TestDatabase.pid(left.get(0)) + " (\"leaky step\", of "))
                    .anySatisfy(text -> assertThat(text).endsWith("DROP INDEX CONCURRENTLY: public.item_old_ccnew"));

            left.get(0).close();
            assertThat(result(building).outcome()).isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    @DisplayName(
            "online 1, 16: while the index of a partitioned table waits for a long writer, others wait behind it for moments only")
    void createIndexConcurrently_partitioned_letsWritersPass(TestDatabase database) throws Exception {
        database.execute("create table part (id int) partition by range (id);"
                + " create table part_1 partition of part for values from (0) to (10)");
        DatabaseUpgrader upgrader =
                upgrader(database, upgrade -> upgrade.schema().table("part").createIndexConcurrently("part_id", "id"));
        try (Connection writer = database.connect();
                Background background = new Background()) {
            writer.setAutoCommit(false);
            execute(writer, "insert into part values (1)");
            Future<UpgradeResult> building = background.run(upgrader::upgrade);
            database.await("the build waits", "wait_event_type = 'Lock' and query like 'create index%'");
            long start = System.nanoTime();
            database.execute("insert into part values (2)");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(building).isNotDone();

            writer.rollback();
            assertThat(result(building).outcome()).isEqualTo(Outcome.APPLIED);
        }
        assertThat(
                        database.queryText(
                                "select bool_and(indisvalid) from pg_index where indexrelid in ('part_id'::regclass, 'part_id_part_1'::regclass)"))
                .isEqualTo("t");
    }
}
