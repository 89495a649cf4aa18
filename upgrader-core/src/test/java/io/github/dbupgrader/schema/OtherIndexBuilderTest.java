package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Another session is building the very index; a writer keeps it waiting for as long as the test likes. */
@DatabaseTest
class OtherIndexBuilderTest {

    private static final String LOOKS = "application_name = 'second' and query like '%pg_stat_progress_create_index%'";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final IndexBuild build =
            IndexBuild.of("item", Index.named("item_idx").on("id"));
    private Connection writer;
    private Connection builder;
    private Future<?> building;

    @BeforeEach
    void beginOtherBuild(TestDatabase database) throws SQLException {
        database.execute("create table item (id int); insert into item values (1)");
        writer = database.connect();
        writer.setAutoCommit(false);
        execute(writer, "update item set id = 2");
        builder = database.connect();
        building = threads.submit(() -> {
            execute(builder, "create index concurrently item_idx on item (id)");
            return null;
        });
        database.awaitBlocked(TestDatabase.pid(builder));
    }

    @AfterEach
    void end() throws Exception {
        writer.close();
        builder.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Future<?> second(PGSimpleDataSource dataSource) {
        dataSource.setApplicationName("second");
        return threads.submit(() -> {
            build.run(dataSource);
            return null;
        });
    }

    private static String state(TestDatabase database) {
        return database.queryText("select indexrelid || ' ' || (indisvalid and indisready) from pg_index"
                + " where indexrelid = 'item_idx'::regclass");
    }

    private static long oid(TestDatabase database) {
        return database.queryLong("select 'item_idx'::regclass::oid");
    }

    @Test
    @DisplayName("online 15: a build under way in another session is waited for, and what it makes is taken")
    void build_otherBuilds_isWaitedFor(TestDatabase database) throws Exception {
        long begun = oid(database);
        Future<?> second = second(database.dataSource());
        database.await("the second looks whether somebody builds", LOOKS);
        assertThat(second).isNotDone();

        writer.rollback();
        building.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);

        assertThat(state(database)).isEqualTo(begun + " true");
    }

    @Test
    @DisplayName(
            "online 15: also where the builder is of another role, of whose build a plain role sees no more than that there is one")
    void build_otherRoleBuilds_isWaitedFor(TestDatabase database) throws Exception {
        String plain = database.role("plain");
        database.execute("grant select on item to " + plain);
        long begun = oid(database);
        Future<?> second = second(database.dataSource(plain));
        database.await("the second looks whether somebody builds", LOOKS);
        assertThat(second).isNotDone();

        writer.rollback();
        building.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);

        assertThat(state(database)).isEqualTo(begun + " true");
    }

    @Test
    @DisplayName("online 15, online 13: where the other build dies, the index is built anew")
    void build_otherBuilderDies_buildsItself(TestDatabase database) throws Exception {
        long begun = oid(database);
        Future<?> second = second(database.dataSource());
        database.await("the second looks whether somebody builds", LOOKS);

        database.kill(TestDatabase.pid(builder));
        writer.rollback();
        second.get(20, TimeUnit.SECONDS);

        assertThat(state(database)).endsWith(" true").doesNotStartWith(begun + " ");
        assertThat(building).failsWithin(20, TimeUnit.SECONDS).withThrowableOfType(ExecutionException.class);
    }

    @Test
    @DisplayName("upgrades 33: who waits for another build can be interrupted")
    void build_interruptedWhileWaiting_ends(TestDatabase database) throws Exception {
        PGSimpleDataSource dataSource = database.dataSource();
        dataSource.setApplicationName("second");
        Throwable[] thrown = new Throwable[1];
        Thread waiting = new Thread(() -> {
            try {
                build.run(dataSource);
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        waiting.start();
        database.await("the second looks whether somebody builds", LOOKS);

        waiting.interrupt();
        waiting.join(20_000);

        assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
        writer.rollback();
        building.get(20, TimeUnit.SECONDS);
    }
}
