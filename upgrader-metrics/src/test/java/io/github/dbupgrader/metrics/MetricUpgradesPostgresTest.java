package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.backfill.QuarantinedRow;
import io.github.dbupgrader.metrics.profile.SqlHash;
import io.github.dbupgrader.metrics.testing.LogLines;
import io.github.dbupgrader.metrics.upgrade.MetadataCheck;
import io.github.dbupgrader.metrics.upgrade.MetadataMove;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The whole move, undisturbed. */
@DatabaseTest
class MetricUpgradesPostgresTest {

    @Test
    @DisplayName(
            "metrics 63, metrics 66, metrics 73: metadata into the column and the newest version, the list out of both")
    void upgrade_ofMetricsThatRun_movesTheirMetadata(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        JsonNode before = metrics.json(1, "version_history");

        UpgradeResult result = metrics.upgrader().upgrade();

        assertThat(result.to()).hasToString("1.1.0");
        JsonNode metadata = metrics.json(1, "data_metadata");
        assertThat(metadata.path("sql_hash").asText()).isEqualTo(SqlHash.of(OldMetrics.WIDE));
        assertThat(metadata.path("data_source_id").asText()).isEqualTo(OldMetrics.SOURCE.toString());
        assertThat(metadata.path("source").asText()).isEqualTo("backfill");
        assertThat(metadata.path("row_count").asInt()).isEqualTo(6);
        assertThat(metadata.findValuesAsText("simple_type"))
                .containsExactly("string", "number", "date", "boolean", "other");
        JsonNode history = metrics.json(1, "version_history");
        assertThat(history.at("/10/data_metadata")).isEqualTo(metadata);
        assertThat(history.at("/10/content")).isEqualTo(metrics.json(1, "content"));
        assertThat(metrics.json(1, "content").has("data_metadata")).isFalse();
        assertThat(history.get("1")).as("it has nothing better").isEqualTo(before.get("1"));
        assertThat(history.get("2")).isEqualTo(before.get("2"));
    }

    @Test
    @DisplayName(
            "metrics 66, metrics 67, metrics 73, metrics 75: what fails is recorded with its reason, and left as it is")
    void upgrade_ofMetricsThatFail_leavesAndListsThem(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        List<Integer> kept = List.of(11, 12, 13, 14, 15, OldMetrics.DELETED);
        List<String> before = kept.stream().map(metrics::row).toList();
        DatabaseUpgrader upgrader = metrics.upgrader();

        upgrader.upgrade();

        assertThat(kept.stream().map(metrics::row)).containsExactlyElementsOf(before);
        assertThat(database.rows("select id from metric_files where data_metadata is null"))
                .containsExactlyInAnyOrderElementsOf(kept.stream()
                        .map(number -> OldMetrics.id(number).toString())
                        .toList());
        assertThat(quarantine(upgrader, MetadataMove.BACKFILL))
                .hasSize(OldMetrics.FAILING.size())
                .hasEntrySatisfying(
                        11, reason -> assertThat(reason).startsWith("UPM-202").contains("42703"))
                .hasEntrySatisfying(
                        12, reason -> assertThat(reason).startsWith("UPM-402").contains("names no data set"))
                .hasEntrySatisfying(
                        13, reason -> assertThat(reason).startsWith("UPM-402").contains(OldMetrics.NO_DATASET))
                .hasEntrySatisfying(14, reason -> assertThat(reason).startsWith("UPM-205"))
                .hasEntrySatisfying(15, reason -> assertThat(reason).startsWith("UPM-102"));
        assertThat(quarantine(upgrader, MetadataMove.REMOVAL).keySet()).containsExactlyElementsOf(kept);
        assertThat(quarantine(upgrader, MetadataMove.REMOVAL).get(OldMetrics.DELETED))
                .startsWith("UPM-403");
    }

    private static TreeMap<Integer, String> quarantine(DatabaseUpgrader upgrader, String backfill) {
        return upgrader.backfills().quarantine(backfill, 100).stream()
                .collect(Collectors.toMap(
                        row -> Integer.valueOf(row.key().get(0).substring(24), 16),
                        QuarantinedRow::message,
                        (one, other) -> one,
                        TreeMap::new));
    }

    @Test
    @DisplayName(
            "metrics 58, metrics 59: a nullable column, and a GIN index that is valid, built concurrently; the table is not rewritten")
    void upgrade_ofTheSchema_addsColumnAndIndex(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        long file = database.queryLong("select pg_relation_filenode('metric_files')");

        DatabaseUpgrader upgrader = metrics.upgrader();
        upgrader.upgrade();
        upgrader.upgrade();

        assertThat(database.rows("select data_type, is_nullable from information_schema.columns"
                        + " where table_name = 'metric_files' and column_name = 'data_metadata'"))
                .containsExactly("jsonb|YES");
        assertThat(
                        database.queryText(
                                "select pg_get_indexdef(indexrelid) from pg_index where indexrelid = 'metric_files_data_metadata_idx'::regclass and indisvalid"))
                .endsWith("USING gin (data_metadata)");
        assertThat(upgrader.history().stream()
                        .flatMap(entry -> entry.statements().stream())
                        .map(Object::toString))
                .anyMatch(sql -> sql.contains("create index concurrently"));
        assertThat(database.queryLong("select pg_relation_filenode('metric_files')"))
                .isEqualTo(file);
    }

