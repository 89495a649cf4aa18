package io.github.dbupgrader.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.InitialiseOptions;
import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.store.MetricQueries;
import io.github.dbupgrader.metrics.store.MetricStore;
import io.github.dbupgrader.metrics.store.MetricUpdate;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.SchemaDump;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The way back, from the end and from the pause between the two halves. */
@DatabaseTest
class MetricRollbackPostgresTest {

    @Test
    @DisplayName(
            "metrics 74: up and down leaves rows and catalogue as they were, where the lists were accurate; up again works")
    void rollback_fromTheEnd_restores(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        DatabaseUpgrader upgrader = metrics.upgrader();
        String catalogue = SchemaDump.of(database.dataSource()).text();
        List<String> before = restored(metrics);

        upgrader.upgrade();
        List<String> up = metrics.rows();
        upgrader.rollback("1.0.0");

        assertThat(restored(metrics)).isEqualTo(before);
        assertThat(SchemaDump.of(database.dataSource()).text()).isEqualTo(catalogue);
        for (int number : OldMetrics.WITHOUT_LIST) {
            assertThat(metrics.json(number, "content").path("data_metadata"))
                    .as("the old application finds what it knows")
                    .isEqualTo(OldMetrics.json(OldMetrics.COUNT_LIST));
        }

        upgrader.upgrade();
        assertThat(metrics.rows())
                .as("but for the time at which it was computed")
                .hasSameSizeAs(up);
        assertThat(metrics.json(1, "data_metadata").path("row_count").asInt()).isEqualTo(6);
        assertThat(metrics.json(1, "content").has("data_metadata")).isFalse();

        upgrader.rollback("1.0.0");
        assertThat(restored(metrics)).isEqualTo(before);
    }

    /** All rows that a way there and back leaves as they are: those without a list get one. */
    private static List<String> restored(OldMetrics metrics) {
        return metrics.rows().stream()
                .filter(row -> OldMetrics.WITHOUT_LIST.stream()
                        .noneMatch(number -> row.contains(OldMetrics.id(number).toString())))
                .toList();
    }

    @Test
    @DisplayName("metrics 74: what the new application wrote meanwhile gets a list, too")
    void rollback_afterEdits_makesListsOfTheNewest(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        DatabaseUpgrader upgrader = metrics.upgrader();
        upgrader.upgrade();
        MetricStore store = MetricStore.builder(
                        database.dataSource(),
                        MetricQueries.of(QueryEngine.builder(metrics.sources()).build()))
                .build();
        store.update(MetricUpdate.of(OldMetrics.USER, OldMetrics.id(1))
                .sql("select o.status, o.due_on from shop.orders as o"));

        upgrader.rollback("1.0.0");

        assertThat(metrics.json(1, "content").path("data_metadata"))
                .isEqualTo(
                        OldMetrics.json(
                                "[{\"name\": \"status\", \"data_type\": \"string\"}, {\"name\": \"due_on\", \"data_type\": \"date\"}]"));
        assertThat(metrics.json(1, "version_history").at("/11/content")).isEqualTo(metrics.json(1, "content"));
        assertThat(metrics.json(1, "version_history").at("/10/content/data_metadata"))
                .isEqualTo(OldMetrics.json(OldMetrics.WIDE_LIST));
    }

