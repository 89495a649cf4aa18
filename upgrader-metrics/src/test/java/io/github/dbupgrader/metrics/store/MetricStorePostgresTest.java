package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.DATASET;
import static io.github.dbupgrader.metrics.store.StoreFixture.ORGANIZATION;
import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.profile.SqlHash;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Creating, reading, trying. */
@DatabaseTest
@ExtendWith(InPlace.class)
class MetricStorePostgresTest {

    @Test
    @DisplayName(
            "metrics 40, 49, 53, 75: create stores the validation's metadata, and version 1 with the same; a failure stores nothing")
    void create_storesMetadataAndVersionOne(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        NewMetric e1 = example(1);

        StoredMetric created = store.create(e1);

        assertThat(fixture.queries().runs()).isEqualTo(1);
        assertThat(created.definition()).isEqualTo(e1.definition());
        assertThat(created.version()).isEqualTo(1);
        assertThat(created.verification()).isEqualTo(Verification.NOT_REQUESTED);
        assertThat(MetricDefinition.fromYaml(created.file())).isEqualTo(e1.definition());
        assertThat(created.createdAt()).isEqualTo(created.updatedAt());
        JsonNode entry = fixture.json(e1.id(), "version_history").get("1");
        assertThat(entry.get("version_number").intValue()).isEqualTo(1);
        assertThat(entry.get("updated_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(entry.get("content")).isEqualTo(fixture.json(e1.id(), "content"));
        assertThat(entry.get("data_metadata")).isEqualTo(fixture.json(e1.id(), "data_metadata"));
        assertThat(entry.at("/data_metadata/row_count").intValue()).isEqualTo(2);
        assertThat(fixture.json(e1.id(), "content").has("data_metadata")).isFalse();

        store.create(new NewMetric(
                e1.id(), "again.yml", ORGANIZATION, USER, example(3).definition()));
        assertThat(store.get(USER, e1.id()).definition()).isEqualTo(e1.definition());
        fixture.queries().runs();
        assertThat(store.get(USER, e1.id()).metadata()).isPresent();
        assertThat(fixture.queries().runs()).as("queries of a cached get").isZero();

        NewMetric e8 = example(8);
        assertThatThrownBy(() -> store.create(e8))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.code()).isEqualTo(MetricErrorCode.INVALID_SQL))
                .hasMessageContaining("Invalid SQL query: ")
                .hasMessageContaining("42703");
        assertThatThrownBy(() -> store.create(new NewMetric(
                        e8.id(),
                        "f",
                        ORGANIZATION,
                        USER,
                        MetricDefinition.fromContent(
                                StoreJson.read("{\"name\": \"a\", \"sql\": \"select 1\", \"chart_config\":"
                                        + " {\"selectedChartType\": \"table\", \"columnLabelFormats\": {}}}")))))
                .hasMessageContaining("Missing required field 'dataset_ids'");
        assertThatThrownBy(() -> store.create(new NewMetric(
                        e8.id(), "f", ORGANIZATION, USER, e1.definition().withSql(" \n"))))
                .hasMessageContaining("SQL query cannot be empty");
        assertThatThrownBy(() -> store.get(USER, e8.id())).hasMessageContaining("Metric file not found");
    }

    @Test
    @DisplayName(
            "metrics 40, 66: a batch stores the files that work, and says of each other why not; a repeated call changes nothing")
    void createAll_reportsPerFile(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("one.yml", Examples.yaml(1));
        files.put("broken.yml", "name: Sales: EMEA");
        files.put("six.yml", Examples.yaml(6));
        files.put("eight.yml", Examples.yaml(8));
        files.put("lacking.yml", "name: a");

        Created created = store.createAll("call-1", ORGANIZATION, USER, files);

        assertThat(created.created()).containsOnlyKeys("one.yml", "six.yml");
        assertThat(created.failed()).containsExactly("broken.yml", "eight.yml", "lacking.yml");
        assertThat(created.failures().get("broken.yml")).hasMessageContaining("Invalid YAML format: ");
        assertThat(created.failures().get("eight.yml")).hasMessageContaining("Invalid SQL query: ");
        assertThat(created.failures().get("lacking.yml")).hasMessageContaining("Invalid metric structure: ");
        assertThat(created.created().get("one.yml")).isEqualTo(MetricIds.of("call-1", "one.yml"));
        assertThat(created.created().get("one.yml").version()).isEqualTo(5);
        String row = fixture.row(created.created().get("six.yml"));
        assertThat(store.createAll("call-1", ORGANIZATION, USER, files).created())
                .isEqualTo(created.created());
        assertThat(fixture.row(created.created().get("six.yml"))).isEqualTo(row);

        assertThat(store.list(USER, ORGANIZATION, 0, 10))
                .extracting(MetricSummary::fileName)
                .containsExactlyInAnyOrder("one.yml", "six.yml");
        assertThat(store.list(USER, ORGANIZATION, 1, 1)).hasSize(1);
        assertThat(store.list(USER, new UUID(0, 0), 0, 10)).isEmpty();
        assertThat(store.createAll("call-2", ORGANIZATION, USER, Map.of()).created())
                .isEmpty();
    }

