package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.LockSettings;
import io.github.dbupgrader.UpgradeResult.Outcome;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Upgrades through a real PgBouncer: correct, or refused with advice. */
@DatabaseTest
@Tag("pgbouncer")
class PgBouncerTest {

    /** What a run changes in its session; the pooler itself keeps others in step with its clients. */
    private static final String CHANGED = """
            select name from pg_settings where source = 'session' and (name like '%\\_timeout' or name like
              'default\\_transaction\\_%' or name = 'client_connection_check_interval')""";

    @Test
    @DisplayName(
            "online 7, upgrades 43: in transaction mode upgrade() and initialise are refused with advice and write nothing")
    void upgrade_throughTransactionMode_isRefused(TestDatabase database) {
        Stampede.install(database);
        String before = dump(database);
        try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 3)) {
            DatabaseUpgrader upgrader = Stampede.upgrader(bouncer.dataSource()).build();

            refused(upgrader::upgrade, "in transaction mode", "goes to the server directly");
            refused(
                    Stampede.upgrader(bouncer.dataSource()).component("other").build()::initialiseSchemaVersion,
                    "in transaction mode",
                    "goes to the server directly");

            assertThat(dump(database)).isEqualTo(before);
            assertThat(database.rows("select * from effect")).isEmpty();
            requireCleanSessions(database, bouncer);
        }
    }

    @Test
    @DisplayName("upgrades 43, upgrades 31: in transaction mode what only reads works, and a start with nothing to do")
    void upgrade_throughTransactionModeWithNothingToDo_works(TestDatabase database) {
        Stampede.install(database);
        Stampede.upgrader(database.dataSource()).build().upgrade();
        try (PgBouncer bouncer = PgBouncer.start(database, "transaction", 3)) {
            PGSimpleDataSource dataSource = bouncer.dataSource();
            dataSource.setPrepareThreshold(0); // as whoever works in transaction mode has to
            DatabaseUpgrader upgrader = Stampede.upgrader(dataSource).build();

            assertThat(upgrader.upgrade().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(upgrader.status().state()).isEqualTo(UpgradeStatus.State.CURRENT);
            upgrader.validate();
            assertThat(upgrader.history()).isNotEmpty();
        }
    }

    @Test
    @DisplayName(
            "upgrades 36, upgrades 43: of eight that start at once in transaction mode, with two sessions for all, each is refused")
    void upgrade_byEightThroughTransactionMode_isRefused(TestDatabase database) throws Exception {
        Stampede.install(database);
        Quiet quiet = Quiet.expectedTrouble();
        ExecutorService executor = Executors.newCachedThreadPool();
        try (quiet;
                PgBouncer bouncer = PgBouncer.start(database, "transaction", 2)) {
            Callable<Object> start =
                    () -> Stampede.upgrader(bouncer.dataSource()).build().upgrade();
            List<Throwable> failures = new ArrayList<>();
            for (Future<Object> each : executor.invokeAll(Collections.nCopies(8, start))) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }

            assertThat(failures)
                    .hasSize(8)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    UpgradeException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_POOLER)));
            assertThat(database.rows("select * from effect")).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName("upgrades 43: in session mode it works")
    void upgrade_throughSessionMode_works(TestDatabase database) {
        Stampede.install(database);
        try (PgBouncer bouncer = PgBouncer.start(database, "session", 3)) {
            assertThat(Stampede.upgrader(bouncer.dataSource()).build().upgrade().outcome())
                    .isEqualTo(Outcome.APPLIED);
            requireCleanSessions(database, bouncer);
        }

        Stampede.requireEachStepOnce(database);
    }

    @Test
    @DisplayName("upgrades 43, upgrades 44: where one connection is all there is, a pooler is refused unless declared")
    void upgrade_withOneConnectionThroughAPooler_wantsADeclaration(TestDatabase database) {
        Stampede.install(database);
        try (PgBouncer bouncer = PgBouncer.start(database, "session", 3);
                HikariDataSource one = poolOfOne(bouncer)) {
            refused(Stampede.upgrader(one).build()::upgrade, "its mode could not be found out", "withSessionPooler()");
            assertThat(database.rows("select * from effect")).isEmpty();

            LockSettings declared = LockSettings.defaults().withSessionPooler();
            assertThat(Stampede.upgrader(one)
                            .lockSettings(declared)
                            .build()
                            .upgrade()
                            .outcome())
                    .isEqualTo(Outcome.APPLIED);
        }

        Stampede.requireEachStepOnce(database);
    }

    @Test
    @DisplayName("upgrades 43: where the pooler has one session only, in session mode, it is refused unless declared")
    void upgrade_throughAPoolerWithOneSession_wantsADeclaration(TestDatabase database) {
        Stampede.install(database);
        try (PgBouncer bouncer = PgBouncer.start(database, "session", 1)) {
            refused(
                    Stampede.upgrader(bouncer.dataSource()).build()::upgrade,
                    "its mode could not be found out",
                    "withSessionPooler()");
        }
    }

    private static void refused(ThrowingCallable call, String why, String advice) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSACTION_POOLER))
                .hasMessageStartingWith("UPG-303 ")
                .hasMessageContaining(why)
                .hasMessageContaining(advice);
    }

    /** The sessions that the pooler keeps have none of our settings and locks: the next client gets them. */
    private static void requireCleanSessions(TestDatabase database, PgBouncer bouncer) {
        assertThat(database.rows("select pid from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())"))
                .isEmpty();
        assertThat(bouncer.askAllSessions(CHANGED)).isEmpty();
    }

    private static HikariDataSource poolOfOne(PgBouncer bouncer) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(bouncer.dataSource());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static String dump(TestDatabase database) {
        return SchemaDump.of(database.dataSource()).withRows().text();
    }
}
