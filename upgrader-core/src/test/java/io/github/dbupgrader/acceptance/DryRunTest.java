package io.github.dbupgrader.acceptance;

import static io.github.dbupgrader.acceptance.Background.failure;
import static io.github.dbupgrader.acceptance.Background.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.DatabaseUpgraderBuilder;
import io.github.dbupgrader.DryRunReport;
import io.github.dbupgrader.DryRunReport.Part;
import io.github.dbupgrader.DryRunReport.Rehearsal;
import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.LockSettings.WhenLocked;
import io.github.dbupgrader.StepFailedException;
import io.github.dbupgrader.UpgradeOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.schema.Index;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import io.github.dbupgrader.version.SchemaVersion;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code dryRun()}: upgrades 57. */
@DatabaseTest
class DryRunTest {

    private static DatabaseUpgraderBuilder upgrader(TestDatabase database) {
        return DatabaseUpgrader.forDataSource(database.dataSource()).applicationVersion("1.2.0");
    }

    private static DatabaseUpgrader initialised(DatabaseUpgraderBuilder builder) {
        DatabaseUpgrader upgrader = builder.build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return upgrader;
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).withRows().text();
    }

    private static List<Part> parts(DryRunReport report, int step) {
        return report.steps().get(step).parts();
    }

    @Test
    @DisplayName(
            "upgrades 57: it really executes the steps, reports each statement with rows and time, and leaves nothing but drawn numbers")
    void dryRun_pendingSteps_reportsThemAndLeavesNothing(TestDatabase database) {
        database.execute("create sequence number; create table item (id bigint, name text);"
                + " insert into item select i, 'n' || i from generate_series(1, 5) i");
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> {
                    upgrade.handle().execute("alter table item add column label text");
                    upgrade.handle().execute("update item set label = upper(name) where id <= ?", 3);
                    upgrade.handle()
                            .createQuery("select nextval('number')")
                            .mapTo(Long.class)
                            .one();
                })
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> {
                    upgrade.step("see it", handle -> handle.execute("delete from item where label is null"));
                    upgrade.schema().table("item").createIndexConcurrently("item_label_idx", "label");
                    upgrade.stepOutsideTransaction("by hand", connection -> {
                        throw new AssertionError("a dry run must not run this");
                    });
                }));
        String before = dump(database);

        DryRunReport report = upgrader.dryRun();

        assertThat(dump(database)).isEqualTo(before);
        assertThat(database.queryLong("select last_value from number")).isEqualTo(1);
        assertThat(database.queryText("select is_called from number")).isEqualTo("t");
        assertThat(report.versions()).extracting(SchemaVersion::toString).containsExactly("1.1.0", "1.2.0");
        assertThat(parts(report, 0)).singleElement().satisfies(part -> {
            assertThat(part.rehearsal()).isEqualTo(Rehearsal.AS_IT_IS);
            assertThat(part.statements())
                    .extracting(HistoryEntry.Statement::sql, HistoryEntry.Statement::rows)
                    .containsExactly(
                            tuple("alter table item add column label text", 0L),
                            tuple("update item set label = upper(name) where id <= ?", 3L),
                            tuple("select nextval('number')", 1L));
            assertThat(part.statements()).allMatch(s -> s.duration().toNanos() > 0);
        });
        assertThat(parts(report, 1))
                .extracting(
                        Part::name, Part::rehearsal, part -> part.statements().isEmpty())
                .containsExactly(
                        tuple("see it", Rehearsal.AS_IT_IS, false),
                        tuple("create index item_label_idx on item concurrently", Rehearsal.EQUIVALENT, false),
                        tuple("by hand", Rehearsal.NOT_RUN, true));
        assertThat(report.render())
                .contains("update item set label = upper(name) where id <= ?  [3 rows, ")
                .contains("create index item_label_idx on item concurrently: its transactional equivalent ran")
                .contains("by hand: not run, because it works outside a transaction")
                .endsWith("everything was rolled back; only numbers drawn from sequences are gone\n");
    }

    @Test
    @DisplayName("upgrades 57, upgrades 55: at the target there is nothing to rehearse, and it says so")
    void dryRun_atTheTarget_isEmpty(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database));

        DryRunReport report = upgrader.dryRun(UpgradeOptions.to("1.0.0"));

        assertThat(report.versions()).isEmpty();
        assertThat(report.render()).isEqualTo("nothing to do\n");
    }

    @Test
    @DisplayName("upgrades 57: on a database without a record it leaves not even a table")
    void dryRun_unrecordedDatabase_createsNothing(TestDatabase database) {
        String before = dump(database);
        DatabaseUpgrader upgrader = upgrader(database)
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table item (id int)"))
                .build();

        DryRunReport report = upgrader.dryRun(UpgradeOptions.to("1.1.0").from("1.0.0"));

        assertThat(report.versions()).hasSize(1);
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 57: what a step sets in its session reaches the next step in no dry run either")
    void dryRun_stepChangesSession_nextStepDoesNotSeeIt(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> upgrade.handle().execute("create schema side; set search_path = side"))
                .register(
                        "1.2.0",
                        upgrade -> upgrade.handle()
                                .execute("create table public_item (id int);"
                                        + " select 1 / (to_regclass('public.public_item') is not null)::int")));

        assertThat(upgrader.dryRun().versions()).hasSize(2);
        assertThat(upgrader.upgrade().versions()).hasSize(2);
    }

    @Test
    @DisplayName("upgrades 57: sub-steps that are done are not run again")
    void dryRun_unfinishedUpgrade_runsTheRest(TestDatabase database) {
        AtomicInteger failing = new AtomicInteger(1);
        DatabaseUpgrader upgrader = initialised(upgrader(database).register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
            upgrade.step("table", handle -> handle.execute("create table item (id int)"));
            upgrade.step("row", handle -> handle.execute("insert into item values (1 / ?)", 1 - failing.get()));
        }));
        assertThat(catchThrowable(upgrader::upgrade)).isInstanceOf(StepFailedException.class);
        failing.set(0);

        assertThat(parts(upgrader.dryRun(), 0))
                .extracting(Part::rehearsal)
                .containsExactly(Rehearsal.DONE_BEFORE, Rehearsal.AS_IT_IS);
    }

    @Test
    @DisplayName("upgrades 57: an index that is there already, valid or invalid, is no obstacle")
    void dryRun_indexLeftBehind_reportsWhatWouldHappen(TestDatabase database) {
        database.execute("create table item (id int, code int); insert into item values (1, 7), (1, 8)");
        database.execute("create index item_code_idx on item using btree (code)");
        assertThat(catchThrowable(() -> database.execute("create unique index concurrently item_id_idx on item (id)")))
                .hasStackTraceContaining("could not create unique index");
        database.execute("delete from item where code = 8");
        DatabaseUpgrader upgrader = initialised(upgrader(database).register("1.1.0", UpgradeMode.ONLINE, upgrade -> {
            upgrade.schema().table("item").createIndexConcurrently("item_code_idx", "code");
            upgrade.schema()
                    .table("item")
                    .createIndexConcurrently(Index.named("item_id_idx").on("id").unique());
        }));
        String before = dump(database);

        assertThat(parts(upgrader.dryRun(), 0))
                .extracting(Part::rehearsal)
                .containsExactly(Rehearsal.EQUIVALENT, Rehearsal.EQUIVALENT);
        assertThat(dump(database)).isEqualTo(before).contains("(invalid)");
    }

    @Test
    @DisplayName("upgrades 57: it gives up at a lock that is not to be had, rather than trying again")
    void dryRun_tableLocked_givesUpAtOnce(TestDatabase database) throws Exception {
        database.execute("create table item (id int)");
        AtomicInteger calls = new AtomicInteger();
        DatabaseUpgrader upgrader = initialised(upgrader(database).register("1.1.0", upgrade -> {
            calls.incrementAndGet();
            upgrade.handle().execute("alter table item add column name text");
        }));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from item");

            assertThatThrownBy(upgrader::dryRun).isInstanceOfSatisfying(StepFailedException.class, e -> {
                assertThat(e.failingSql()).contains("alter table item add column name text");
                assertThat(e).hasMessageContaining("SQLSTATE 55P03");
            });
            reader.rollback();
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("upgrades 57: it takes the upgrade lock, so that nobody upgrades beside it")
    void dryRun_takesTheUpgradeLock(TestDatabase database) throws Exception {
        Gate gate = new Gate();
        DatabaseUpgrader rehearsing = initialised(upgrader(database).register("1.1.0", upgrade -> gate.pass()));
        LockSettings noWaiting = LockSettings.defaults().whenLocked(WhenLocked.FAIL);
        DatabaseUpgrader other = upgrader(database)
                .lockSettings(noWaiting)
                .register("1.1.0", upgrade -> {})
                .build();
        DatabaseUpgrader returning = upgrader(database)
                .lockSettings(noWaiting.whenLocked(WhenLocked.RETURN))
                .register("1.1.0", upgrade -> {})
                .build();
        try (Background background = new Background()) {
            Future<DryRunReport> rehearsal = background.run(rehearsing::dryRun);
            gate.awaitReached();

            Future<UpgradeResult> upgrade = background.run(other::upgrade);
            assertThat(((UpgradeException) failure(upgrade)).code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
            Future<DryRunReport> second = background.run(returning::dryRun);
            assertThat(((UpgradeException) failure(second)).code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);

            gate.open();
            assertThat(result(rehearsal).versions()).hasSize(1);
        }
    }

    @Test
    @DisplayName("upgrades 57: a step that fails is reported like a failed upgrade, without a word in the history")
    void dryRun_stepFails_saysSoAndLeavesNothing(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> upgrade.handle().execute("create table item (id int)"))
                .register("1.2.0", upgrade -> upgrade.handle().execute("insert into nowhere values (1)")));
        String before = dump(database);

        assertThatThrownBy(upgrader::dryRun).isInstanceOfSatisfying(StepFailedException.class, e -> {
            assertThat(e.version()).isEqualTo(SchemaVersion.parse("1.2.0"));
            assertThat(e.failingSql()).contains("insert into nowhere values (1)");
        });
        assertThat(dump(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("upgrades 57: a step that ends the dry run's transaction is found out")
    void dryRun_stepCommits_saysSo(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(
                upgrader(database).register("1.1.0", upgrade -> upgrade.handle().execute("commit")));

        assertThatThrownBy(upgrader::dryRun)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_ENDED));
    }

    @Test
    @DisplayName("upgrades 57, upgrades 58: conditions are asked in a dry run as well")
    void dryRun_conditionFails_saysSo(TestDatabase database) {
        DatabaseUpgrader upgrader = initialised(upgrader(database)
                .register("1.1.0", upgrade -> {})
                .register("1.2.0", UpgradeMode.ONLINE, upgrade -> upgrade.step("nothing", handle -> {}))
                .condition("1.2.0", "the moon is full", handle -> false));

        assertThatThrownBy(upgrader::dryRun).hasMessageContaining("\"the moon is full\" of 1.2.0 is false");
    }
}
