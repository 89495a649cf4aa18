package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.backfill.QuarantinedRow;
import io.github.dbupgrader.metrics.query.DataSources;
import io.github.dbupgrader.metrics.query.PostgresDialect;
import io.github.dbupgrader.metrics.query.SqlSource;
import io.github.dbupgrader.metrics.upgrade.MetadataCheck;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An old application gives a metric another data source while the move goes on: its query is the same, and what it returns is not. */
@DatabaseTest
class MoveSourceChangedPostgresTest {

    private static final String HERE = OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST);
    private static final String ELSEWHERE = HERE.replace(OldMetrics.DATASET, OldMetrics.DATASET_ELSEWHERE);

    private static OldMetrics oneMetric(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, HERE));
        return metrics;
    }

    private static MetricUpgrades bothSources(TestDatabase database) {
        SqlSource source = new SqlSource(new PostgresDialect(), database.dataSource());
        return MetricUpgrades.withDataSources(
                DataSources.of(Map.of(OldMetrics.SOURCE, source, OldMetrics.UNKNOWN_SOURCE, source)));
    }

    private static String sourceOf(OldMetrics metrics, String column, String path) {
        return metrics.json(1, column).at(path).asText();
    }

    @Test
    @DisplayName("metrics 41, metrics 68: metadata of the same SQL on another data source is computed again")
    void contract_dataSourceChangedSinceTheFirstHalf_computesAgain(TestDatabase database) {
        OldMetrics metrics = oneMetric(database);
        MetricUpgrades upgrades = bothSources(database);
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("2.0.0")
                .register("1.1.0", UpgradeMode.ONLINE, upgrades::expandMetadata)
                .register("2.0.0", UpgradeMode.ONLINE, upgrades::contractMetadata)
                .listener(new AfterSubStep("create index", () -> OldReader.edit(database, 1, 2, ELSEWHERE)))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(sourceOf(metrics, "data_metadata", "/data_source_id"))
                .isEqualTo(OldMetrics.UNKNOWN_SOURCE.toString());
        assertThat(sourceOf(metrics, "version_history", "/2/data_metadata/data_source_id"))
                .isEqualTo(OldMetrics.UNKNOWN_SOURCE.toString());
        assertThat(metrics.json(1, "content").has("data_metadata")).isFalse();
        assertThat(MetricUpgrades.check(database.dataSource()).isComplete()).isTrue();
    }

    @Test
    @DisplayName(
            "metrics 41, metrics 72, metrics 73: the check counts such metadata as foreign, and the definition keeps"
                    + " its list")
    void removal_dataSourceChangedSinceTheComputation_keepsTheList(TestDatabase database) {
        OldMetrics metrics = oneMetric(database);
        DatabaseUpgrader upgrader = bothSources(database)
                .builder(database.dataSource())
                .listener(new AfterSubStep("create index", () -> OldReader.edit(database, 1, 2, ELSEWHERE)))
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));

        upgrader.upgrade();

        assertThat(metrics.json(1, "content")).isEqualTo(OldMetrics.json(ELSEWHERE));
        assertThat(upgrader.backfills().quarantine(MetadataMove.REMOVAL, 10))
                .singleElement()
                .extracting(QuarantinedRow::message)
                .asString()
                .startsWith("UPM-403");
        assertThat(MetricUpgrades.check(database.dataSource())).isEqualTo(new MetadataCheck(1, 0, 0, 1, 1, 0, 2));
    }

    @Test
    @DisplayName("metrics 41: where nobody can tell the data source, the SQL alone decides")
    void check_dataSourceUnknown_asksTheSqlOnly(TestDatabase database) {
        oneMetric(database);
        DatabaseUpgrader upgrader =
                bothSources(database).builder(database.dataSource()).build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.0.0"));
        upgrader.upgrade();
        database.execute("update metric_files set data_metadata = data_metadata - 'data_source_id'");
        assertThat(MetricUpgrades.check(database.dataSource()).isComplete()).isTrue();

        database.execute(
                "update metric_files set data_metadata = jsonb_set(data_metadata, '{data_source_id}', '\"odd\"');"
                        + " update datasets set deleted_at = now()");

        assertThat(MetricUpgrades.check(database.dataSource()).isComplete()).isTrue();
        database.execute("update datasets set deleted_at = null");
        assertThat(MetricUpgrades.check(database.dataSource()).foreign()).isEqualTo(1);
    }
}