    @Test
    @DisplayName("metrics 38: all rows up to 13, none above; how many is said, and that the limit cut them off")
    void validate_saysHowManyRows(TestDatabase database) {
        MetricStore store = new StoreFixture(database).builder().limit(20).build();

        Validation none = store.validate("select o.region from shop.orders as o where false", DATASET);
        assertThat(none.message()).isEqualTo("No records were found");
        assertThat(none.metadata().columnCount()).isEqualTo(1);
        Validation one = store.validate("select 1 as n", DATASET);
        assertThat(one.message()).isEqualTo("1 records were returned");
        assertThat(one.rows()).hasSize(1);
        assertThat(store.validate("select generate_series(1, 13) as n", DATASET).rows())
                .hasSize(13);
        Validation fourteen = store.validate("select generate_series(1, 14) as n", DATASET);
        assertThat(fourteen.message()).isEqualTo("14 records were returned");
        assertThat(fourteen.rows()).isEmpty();
        assertThat(fourteen.metadata().rowCount()).hasValue(14);
        assertThat(store.validate("select generate_series(1, 21) as n", DATASET).message())
                .isEqualTo("20 records were returned (there are more, which the limit cut off)");
        assertThatThrownBy(() -> store.validate(" ", DATASET)).hasMessageContaining("SQL query cannot be empty");
        assertThatThrownBy(() -> store.validate("select 1", USER)).hasMessageContaining("Error getting data source id");
        assertThatThrownBy(() -> store.validate("select no", DATASET)).hasMessageContaining("42703");
    }

    @Test
    @DisplayName("metrics 47, 48: data is of one computation: the fresh one, or the stored one where that knows more")
    void data_isOfOneComputation(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        NewMetric metric = new NewMetric(
                new UUID(9, 99),
                "n.yml",
                ORGANIZATION,
                USER,
                example(3).definition().withSql("select generate_series(1, 50) as n"));
        fixture.store().create(metric);
        MetricStore small = fixture.builder().limit(10).build();

        MetricData cut = small.data(USER, metric.id());
        assertThat(cut.rows()).hasSize(10);
        assertThat(cut.hasMore()).isTrue();
        assertThat(cut.cached()).isTrue();
        assertThat(cut.metadata().rowCount()).as("of the stored, complete one").hasValue(50);
        MetricData whole = fixture.store().data(USER, metric.id());
        assertThat(whole.cached()).isFalse();
        assertThat(whole.metadata().rowCount()).hasValue(50);

        String stored = fixture.text(metric.id(), "data_metadata");
        fixture.execute(
                "update metric_files set data_metadata = jsonb_set(data_metadata, '{column_metadata,0,name}', '\"other\"')");
        assertThat(small.data(USER, metric.id()).metadata().rowCount())
                .as("stored metadata with other columns is not served")
                .hasValue(10);
        fixture.execute("update metric_files set data_metadata = '" + stored + "'::jsonb || '{\"truncated\": true}'");
        assertThat(small.data(USER, metric.id()).cached()).isFalse();
        fixture.execute("update metric_files set data_metadata = '" + stored + "'::jsonb || '{\"row_count\": 7}'");
        String row = fixture.row(metric.id());
        fixture.store().data(USER, metric.id());
        assertThat(fixture.json(metric.id(), "data_metadata").get("row_count").intValue())
                .as("refreshed")
                .isEqualTo(50);
        assertThat(fixture.row(metric.id())).as("nothing else").isEqualTo(row);

        fixture.store().update(MetricUpdate.of(USER, metric.id()).sql("select 7 as seven"));
        assertThat(fixture.store().data(USER, metric.id()).rows()).hasSize(1);
        assertThat(fixture.store().data(USER, metric.id(), 1).rows()).hasSize(50);
        StoredMetric old = fixture.store().get(USER, metric.id(), 1);
        assertThat(old.definition().sql()).isEqualTo("select generate_series(1, 50) as n");
        assertThat(old.metadata().orElseThrow().fact("sql_hash").asText())
                .isEqualTo(SqlHash.of(old.definition().sql()));
        assertThatThrownBy(() -> fixture.store().data(USER, metric.id(), 9))
                .hasMessageContaining("Version 9 not found");
        assertThatThrownBy(() -> fixture.store().get(USER, metric.id(), 9)).hasMessageContaining("Version 9 not found");
        fixture.execute("update metric_files set data_metadata = null");
        fixture.store().validate(USER, metric.id());
        assertThat(fixture.json(metric.id(), "data_metadata")
                        .at("/column_metadata/0/name")
                        .asText())
                .isEqualTo("seven");
    }

