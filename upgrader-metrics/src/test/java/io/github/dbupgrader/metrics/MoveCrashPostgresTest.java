package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.Fault;
import io.github.dbupgrader.testing.FaultyDataSource;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The move is broken off at one statement after the other, by an error or by the end of its session; afterwards it is started again, or rolled back. Core's own tests do
 * the same with a JVM that is killed. {@code -Dfaults.slice=2/24} makes the long tests take the second of 24 parts that together are all statements.
 */
@Tag("database")
class MoveCrashPostgresTest {

    private static final int ENDLESS = 2000;
    private static final List<String> SUB_STEPS = List.of(
            "add column data_metadata to metric_files",
            "backfill metric metadata",
            "create index metric_files_data_metadata_idx on metric_files concurrently",
            "verify metric metadata",
            "backfill lists out of metric definitions");

    private static final List<String> LOUD = List.of("io.github.dbupgrader", "com.zaxxer.hikari");

    @BeforeAll
    static void silence() {
        LOUD.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
    }

    @AfterAll
    static void endSilence() {
        LOUD.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
    }

    @Test
    @DisplayName("metrics 63, metrics 59: broken off at any statement, the next start completes the move")
    void upgrade_brokenOff_isCompletedByTheNextStart() {
        assertThat(series(Fault.THROW, Statements.SPARSE, MoveCrashPostgresTest::startAgain))
                .isNotEmpty();
    }

    @Test
    @DisplayName("metrics 74: broken off at any statement, a rollback leaves everything as it was")
    void upgrade_brokenOff_isRolledBack() {
        assertThat(series(Fault.THROW, Statements.SPARSE, MoveCrashPostgresTest::rollBack))
                .isNotEmpty();
    }

