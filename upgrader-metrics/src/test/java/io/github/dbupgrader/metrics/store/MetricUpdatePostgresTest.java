package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.TWO_COLUMNS;
import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changing what is there. */
@DatabaseTest
@ExtendWith(InPlace.class)
class MetricUpdatePostgresTest {

    @Test
    @DisplayName("metrics 41, 57: another SQL is run and its metadata stored; anything else keeps it and runs nothing")
    void update_runsAQueryOnlyForAnotherSql(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String metadata = fixture.text(id, "data_metadata");
        fixture.queries().runs();

        store.update(MetricUpdate.of(USER, id).name("n").description("d").timeFrame("t"));
        store.update(MetricUpdate.of(USER, id).verification(Verification.VERIFIED));
        store.update(MetricUpdate.of(USER, id).sql(example(1).definition().sql()));
        store.update(MetricUpdate.of(USER, id).chart(StoreJson.read("{\"barLayout\": \"vertical\"}")));
        store.update(MetricUpdate.of(USER, id).file(store.get(USER, id).file()));
        assertThat(fixture.queries().runs()).isZero();
        assertThat(fixture.text(id, "data_metadata")).isEqualTo(metadata);
        StoredMetric kept = store.get(USER, id);
        assertThat(kept.version()).isEqualTo(6);
        assertThat(kept.verification()).isEqualTo(Verification.VERIFIED);
        assertThat(kept.definition().description()).contains("d");
        assertThat(fixture.text(id, "name")).isEqualTo("n");

        StoredMetric changed =
                store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS).overwriteVersion());
        assertThat(fixture.queries().runs()).isEqualTo(1);
        assertThat(changed.version()).isEqualTo(6);
        assertThat(changed.metadata().orElseThrow().rowCount()).hasValue(6);
        assertThat(changed.definition().chart().settings().columnLabelFormats())
                .containsOnlyKeys("region", "total_amount");
        assertThat(changed.definition()
                        .chart()
                        .settings()
                        .columnLabelFormats()
                        .get("total_amount")
                        .get("currency")
                        .asText())
                .isEqualTo("EUR");
        JsonNode entry = fixture.json(id, "version_history").get("6");
        assertThat(entry.get("data_metadata")).isEqualTo(fixture.json(id, "data_metadata"));
        assertThat(entry.get("content")).isEqualTo(fixture.json(id, "content"));

        store.update(MetricUpdate.of(USER, id)
                .file(changed.file().replace(Examples.DATASET, StoreFixture.OTHER_DATASET.toString())));
        assertThat(fixture.queries().runs())
                .as("another data source is another query")
                .isEqualTo(1);
        assertThat(fixture.json(id, "data_metadata").get("data_source_id").asText())
                .isEqualTo(StoreFixture.OTHER_SOURCE.toString());
    }

    @Test
    @DisplayName("metrics 43, 44: another SQL that fails changes nothing at all")
    void update_whoseSqlFails_changesNothing(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String row = fixture.row(id);
        String metadata = fixture.text(id, "data_metadata");

        for (String sql : List.of(example(8).definition().sql(), "", "select from where", "delete from shop.orders")) {
            assertThatThrownBy(() ->
                            store.update(MetricUpdate.of(USER, id).name("x").sql(sql)))
                    .isInstanceOfSatisfying(
                            MetricException.class, e -> assertThat(e.code()).isEqualTo(MetricErrorCode.INVALID_SQL))
                    .hasMessageContaining("Updated SQL failed validation");
        }
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).file("name: a")))
                .hasMessageContaining("sql is missing");
        assertThatThrownBy(() -> store.update(
                        MetricUpdate.of(USER, id).chart(StoreJson.read("{\"selectedChartType\": \"pie\"}"))))
                .hasMessageContaining("chart_config.pieChartAxis is missing");
        assertThatThrownBy(
                        () -> store.update(MetricUpdate.of(USER, new UUID(0, 0)).name("x")))
                .hasMessageContaining("Metric file not found");
        assertThat(fixture.row(id)).isEqualTo(row);
        assertThat(fixture.text(id, "data_metadata")).isEqualTo(metadata);
    }

    @Test
    @DisplayName(
            "metrics 42, 67: absent, foreign and legacy metadata is computed with the next update, which succeeds in any case")
    void update_withoutGoodMetadata_computesIt(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String bare = "update metric_files set version_history = '{}', data_metadata = ";
        String legacy = "[{\"name\": \"region\", \"data_type\": \"string\"}]";

        for (String unknown : List.of(
                "null", "data_metadata || '{\"sql_hash\": \"foreign\"}'", "data_metadata - 'sql_hash'", "'null'")) {
            fixture.execute(bare + unknown);
            fixture.queries().runs();
            store.update(MetricUpdate.of(USER, id).name("x"));
            assertThat(fixture.queries().runs()).as(unknown).isEqualTo(1);
            assertThat(fixture.json(id, "data_metadata").get("row_count").intValue())
                    .isEqualTo(2);
        }
        fixture.execute(
                bare + "null, content = content || '{\"data_metadata\": " + legacy + ", \"sql\": \"select no\"}'");
        StoredMetric updated = store.update(MetricUpdate.of(USER, id).name("y"));
        assertThat(updated.definition().name()).isEqualTo("y");
        assertThat(fixture.text(id, "data_metadata")).isEqualTo("null");
        assertThat(fixture.json(id, "content").get("data_metadata"))
                .as("old applications find their list")
                .isEqualTo(StoreJson.read(legacy));
        store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS));
        assertThat(fixture.json(id, "content").has("data_metadata"))
                .as("the list of another query")
                .isFalse();
    }

    @Test
    @DisplayName("metrics 50: a status of many makes no versions and touches no metadata")
    void updateStatus_makesNoVersions(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID one = store.create(example(1)).id();
        UUID two = store.create(example(3)).id();
        JsonNode before = fixture.json(one, "version_history");
        String metadata = fixture.text(one, "data_metadata");
        fixture.queries().runs();

        store.updateStatus(USER, List.of(two, one, two), Verification.IN_REVIEW);

        assertThat(store.get(USER, one).verification()).isEqualTo(Verification.IN_REVIEW);
        assertThat(store.get(USER, two).verification()).isEqualTo(Verification.IN_REVIEW);
        JsonNode after = fixture.json(one, "version_history");
        assertThat(after.at("/1/updated_at").asText())
                .isGreaterThan(before.at("/1/updated_at").asText());
        ((ObjectNode) after.get("1")).remove("updated_at");
        ((ObjectNode) before.get("1")).remove("updated_at");
        assertThat(after).isEqualTo(before);
        assertThat(fixture.text(one, "data_metadata")).isEqualTo(metadata);
        assertThat(fixture.queries().runs()).isZero();
        assertThatThrownBy(() -> store.updateStatus(USER, List.of(one, new UUID(0, 0)), Verification.VERIFIED))
                .hasMessageContaining("Metric file not found");
        assertThat(store.get(USER, one).verification()).as("all or none").isEqualTo(Verification.IN_REVIEW);
    }
}
