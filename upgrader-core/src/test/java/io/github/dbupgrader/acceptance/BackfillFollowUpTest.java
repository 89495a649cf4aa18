package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Backfilling.NAME;
import static io.github.dbupgrader.acceptance.Backfilling.inBackground;
import static io.github.dbupgrader.acceptance.Backfilling.inUpgrade;
import static io.github.dbupgrader.acceptance.Backfilling.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.Index;
import io.github.dbupgrader.schema.SchemaChange;
import io.github.dbupgrader.schema.SchemaChanges;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What follows a backfill fails or is interrupted: the rows are done, stay so, and are not done again. */
@DatabaseTest
class BackfillFollowUpTest {

    private static final int ROWS = 60;
    private static final String BUILDS = "query ilike 'create%index concurrently%' and wait_event_type = 'Lock'";

    @BeforeEach
    void makeTable(TestDatabase database) {
        database.execute("""
                create table item (id int primary key, code text, times int not null default 0);
                insert into item select n from generate_series(1, %d) n""".formatted(ROWS));
    }

    @Test
    @DisplayName(
            "backfill 76: an index that cannot be built fails the upgrade; the next start builds it, and nothing else")
    void upgrade_followUpThatFails_goesOnWithIt(TestDatabase database) {
        DatabaseUpgrader upgrader = inUpgrade(database.dataSource(), followedBy(uniqueIndex()));

        assertThatThrownBy(upgrader::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("failed in sub-step \"backfill work\"")
                .hasMessageContaining("could not create unique index \"item_code\"");

        assertThat(Backfilling.status(upgrader).state().isComplete()).isFalse();
        assertThat(database.queryText("select schema_version from database_metadata"))
                .isEqualTo("1.0.0");
        assertEachDoneOnce(database);
        database.execute("update item set code = id");
        upgrader.upgrade();
        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertEachDoneOnce(database);
        assertIndexIsValid(database);
    }

    @Test
    @DisplayName(
            "backfill 76: in the background it is FAILED with the true reason, also where a transaction was open; resumed, it goes on with that")
    void background_followUpThatFails_isFailedAndResumed(TestDatabase database) {
        DatabaseUpgrader upgrader = inBackground(
                database.dataSource(),
                followedBy(SchemaChanges.sql(
                        "each code once",
                        "create table code (code text primary key); insert into code select code from item",
                        "drop table code")));

        BackfillStatus failed = Backfilling.finish(upgrader);

        assertThat(failed.state()).isEqualTo(BackfillState.FAILED);
        assertThat(failed.reason().orElseThrow())
                .startsWith("what follows the backfill failed: ")
                .contains("duplicate key value violates unique constraint \"code_pkey\"")
                .doesNotContain("current transaction is aborted");
        assertThat(database.queryText("select to_regclass('code')")).isEqualTo("null");
        database.execute("update item set code = id");
        upgrader.backfills().resume(NAME);
        assertThat(Backfilling.finish(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertEachDoneOnce(database);
        assertThat(database.queryLong("select count(*) from code")).isEqualTo(ROWS);
    }

    @Test
    @DisplayName("backfill 76, backfill 78: a build whose session is killed is repaired, by the same worker")
    void background_followUpInterrupted_isRepaired(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = inBackground(database.dataSource(), followedBy(index()));
        try (Connection user = database.connect();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("insert into item values (1000)");
            try (Backfilling.Working working = Backfilling.start(upgrader)) {
                killBuilder(database);
                database.await(
                        "the invalid index is dropped", "query ilike 'drop index%' and wait_event_type = 'Lock'");
                user.commit();

                assertThat(working.await(BackfillState.COMPLETED, BackfillState.FAILED)
                                .state())
                        .isEqualTo(BackfillState.COMPLETED);
            }
        }
        assertEachDoneOnce(database);
        assertIndexIsValid(database);
    }

    @Test
    @DisplayName(
            "backfill 76, backfill 78: an upgrade whose session is killed in the build goes on with it at the next start")
    void upgrade_followUpInterrupted_isRepairedByTheNextStart(TestDatabase database) throws Exception {
        DatabaseUpgrader upgrader = inUpgrade(database.dataSource(), followedBy(index()));
        try (Connection user = database.connect();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("insert into item values (1000)");
            CompletableFuture<?> killed = CompletableFuture.runAsync(upgrader::upgrade);
            killBuilder(database);
            assertThatThrownBy(killed::join).hasCauseInstanceOf(UpgradeException.class);
            user.commit();
        }
        assertThat(database.queryLong("select count(*) from pg_index where not indisvalid"))
                .isEqualTo(1);

        upgrader.upgrade();

        assertThat(Backfilling.status(upgrader).state()).isEqualTo(BackfillState.COMPLETED);
        assertEachDoneOnce(database);
        assertIndexIsValid(database);
    }

    private static void killBuilder(TestDatabase database) {
        database.await("the index is built", BUILDS);
        database.kill((int) database.queryLong(
                "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and "
                        + BUILDS));
    }

    private static void assertEachDoneOnce(TestDatabase database) {
        assertThat(database.rows("select times, count(*) from item where id <= " + ROWS + " group by times"))
                .containsExactly("1|" + ROWS);
    }

    private static void assertIndexIsValid(TestDatabase database) {
        assertThat(
                        database.rows(
                                "select i.indisvalid, i.indisunique from pg_index i where i.indexrelid = to_regclass('item_code')"))
                .hasSize(1)
                .allMatch(row -> row.startsWith("t"));
    }

    private static SchemaChange index() {
        return SchemaChanges.table("item").createIndexConcurrently("item_code", "code");
    }

    private static SchemaChange uniqueIndex() {
        return SchemaChanges.table("item")
                .createIndexConcurrently(Index.named("item_code").on("code").unique());
    }

    /** Each code is that of two rows. */
    private static Backfill followedBy(SchemaChange change) {
        return Backfill.table("item")
                .set("code = id / 2, times = times + 1")
                .followedBy(change)
                .settings(small(20, 40));
    }
}
