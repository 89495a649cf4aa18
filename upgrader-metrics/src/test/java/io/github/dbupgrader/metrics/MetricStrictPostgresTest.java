package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradePlan;
import io.github.dbupgrader.backfill.BackfillSettings;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Pace;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Metrics that fail: refused, mended, tried again; and how else the move can be run. */
@DatabaseTest
class MetricStrictPostgresTest {

    private static final String MEND = "update metric_files set content = '%s' where id = '%s'";

    @Test
    @DisplayName(
            "metrics 66, metrics 73: strict refuses before anything leaves a definition; mended metrics are tried again, and only they")
    void upgrade_strict_waitsForMendedMetrics(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        metrics.insert(2, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.BROKEN, OldMetrics.COUNT_LIST)));
        DatabaseUpgrader upgrader = metrics.initialised(metrics.upgrades().strict());
        List<String> before = metrics.rows();

        assertThatThrownBy(upgrader::upgrade)
                .hasMessageContaining(MetadataMove.BACKFILL)
                .hasMessageContaining("42703");
        assertThat(metrics.json(1, "content").has("data_metadata")).isTrue();
        String computed = metrics.json(1, "data_metadata").path("computed_at").asText();
        assertThat(computed).isNotEmpty();
        assertThat(metrics.rows().get(1)).isEqualTo(before.get(1));

        database.execute(MEND.formatted(OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST), OldMetrics.id(2)));
        upgrader.upgrade();

        assertThat(MetricUpgrades.check(database.dataSource()).lists()).isZero();
        assertThat(metrics.json(1, "data_metadata").path("computed_at").asText())
                .as("not again")
                .isEqualTo(computed);
        assertThat(upgrader.backfills().quarantine(MetadataMove.BACKFILL, 10)).isEmpty();
    }

    @Test
    @DisplayName("metrics 73: the verification itself refuses, too, and names what is missing")
    void upgrade_strictWithAnEditBeforeTheVerification_isRefused(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        // an old application edits the metric while the index is built
        DatabaseUpgrader upgrader = metrics.upgrades()
                .strict()
                .builder(database.dataSource())
                .listener(new AfterSubStep(
                        "create index",
                        () -> database.execute(MEND.formatted(
                                OldMetrics.g2("select 2 as n", OldMetrics.COUNT_LIST), OldMetrics.id(1)))))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        Throwable failure = catchThrowable(upgrader::upgrade);

        assertThat(failure).hasMessageContaining("UPM-401").hasMessageContaining("with metadata of another query 1");
        assertThat(metrics.json(1, "content").has("data_metadata")).isTrue();
        upgrader.rollback("1.0.0");
        assertThat(metrics.json(1, "content"))
                .isEqualTo(OldMetrics.json(OldMetrics.g2("select 2 as n", OldMetrics.COUNT_LIST)));
    }

    @Test
    @DisplayName("metrics 66: after the version, mended metrics are computed in the background, on request")
    void backfills_afterMending_completeTheMetric(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        DatabaseUpgrader upgrader = metrics.upgrader();
        upgrader.upgrade();
        database.execute(MEND.formatted(OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST), OldMetrics.id(11)));

        upgrader.backfills().start(Duration.ofMillis(20));
        try {
            await(upgrader, 4);
            assertThat(metrics.json(11, "data_metadata").path("row_count").asInt())
                    .isEqualTo(1);
            assertThat(metrics.json(11, "content").has("data_metadata")).isFalse();

            database.execute(MEND.formatted(OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST), OldMetrics.id(12)));
            upgrader.backfills().retryQuarantined(MetadataMove.MENDED);
            await(upgrader, 3);
            assertThat(metrics.json(12, "content").has("data_metadata")).isFalse();
        } finally {
            upgrader.backfills().stop();
        }
    }

    private static void await(DatabaseUpgrader upgrader, long quarantined) {
        Awaitility.await("only " + quarantined + " fail")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> upgrader.backfills()
                        .status(MetadataMove.MENDED)
                        .filter(status -> status.state() == BackfillState.COMPLETED_WITH_QUARANTINE)
                        .map(BackfillStatus::quarantined)
                        .filter(rows -> rows == quarantined)
                        .isPresent());
    }

    @Test
    @DisplayName("metrics 37, metrics 66: a query that takes too long is ended, and its metric recorded")
    void upgrade_ofAnEndlessQuery_recordsTheTimeOut(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        String endless = "select count(*) as n from generate_series(1, 1000000000000)";
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(endless, OldMetrics.COUNT_LIST)));
        metrics.insert(2, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        QueryEngine impatient = QueryEngine.builder(metrics.sources())
                .timeout(Duration.ofMillis(200))
                .build();
        DatabaseUpgrader upgrader = metrics.initialised(MetricUpgrades.withQueries(MetricQueries.of(impatient)));

        upgrader.upgrade();

        assertThat(upgrader.backfills().quarantine(MetadataMove.BACKFILL, 10))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.message()).startsWith("UPM-203").contains("200 ms"));
        assertThat(MetricUpgrades.check(database.dataSource()).complete()).isEqualTo(1);
    }

    @Test
    @DisplayName("metrics 71: plan and dry run change nothing, and say what would be done")
    void dryRun_changesNothing(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        DatabaseUpgrader upgrader = metrics.upgrader();
        List<String> before = metrics.rows();

        assertThat(upgrader.plan().entries().get(0).subSteps())
                .extracting(UpgradePlan.SubStepEntry::name)
                .containsExactly(
                        "add column data_metadata to metric_files",
                        "backfill metric metadata",
                        "create index metric_files_data_metadata_idx on metric_files concurrently",
                        "verify metric metadata",
                        "backfill lists out of metric definitions");
        assertThat(upgrader.dryRun().render()).contains("data_metadata");

        assertThat(metrics.rows()).isEqualTo(before);
        assertThat(database.queryLong(
                        "select count(*) from information_schema.columns where column_name = 'data_metadata'"))
                .isZero();
        assertThat(MetricUpgrades.check(database.dataSource()).missing()).isEqualTo(10);
    }

    @Test
    @DisplayName("metrics 64, metrics 71: other batches, several workers, and a throttle")
    void upgrade_withOtherSettings_doesTheSame(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        AskedThrottle throttle = new AskedThrottle();

        metrics.initialised(metrics.upgrades()
                        .rowLimit(3)
                        .settings(BackfillSettings.defaults()
                                .pace(Pace.defaults().fixed(2))
                                .chunkRows(3)
                                .workers(2)
                                .throttle(throttle)))
                .upgrade();

        assertThat(MetricUpgrades.check(database.dataSource()).complete()).isEqualTo(5);
        assertThat(metrics.json(1, "data_metadata").path("row_count").asInt()).isEqualTo(3);
        assertThat(metrics.json(1, "data_metadata").path("truncated").asBoolean())
                .isTrue();
        assertThat(throttle.asked()).isPositive();
    }
}