    @Test
    @DisplayName("metrics 69: neither time nor status changes, and a trigger that copies them sees what it knows")
    void upgrade_withASearchTrigger_changesNoTimes(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        database.execute("""
                create table asset_search (id uuid primary key, updated_at timestamptz, deleted_at timestamptz);
                create function sync() returns trigger language plpgsql as $$ begin
                  insert into asset_search values (new.id, new.updated_at, new.deleted_at)
                  on conflict (id) do update set updated_at = excluded.updated_at, deleted_at = excluded.deleted_at;
                  return new; end $$;
                create trigger sync after insert or update on metric_files for each row execute function sync()""");
        String columns =
                "select id, name, verification, updated_at, created_at, deleted_at from metric_files order by id";
        List<String> before = database.rows(columns);

        metrics.upgrader().upgrade();

        assertThat(database.rows(columns)).isEqualTo(before);
        assertThat(database.rows("select * from asset_search")).isNotEmpty();
        assertThat(
                        database.queryLong(
                                "select count(*) from asset_search s join metric_files m using (id) where s.updated_at <> m.updated_at"))
                .isZero();
    }

    @Test
    @DisplayName(
            "metrics 72: the check tells what is missing, of another query, and left in definitions, with and without the column")
    void check_beforeAndAfter_counts(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        MetadataCheck before = MetricUpgrades.check(database.dataSource());

        metrics.upgrader().upgrade();
        database.execute("update metric_files set content = jsonb_set(content, '{sql}', '\"select 2\"') where id = '"
                + OldMetrics.id(1) + "'");
        MetadataCheck after = MetricUpgrades.check(database.dataSource());

        assertThat(before).isEqualTo(new MetadataCheck(10, 0, 10, 0, 8, 1, 11));
        assertThat(before.isComplete()).isFalse();
        assertThat(after).isEqualTo(new MetadataCheck(10, 4, 5, 1, 5, 1, 8));
        assertThat(after.describe())
                .isEqualTo("metrics 10, with metadata 4, without 5, with metadata of another query 1;"
                        + " lists in definitions 5, of deleted metrics 1, in versions 8");
    }

    @Test
    @DisplayName("metrics 63, metrics 77: each batch says what it came to, and no value of a row")
    void upgrade_logsBatchesAndTheVerification(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        try (LogLines log = new LogLines()) {
            metrics.upgrader().upgrade();

            assertThat(log.lines())
                    .anyMatch(line -> line.matches("INFO metadata backfill: metrics=10 computed=5 failed=5 ms=\\d+"))
                    .anyMatch(
                            line -> line.startsWith("WARN metric metadata is incomplete") && line.contains("without 5"))
                    .noneMatch(line -> line.contains("EMEA"));
        }
    }

    @Test
    @DisplayName("metrics 58: a new installation gets the tables first, and nothing to fill")
    void upgrade_ofANewInstallation_createsTheTables(TestDatabase database) {
        DatabaseUpgrader upgrader = MetricUpgrades.upgrader(database.dataSource(), id -> Optional.empty());

        assertThat(upgrader.upgrade().versions()).hasToString("[1.0.0, 1.1.0]");

        assertThat(MetricUpgrades.check(database.dataSource()).metrics()).isZero();
    }

    @Test
    @DisplayName("metrics 58: beside the host's own tables, the component begins at 0.0.0")
    void upgrade_ofANewComponentInAnOldDatabase_createsTheTables(TestDatabase database) {
        database.execute("create table of_the_host (id int)");
        DatabaseUpgrader upgrader = MetricUpgrades.upgrader(database.dataSource(), id -> Optional.empty());

        upgrader.initialiseSchemaVersion(InitialiseOptions.at("0.0.0"));
        upgrader.upgrade();

        assertThat(MetricUpgrades.check(database.dataSource()).isComplete()).isTrue();
    }

    @Test
    @DisplayName("metrics 66: a metric that names no data set runs where the host says")
    void upgrade_withADefaultDataset_computesMore(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);

        metrics.initialised(metrics.upgrades().defaultDataset(UUID.fromString(OldMetrics.DATASET)))
                .upgrade();

        assertThat(metrics.json(12, "data_metadata").path("row_count").asInt()).isEqualTo(1);
        assertThat(metrics.json(12, "content").has("data_metadata")).isFalse();
    }

    @Test
    void check_withoutTheTable_isTold(TestDatabase database) {
        assertThatThrownBy(() -> MetricUpgrades.check(database.dataSource()))
                .hasMessageStartingWith("UPM-404")
                .hasMessageContaining("42P01");
    }
}
