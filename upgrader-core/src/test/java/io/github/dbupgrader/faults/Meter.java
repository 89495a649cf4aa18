package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/**
 * A host application with many rows and a backfill in the background, and users who write, delete and re-number rows all the while. What they do is done to a second
 * table too, of which the end can be computed.
 */
final class Meter {

    static final int ROWS = 200_000;
    static final String NAME = "kwh";

    private static final int CHANGES = 3000;
    private static final int CHANGES_AT_A_TIME = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Meter() {}

    static void install(TestDatabase database) {
        database.execute("""
                create table reading (id bigint primary key, wh int not null, kwh int, times int not null default 0);
                insert into reading (id, wh) select n * 2, n from generate_series(1, %d) n;
                create table expected (id bigint primary key, wh int not null);
                insert into expected select id, wh from reading;
                analyze""".formatted(ROWS));
        upgrader(database.dataSource(), 1).initialiseSchemaVersion();
    }

    static DatabaseUpgrader upgrader(DataSource dataSource, int workers) {
        Backfill backfill = Backfill.table("reading")
                .pending("kwh is null")
                .set("kwh = wh * 3, times = times + 1")
                .settings(BackfillSettings.defaults()
                        .pace(Pace.defaults().fixed(200))
                        .chunkRows(4000)
                        .workers(workers)
                        .lease(Duration.ofSeconds(1)));
        return DatabaseUpgrader.forDataSource(dataSource)
                .applicationVersion("1.0.0")
                .registerBackfill(NAME, "1.0.0", backfill)
                .build();
    }

    /**
     * The users of the new version: they write both columns, and never give the same row a new number twice. Their changes are spread over all of the backfill: each waits until
     * the backfill has come as far as it.
     */
    static void use(TestDatabase database, Random random) throws SQLException {
        Set<Long> renumbered = new HashSet<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < CHANGES; i++) {
                if (i % CHANGES_AT_A_TIME == 0) {
                    awaitDone(database, (long) ROWS * i / CHANGES);
                }
                long id = 2 + 2L * random.nextInt(ROWS);
                int wh = random.nextInt(1_000_000);
                switch (random.nextInt(4)) {
                    case 0 -> both(statement, "delete from %s where id = " + id);
                    case 1 -> {
                        long odd = 1 + 2L * random.nextInt(ROWS);
                        if (renumbered.add(odd)) {
                            both(statement, "update %s set id = " + odd + " where id = " + id);
                        }
                    }
                    case 2 -> {
                        long beyond = 10L * ROWS + i;
                        statement.addBatch("insert into reading values (%d, %d, %d, 0)".formatted(beyond, wh, wh * 3));
                        statement.addBatch("insert into expected values (%d, %d)".formatted(beyond, wh));
                    }
                    default -> {
                        statement.addBatch(
                                "update reading set wh = %d, kwh = %d where id = %d".formatted(wh, wh * 3, id));
                        statement.addBatch("update expected set wh = %d where id = %d".formatted(wh, id));
                    }
                }
                statement.executeBatch();
                connection.commit();
            }
        }
    }

    /** Waits until so many rows were visited. */
    static void awaitDone(TestDatabase database, long rows) {
        Awaitility.await(rows + " rows are visited")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> done(database) >= rows || isOver(database));
    }

    private static void both(Statement statement, String sql) throws SQLException {
        statement.addBatch(sql.formatted("reading"));
        statement.addBatch(sql.formatted("expected"));
    }

    static long done(TestDatabase database) {
        return database.queryLong("select coalesce(sum(rows_done), 0) from database_backfill_chunks where pass = 1");
    }

    static boolean isOver(TestDatabase database) {
        return database.rows("select state from database_backfills").contains("COMPLETED");
    }

    /** Row for row what the users made of it, each row computed, and none twice. */
    static void requireExpected(TestDatabase database) {
        assertThat(database.rows("""
                (select 'left over', id, wh, kwh from reading except select 'left over', id, wh, wh * 3 from expected)
                union all
                (select 'missing', id, wh, wh * 3 from expected except select 'missing', id, wh, kwh from reading)
                limit 20""")).isEmpty();
        assertThat(database.queryLong("select max(times) from reading")).isEqualTo(1);
        assertThat(database.queryLong("select count(*) from database_backfill_quarantine"))
                .isZero();
    }
}