    @Test
    @DisplayName("metrics 60: the store works without the column, and notices when it comes and goes")
    void store_onBothSchemas_works(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database);
        MetricStore store = fixture.store();
        NewMetric e1 = example(1);
        for (boolean column : new boolean[] {false, true, false, true}) {
            store.create(new NewMetric(e1.id(), "a", ORGANIZATION, USER, e1.definition()));
            // more often than the driver needs to prepare statements at the server
            for (int i = 0; i < 8; i++) {
                store.update(MetricUpdate.of(USER, e1.id()).name("name " + column + i));
                assertThat(store.get(USER, e1.id()).metadata()).isPresent();
                store.data(USER, e1.id());
            }
            store.updateStatus(USER, List.of(e1.id()), Verification.REQUESTED);
            store.validate(USER, e1.id());
            if (column) {
                assertThat(fixture.json(e1.id(), "data_metadata")
                                .get("row_count")
                                .intValue())
                        .isEqualTo(2);
                fixture.dropColumn();
            } else {
                fixture.addColumn();
            }
        }
        assertThat(store.get(USER, e1.id()).versions()).hasSize(33);
    }

    @Test
    @DisplayName("metrics 61: column, then the version's entry, then the old list, then nothing")
    void get_looksForMetadataInOrder(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        fixture.execute("update metric_files set content = content || '{\"data_metadata\": [{\"name\": \"region\","
                + " \"data_type\": \"string\"}]}', data_metadata = data_metadata || '{\"row_count\": 3}'");

        assertThat(store.get(USER, id).metadata().orElseThrow().rowCount()).hasValue(3);
        fixture.execute("update metric_files set data_metadata = data_metadata || '{\"sql_hash\": \"of another\"}'");
        assertThat(store.get(USER, id).metadata().orElseThrow().rowCount()).hasValue(2);
        fixture.execute("update metric_files set data_metadata = 'null'");
        assertThat(store.get(USER, id).metadata().orElseThrow().rowCount()).hasValue(2);
        fixture.execute("update metric_files set version_history = version_history #- '{1,data_metadata}'");
        assertThat(store.get(USER, id).metadata().orElseThrow())
                .hasToString(
                        "{\"column_count\":1,\"row_count\":null,\"column_metadata\":[{\"name\":\"region\",\"min_value\":null,"
                                + "\"max_value\":null,\"unique_values\":null,\"simple_type\":\"string\",\"type\":\"other\"}],"
                                + "\"source\":\"legacy_yaml\"}");
        fixture.execute("update metric_files set content = content - 'data_metadata'");
        assertThat(store.get(USER, id).metadata()).isEmpty();
        assertThat(store.data(USER, id).metadata().rowCount()).hasValue(2);
    }

    @Test
    @DisplayName("metrics 40, 41, 47: the host's MetricAccess decides, with the recorded texts")
    void access_isTheHosts(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        UUID id = fixture.store().create(example(1)).id();
        MetricStore closed =
                fixture.builder().access((user, metric, action) -> false).build();
        fixture.queries().runs();

        assertThatThrownBy(() -> closed.update(MetricUpdate.of(USER, id).name("x")))
                .hasMessageContaining(
                        "You don't have permission to update this metric: Editor or higher role required");
        assertThatThrownBy(() -> closed.updateStatus(USER, List.of(id), Verification.VERIFIED))
                .hasMessageContaining("permission to update");
        assertThatThrownBy(() -> closed.get(USER, id)).hasMessageContaining("permission to view");
        assertThatThrownBy(() -> closed.data(USER, id)).hasMessageContaining("permission to view");
        assertThatThrownBy(() -> closed.data(USER, id, 1)).hasMessageContaining("permission to view");
        assertThatThrownBy(() -> closed.validate(USER, id)).hasMessageContaining("permission to update");
        assertThatThrownBy(() -> closed.create(example(3))).hasMessageContaining("permission to create");
        assertThat(closed.list(USER, ORGANIZATION, 0, 10)).isEmpty();
        assertThat(fixture.queries().runs()).isZero();
        assertThat(fixture.json(id, "version_history").size()).isEqualTo(1);
    }

    @Test
    @DisplayName("metrics 40: whoever creates a metric that is there already sees it only where the host permits it")
    void create_ofOneThatIsThere_asksWhetherItMayBeSeen(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        UUID other = new UUID(0, 7);
        NewMetric one = example(1);
        MetricStore store = fixture.builder()
                .access((user, metric, action) -> action == MetricAccess.Action.CREATE || user.equals(USER))
                .build();

        assertThat(store.create(one).version()).isEqualTo(1);
        assertThat(store.create(one).definition()).isEqualTo(one.definition());
        assertThatThrownBy(() ->
                        store.create(new NewMetric(one.id(), one.fileName(), ORGANIZATION, other, one.definition())))
                .hasMessageContaining("permission to view");
    }
}
