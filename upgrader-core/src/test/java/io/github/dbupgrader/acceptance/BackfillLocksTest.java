package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Tally.ROWS;
import static io.github.dbupgrader.acceptance.Tally.SMALL;
import static io.github.dbupgrader.acceptance.Tally.execute;
import static io.github.dbupgrader.acceptance.Tally.inUpgrade;
import static io.github.dbupgrader.acceptance.Tally.requireEachOnce;
import static io.github.dbupgrader.acceptance.Tally.setBased;
import static io.github.dbupgrader.acceptance.Tally.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A batch against the application that wants the same rows. */
@DatabaseTest
class BackfillLocksTest {

    @BeforeEach
    void makeTable(TestDatabase database) {
        Tally.make(database);
    }

    @Test
    @DisplayName("backfill 70: of a deadlock with the application, the batch is the victim once, and then succeeds")
    void upgrade_afterDeadlock_triesAgain(TestDatabase database) throws Exception {
        database.execute(
                "do $$ begin execute format('alter database %I set deadlock_timeout = ''2s''', current_database()); end $$");
        try (Connection application = database.connect()) {
            execute(application, "set deadlock_timeout = '60s'");
            application.setAutoCommit(false);
            execute(application, "update tally set note = 'last' where id = 10");
            CompletableFuture<?> upgrade = CompletableFuture.runAsync(
                    () -> inUpgrade(database, setBased().settings(SMALL)).upgrade());
            database.awaitSomeoneBlocked();
            execute(application, "update tally set note = 'first' where id = 1");
            application.commit();
            upgrade.get(30, TimeUnit.SECONDS);
        }

        requireEachOnce(database);
        assertThat(database.rows("select id, note from tally where note is not null order by id"))
                .containsExactly("1|first", "10|last");
        Awaitility.await("the server counts the deadlock")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        database.queryLong("select deadlocks from pg_stat_database where datname = current_database()")
                                == 1);
        assertThat(database.queryLong("select sum(batches) from database_backfill_chunks"))
                .isEqualTo(ROWS / 10);
    }

    @Test
    @DisplayName("backfill 69: while a batch holds a row, a child of it can be inserted, and an update of it waits")
    void upgrade_whileBatchHoldsRows_letsChildrenIn(TestDatabase database) throws Exception {
        database.execute("create table child (tally bigint not null references tally)");
        try (Connection application = database.connect();
                Connection blocker = database.connect()) {
            blocker.setAutoCommit(false);
            execute(blocker, "select from tally where id = 10 for update");
            CompletableFuture<?> upgrade = CompletableFuture.runAsync(
                    () -> inUpgrade(database, setBased().settings(SMALL)).upgrade());
            database.awaitSomeoneBlocked();

            execute(application, "set lock_timeout = '300ms'");
            execute(application, "insert into child values (1)");
            assertThatThrownBy(() -> execute(application, "update tally set note = 'mine' where id = 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            blocker.rollback();
            upgrade.get(30, TimeUnit.SECONDS);
        }

        requireEachOnce(database);
        assertThat(database.queryLong("select count(*) from child")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "backfill 65: a batch that runs into the time-out is halved, and only the row that is too slow by itself is left out")
    void upgrade_withOneSlowRow_quarantinesIt(TestDatabase database) {
        Backfill backfill = Backfill.table("tally")
                .set(
                        "n = n + 1 + (select 0 from (select pg_sleep(case tally.id when 77 then 30 else 0.002 end)) slept)")
                .quarantineAllowed("the slow one is known")
                .settings(SMALL.pace(Pace.defaults().fixed(100))
                        .chunkRows(ROWS)
                        .timeouts(Duration.ofSeconds(1), Duration.ofMillis(150)));
        DatabaseUpgrader upgrader = inUpgrade(database, backfill);

        upgrader.upgrade();

        assertThat(database.rows("select id from tally where n <> 1")).containsExactly("77");
        assertThat(upgrader.backfills().quarantine("count", 10)).singleElement().satisfies(row -> {
            assertThat(row.key()).containsExactly("77");
            assertThat(row.errorClass()).isEqualTo("too slow");
        });
        assertThat(state(upgrader)).isEqualTo(BackfillState.COMPLETED_WITH_QUARANTINE);
        assertThat(database.queryLong("select rows_done from database_backfill_chunks where kind = 'RANGE'"))
                .isEqualTo(ROWS);
    }
}