    @Test
    @DisplayName("metrics 74: a rollback that is broken off at any statement goes on, and everything is as it was")
    void rollback_brokenOff_isCompletedByTheNextOne() {
        rollbackSeries(Fault.THROW, Statements.SPARSE);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"THROW", "KILL_BACKEND"})
    @DisplayName("metrics 63, metrics 59: broken off at every statement, the next start completes the move")
    void upgrade_brokenOffEverywhere_isCompletedByTheNextStart(Fault fault) {
        Statements statements = Statements.ofSlice();
        assertEverywhere(statements, series(fault, statements, MoveCrashPostgresTest::startAgain));
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"THROW", "KILL_BACKEND"})
    @DisplayName("metrics 74: broken off at every statement, in every sub-step, a rollback leaves everything as it was")
    void upgrade_brokenOffEverywhere_isRolledBack(Fault fault) {
        Statements statements = Statements.ofSlice();
        assertEverywhere(statements, series(fault, statements, MoveCrashPostgresTest::rollBack));
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"THROW", "KILL_BACKEND"})
    @DisplayName("metrics 74: a rollback that is broken off at every statement goes on, and everything is as it was")
    void rollback_brokenOffEverywhere_isCompletedByTheNextOne(Fault fault) {
        rollbackSeries(fault, Statements.ofSlice());
    }

    /** A part of the statements need not touch each sub-step; all of them do. */
    private static void assertEverywhere(Statements statements, Set<String> subSteps) {
        assertThat(subSteps).isNotEmpty().isSubsetOf(SUB_STEPS);
        if (statements.every() == 1) {
            assertThat(subSteps).hasSameElementsAs(SUB_STEPS);
        }
    }

    /** Where it is broken off: at {@code first}, and at each {@code every}-th statement after it. */
    private record Statements(int first, int every) {

        static final Statements SPARSE = new Statements(1, 29);

        static Statements ofSlice() {
            String text = System.getProperty("faults.slice", "1/1");
            String[] part = text.split("/", 2);
            if (part.length != 2) {
                throw new IllegalArgumentException("faults.slice=" + text + " is not like 2/24");
            }
            int number = Integer.parseInt(part[0]);
            int of = Integer.parseInt(part[1]);
            if (number < 1 || number > of) {
                throw new IllegalArgumentException("faults.slice=" + text + " is no slice");
            }
            return new Statements(number, of);
        }
    }

    /** What is done after the crash; and then there must be what was there before it all, or what an undisturbed upgrade leaves. */
    @FunctionalInterface
    private interface Afterwards {
        void run(DatabaseUpgrader upgrader, TestDatabase database, String before, String complete);
    }

    private static void startAgain(DatabaseUpgrader upgrader, TestDatabase database, String before, String complete) {
        assertThat(before).isNotEqualTo(complete);
        upgrader.upgrade();
        assertThat(state(database)).isEqualTo(complete);
    }

    private static void rollBack(DatabaseUpgrader upgrader, TestDatabase database, String before, String complete) {
        assertThat(before).isNotEqualTo(complete);
        upgrader.rollback("1.0.0");
        assertThat(state(database)).isEqualTo(before);
        assertThat(database.queryLong("select count(*) from database_backfills"))
                .isZero();
    }

    /** {@return the sub-steps in which it was broken off} */
    private static Set<String> series(Fault fault, Statements statements, Afterwards afterwards) {
        Set<String> unfinished = new TreeSet<>();
        try (TestDatabase database = TestDatabase.create()) {
            HikariDataSource pool = database.pool(1);
            String complete = complete(database);
            for (int at = statements.first(); at < ENDLESS; at += statements.every()) {
                OldMetrics metrics = reset(database);
                String before = state(database);
                FaultyDataSource faulty = new FaultyDataSource(pool, database.dataSource(), fault, at);
                boolean failed = fails(() -> upgrader(metrics, faulty).upgrade());
                if (!faulty.fired()) {
                    return unfinished;
                }
                if (failed) {
                    unfinished.addAll(current(database));
                }
                afterwards.run(upgrader(metrics, pool), database, before, complete);
            }
            throw new AssertionError("a run of " + ENDLESS + " statements should have ended");
        }
    }

    private static String complete(TestDatabase database) {
        upgrader(reset(database), database.dataSource()).upgrade();
        return state(database);
    }

    private static void rollbackSeries(Fault fault, Statements statements) {
        try (TestDatabase database = TestDatabase.create()) {
            HikariDataSource pool = database.pool(1);
            for (int at = statements.first(); at < ENDLESS; at += statements.every()) {
                OldMetrics metrics = reset(database);
                String before = state(database);
                upgrader(metrics, pool).upgrade();
                FaultyDataSource faulty = new FaultyDataSource(pool, database.dataSource(), fault, at);
                boolean failed = fails(() -> upgrader(metrics, faulty).rollback("1.0.0"));
                upgrader(metrics, pool).rollback("1.0.0");
                assertThat(state(database))
                        .as("broken off at %d: %s", at, faulty.firedAt())
                        .isEqualTo(before);
                if (!faulty.fired()) {
                    assertThat(failed).isFalse();
                    assertThat(at).isGreaterThan(statements.every());
                    return;
                }
            }
            throw new AssertionError("a run of " + ENDLESS + " statements should have ended");
        }
    }

    private static boolean fails(Runnable work) {
        try {
            work.run();
            return false;
        } catch (UpgradeException e) {
            return true;
        }
    }

    /** Metrics in three batches, all of which have a list that says what their query returns, but for one that fails. */
    private static OldMetrics reset(TestDatabase database) {
        database.execute("drop schema public cascade; create schema public; drop schema if exists shop cascade");
        OldMetrics metrics = OldMetrics.tables(database);
        for (int number = 1; number <= 5; number++) {
            String sql = number == 4 ? OldMetrics.BROKEN : "select " + number + " as n";
            metrics.insert(
                    number,
                    OldMetrics.entry(1, OldMetrics.g2("select 0 as n", OldMetrics.COUNT_LIST)),
                    OldMetrics.entry(2, OldMetrics.g2(sql, OldMetrics.COUNT_LIST)));
        }
        upgrader(metrics, database.dataSource()).initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        return metrics;
    }

    private static DatabaseUpgrader upgrader(OldMetrics metrics, DataSource dataSource) {
        return metrics.upgrades()
                .settings(BackfillSettings.defaults()
                        .pace(Pace.defaults().fixed(2))
                        .chunkRows(3))
                .builder(dataSource)
                .build();
    }

    /** {@return the sub-step after those that are done, as long as the upgrade is unfinished} */
    private static List<String> current(TestDatabase database) {
        List<String> done = database.rows(
                "select sub_step from database_upgrade_steps where component = 'metrics' and not closed and state = 'DONE'");
        return database.rows("select from database_upgrade_steps where component = 'metrics' and not closed")
                        .isEmpty()
                ? List.of()
                : SUB_STEPS.stream()
                        .filter(name -> !done.contains(name))
                        .limit(1)
                        .toList();
    }

    /** Everything that is the metrics', without the times at which metadata was computed. */
    private static String state(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).text()
                + String.join("\n", database.rows("select to_jsonb(m)::text from metric_files m order by id"))
                        .replaceAll("\"(duration_ms|computed_at)\": [^,}]*", "")
                + database.rows("select schema_version, compatible_from from database_metadata");
    }
}
