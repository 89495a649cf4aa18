package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.QuarantinedRow;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A data source that cannot be reached while the move runs is no fault of its metrics. */
@DatabaseTest
class MoveSourceAwayPostgresTest {

    private static final String KILLED = "select shop.killed() as n";

    /** {@return a source of an address at which nobody listens: a socket has the port for as long as the test runs, and no other program gets it} */
    private static SqlSource away(Socket taken) throws IOException {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setServerNames(new String[] {taken.getLocalAddress().getHostAddress()});
        nobody.setPortNumbers(new int[] {taken.getLocalPort()});
        nobody.setUser("anybody");
        return new SqlSource(new PostgresDialect(), nobody);
    }

    private static SqlSource there(TestDatabase database) {
        return new SqlSource(new PostgresDialect(), database.dataSource());
    }

    private static OldMetrics twoMetrics(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        metrics.insert(2, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        return metrics;
    }

    private static List<String> quarantine(DatabaseUpgrader upgrader) {
        return upgrader.backfills().quarantine(MetadataMove.BACKFILL, 10).stream()
                .map(QuarantinedRow::message)
                .toList();
    }

    @Test
    @DisplayName("metrics 66: metrics of a data source that is away for a while are tried again, and none is at fault")
    void upgrade_sourceAwayForAWhile_triesAgain(TestDatabase database) throws IOException {
        OldMetrics metrics = twoMetrics(database);
        AtomicInteger asked = new AtomicInteger();
        try (Socket taken = new Socket()) {
            SqlSource away = away(taken);
            DataSources sources = id -> Optional.of(asked.incrementAndGet() <= 8 ? away : there(database));
            DatabaseUpgrader upgrader = metrics.initialised(MetricUpgrades.withDataSources(sources));

            upgrader.upgrade();

            assertThat(quarantine(upgrader)).isEmpty();
            assertThat(MetricUpgrades.check(database.dataSource()).isComplete()).isTrue();
            assertThat(asked).hasValueGreaterThan(8);
        }
    }

    @Test
    @DisplayName(
            "metrics 66, metrics 67: where it stays away, the upgrade fails and says so; without its registration its metrics are quarantined")
    void upgrade_sourceAwayForGood_failsUntilItIsTakenOut(TestDatabase database) throws IOException {
        OldMetrics metrics = twoMetrics(database);
        List<String> before = metrics.rows();
        AtomicBoolean registered = new AtomicBoolean(true);
        try (Socket taken = new Socket()) {
            SqlSource away = away(taken);
            DataSources sources = id -> registered.get() ? Optional.of(away) : Optional.empty();
            DatabaseUpgrader upgrader = metrics.initialised(MetricUpgrades.withDataSources(sources)
                    .settings(BackfillSettings.defaults()
                            .patience(Duration.ofMillis(1))
                            .quarantineLimit(Integer.MAX_VALUE)));

            assertThatThrownBy(upgrader::upgrade)
                    .hasMessageContaining(OldMetrics.SOURCE.toString())
                    .hasMessageContaining("SQLSTATE 08001")
                    .hasMessageContaining("take it out of the DataSources");
            assertThat(quarantine(upgrader)).isEmpty();
            assertThat(metrics.rows()).isEqualTo(before);

            registered.set(false);
            upgrader.upgrade();

            assertThat(quarantine(upgrader)).hasSize(2).allMatch(reason -> reason.startsWith("UPM-205"));
            assertThat(metrics.rows()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName(
            "metrics 66: a query whose connection breaks runs once more; one that breaks each of its own is at fault")
    void upgrade_connectionsThatBreak_areToldFromQueriesThatBreakThem(TestDatabase database) {
        OldMetrics metrics = twoMetrics(database);
        database.execute("""
                create function shop.killed() returns int language plpgsql as $$ begin
                  if current_setting('shop.kills', true) = 'on' then perform pg_terminate_backend(pg_backend_pid()); end if;
                  return 1; end $$;
                create function shop.kills() returns int language plpgsql as $$ begin
                  perform pg_terminate_backend(pg_backend_pid()); return 1; end $$""");
        metrics.insert(3, OldMetrics.entry(1, OldMetrics.g2(KILLED, OldMetrics.COUNT_LIST)));
        metrics.insert(4, OldMetrics.entry(1, OldMetrics.g2(KILLED.replace("killed", "kills"), OldMetrics.COUNT_LIST)));
        PGSimpleDataSource killing = database.dataSource();
        killing.setOptions("-c shop.kills=on");
        AtomicInteger asked = new AtomicInteger();
        DataSources sources = id -> Optional.of(
                asked.incrementAndGet() == 3 ? new SqlSource(new PostgresDialect(), killing) : there(database));
        DatabaseUpgrader upgrader = metrics.initialised(MetricUpgrades.withDataSources(sources));

        upgrader.upgrade();

        assertThat(database.rows("select id from metric_files where data_metadata is null"))
                .containsExactly(OldMetrics.id(4).toString());
        assertThat(quarantine(upgrader))
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("UPM-207").contains("57P01"));
    }
}
