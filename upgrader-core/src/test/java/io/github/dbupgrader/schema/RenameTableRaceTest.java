package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Writers of a table that gets another name, and its old one back, under them. */
@DatabaseTest
class RenameTableRaceTest {

    private static final int TIMES = 10;

    private final ChangeRun expand =
            ChangeRun.of(s -> s.table("reading").renameTo("measurement").expand());
    private final ChangeRun revert =
            ChangeRun.of(s -> s.table("reading").renameTo("measurement").revert());

    @Test
    @DisplayName(
            "online 25, 43: who uses the old name sees no statement fail, prepared or not, while the table is renamed and renamed back")
    void expand_whileUsed(TestDatabase database) throws Exception {
        database.execute("create table reading (id int generated always as identity primary key, kwh int not null)");
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        ExecutorService threads = Executors.newCachedThreadPool();
        Future<Integer> plain = threads.submit(() -> use(database, false, begun, stopped));
        Future<Integer> inTransactions = threads.submit(() -> use(database, true, begun, stopped));
        try {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < TIMES; i++) {
                expand.run(database);
                revert.run(database);
            }
            expand.run(database);
        } finally {
            stopped.set(true);
            threads.shutdown();
        }
        // both have ended before the rows are counted
        long written = plain.get(20, TimeUnit.SECONDS) + inTransactions.get(20, TimeUnit.SECONDS);
        assertThat(database.queryLong("select count(*) from measurement")).isEqualTo(written);
    }

    private static int use(TestDatabase database, boolean transactions, CountDownLatch begun, AtomicBoolean stopped)
            throws Exception {
        int done = 0;
        try (Connection connection = database.connect();
                PreparedStatement insert =
                        connection.prepareStatement("insert into reading (kwh) values (?) returning id");
                PreparedStatement update = connection.prepareStatement("update reading set kwh = ? where id = ?")) {
            connection.setAutoCommit(!transactions);
            boolean more = true;
            while (more) {
                more = !stopped.get();
                insert.setInt(1, done);
                int id;
                try (var row = insert.executeQuery()) {
                    row.next();
                    id = row.getInt(1);
                }
                update.setInt(1, done + 1);
                update.setInt(2, id);
                assertThat(update.executeUpdate()).isEqualTo(1);
                if (transactions) {
                    connection.commit();
                }
                done++;
                if (done == 1) {
                    begun.countDown();
                }
            }
        }
        return done;
    }

    @Test
    @DisplayName("online 25: a column that another session adds while expand waits for it is in the view")
    void expand_columnAddedMeanwhile_isInTheView(TestDatabase database) throws Exception {
        database.execute("create table reading (id int primary key, kwh int not null)");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("alter table reading add column note text");
            Future<?> renaming = threads.submit(() -> {
                expand.run(database);
                return null;
            });
            database.awaitSomeoneBlocked();
            other.commit();
            renaming.get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }

        assertThat(database.rows(
                        "select attname from pg_attribute where attrelid = 'reading'::regclass order by attnum"))
                .containsExactly("id", "kwh", "note");
    }
}