    @Test
    @DisplayName(
            "metrics 74: versions get their lists back where an old application has edited the metric since, and its own list stays")
    void rollback_afterAnEditOfAnOldApplication_restoresVersions(TestDatabase database) {
        OldMetrics metrics = OldMetrics.tables(database);
        metrics.insert(1, OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)));
        DatabaseUpgrader upgrader = metrics.upgrader();
        upgrader.upgrade();
        assertThat(metrics.json(1, "version_history").at("/1/content").has("data_metadata"))
                .isFalse();
        String edited = OldMetrics.g2("select 1 as one", "[{\"name\": \"one\", \"data_type\": \"number\"}]");
        OldReader.edit(database, 1, 2, edited);

        upgrader.rollback("1.0.0");

        assertThat(metrics.json(1, "version_history").get("1"))
                .isEqualTo(OldMetrics.json(
                                "{" + OldMetrics.entry(1, OldMetrics.g2(OldMetrics.COUNT, OldMetrics.COUNT_LIST)) + "}")
                        .get("1"));
        assertThat(metrics.json(1, "content")).isEqualTo(OldMetrics.json(edited));
    }

    @Test
    @DisplayName(
            "metrics 58, metrics 72, metrics 74: the halves as two versions; the second one computes what was edited in between")
    void upgrade_inTwoVersions_pausesBetween(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        MetricUpgrades upgrades = metrics.upgrades();
        List<String> before = restored(metrics);
        DatabaseUpgrader first = host(database, "1.5.0", upgrades);
        first.initialiseSchemaVersion(InitialiseOptions.at("1.4.0"));

        first.upgrade();
        assertThat(MetricUpgrades.check(database.dataSource()).lists()).isEqualTo(8);
        assertThat(MetricUpgrades.check(database.dataSource()).complete()).isEqualTo(5);
        String edited = OldMetrics.g2("select 1 as one", "[{\"name\": \"one\", \"data_type\": \"number\"}]");
        database.execute("update metric_files set content = '" + edited + "', version_history = '{"
                + OldMetrics.entry(1, edited) + "}' where id = '" + OldMetrics.id(2) + "'");
        assertThat(MetricUpgrades.check(database.dataSource()).foreign()).isEqualTo(1);

        DatabaseUpgrader second = host(database, "1.6.0", upgrades);
        second.upgrade();

        assertThat(metrics.json(2, "data_metadata").findValuesAsText("name")).containsExactly("one");
        assertThat(metrics.json(2, "content").has("data_metadata")).isFalse();

        second.rollback("1.5.0");
        assertThat(metrics.json(2, "content")).isEqualTo(OldMetrics.json(edited));
        assertThat(metrics.json(1, "data_metadata").isObject()).isTrue();

        second.rollback("1.4.0");
        List<String> after = restored(metrics);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(2)).isEqualTo(before.get(2));
        assertThat(metrics.json(2, "content")).isEqualTo(OldMetrics.json(edited));
    }

    private static DatabaseUpgrader host(TestDatabase database, String version, MetricUpgrades upgrades) {
        return DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion(version)
                .register("1.5.0", UpgradeMode.ONLINE, upgrades::expandMetadata)
                .registerRollback("1.5.0", UpgradeMode.ONLINE, upgrades::expandMetadataBack)
                .register("1.6.0", UpgradeMode.ONLINE, upgrades::contractMetadata)
                .registerRollback("1.6.0", UpgradeMode.ONLINE, upgrades::contractMetadataBack)
                .build();
    }

    @Test
    @DisplayName("metrics 58: the whole move under a version of the host's own line")
    void upgrade_inTheHostsLine_works(TestDatabase database) {
        OldMetrics metrics = OldMetrics.all(database);
        DatabaseUpgrader upgrader = DatabaseUpgrader.forDataSource(database.dataSource())
                .applicationVersion("1.5.0")
                .register("1.5.0", UpgradeMode.ONLINE, metrics.upgrades()::moveMetadata)
                .registerRollback("1.5.0", UpgradeMode.ONLINE, metrics.upgrades()::moveMetadataBack)
                .build();
        upgrader.initialiseSchemaVersion(InitialiseOptions.at("1.4.0"));

        upgrader.upgrade();

        assertThat(MetricUpgrades.check(database.dataSource()).complete()).isEqualTo(5);
        upgrader.rollback("1.4.0");
        assertThat(database.queryLong(
                        "select count(*) from information_schema.columns where column_name = 'data_metadata'"))
                .isZero();
    }

    @Test
    @DisplayName("metrics 74: the tables themselves are not rolled back: that would delete all metrics")
    void rollback_ofTheTables_isRefused(TestDatabase database) {
        DatabaseUpgrader upgrader = MetricUpgrades.upgrader(database.dataSource(), id -> Optional.empty());
        upgrader.upgrade();

        assertThatThrownBy(() -> upgrader.rollback("0.0.0")).hasMessageContaining("1.0.0");
        assertThat(database.queryText("select to_regclass('metric_files')")).isEqualTo("metric_files");
    }
}
