package io.github.dbupgrader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Readers of a view, and of one on it, while it is dropped and made again under them. */
@DatabaseTest
class ReplaceViewRaceTest {

    private static final int TIMES = 20;

    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    @DisplayName(
            "online 44: readers see the old view or the new one, never that it does not exist; prepared statements and transactions too")
    void replace_whileRead(TestDatabase database) throws Exception {
        database.execute(
                "create table reading (id int primary key, kwh int); insert into reading select n, n from generate_series(1, 10) n;"
                        + " create view v as select id, kwh, 0 as version from reading;"
                        + " create view w as select id, kwh, version from v; create materialized view m as select version from w");
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Integer>> readers = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(4);
        try {
            for (String view : List.of("v", "w")) {
                for (boolean transaction : new boolean[] {false, true}) {
                    readers.add(threads.submit(() -> read(database, view, transaction, begun)));
                }
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            for (int version = 1; version <= TIMES; version++) {
                String columns =
                        version % 2 == 0 ? "id, kwh, " + version + " as version" : version + " as version, kwh, id";
                ChangeRun.of(s -> s.replaceView("v", "select " + columns + " from reading"))
                        .runPart(database.dataSource(), 1);
            }
        } finally {
            stopped.set(true);
            threads.shutdown();
        }
        for (Future<Integer> reader : readers) {
            assertThat(reader.get(20, TimeUnit.SECONDS))
                    .as("what the last read saw")
                    .isEqualTo(TIMES);
        }
        assertThat(database.rows("select distinct version from m")).containsExactly(String.valueOf(TIMES));
    }

    /** Reads until the end, and once more behind it; versions never go back. */
    private int read(TestDatabase database, String view, boolean transaction, CountDownLatch begun) throws Exception {
        int last = 0;
        int reads = 0;
        try (Connection connection = database.connect();
                PreparedStatement query =
                        connection.prepareStatement("select id, kwh, version from " + view + " where id = ?")) {
            connection.setAutoCommit(!transaction);
            boolean more = true;
            while (more) {
                more = !stopped.get();
                query.setInt(1, 7);
                try (ResultSet row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt("kwh")).isEqualTo(7);
                    assertThat(row.getInt("version")).isGreaterThanOrEqualTo(last);
                    last = row.getInt("version");
                }
                if (transaction) {
                    connection.commit();
                }
                reads++;
                if (reads == 1) {
                    begun.countDown();
                }
            }
        }
        return last;
    }
}
