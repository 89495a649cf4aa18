package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.TWO_COLUMNS;
import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The old versions of a metric: restored, and kept as they are. */
@DatabaseTest
@ExtendWith(InPlace.class)
class MetricVersionsPostgresTest {

    @Test
    @DisplayName("metrics 51: restoring is a new version with the old content, whose query runs again")
    void restore_isANewVersion(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS));
        fixture.queries().runs();

        StoredMetric restored = store.update(MetricUpdate.of(USER, id)
                .restore(1)
                .name("ignored")
                .verification(Verification.VERIFIED)
                .overwriteVersion());

        assertThat(fixture.queries().runs()).isEqualTo(1);
        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.definition()).isEqualTo(example(1).definition());
        assertThat(restored.verification()).isEqualTo(Verification.NOT_REQUESTED);
        assertThat(restored.metadata().orElseThrow().rowCount()).hasValue(2);
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).restore(9)))
                .hasMessageContaining("Version 9 not found");

        store.update(MetricUpdate.of(USER, id).sql("select 1 as n"));
        fixture.execute("alter table shop.orders rename to gone");
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).restore(1)))
                .hasMessageContaining("42P01");
        assertThat(store.get(USER, id).version()).isEqualTo(4);
        StoredMetric stale = fixture.builder()
                .restoreWithStaleMetadata()
                .build()
                .update(MetricUpdate.of(USER, id).restore(1));
        assertThat(stale.version()).isEqualTo(5);
        assertThat(DataMetadata.read(fixture.json(id, "data_metadata"))
                        .fact("stale")
                        .asBoolean())
                .isTrue();
        assertThat(stale.metadata())
                .as("stale metadata is not served as if it were true")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "metrics 54, 55: entries of old versions stay as they are, and one that nobody can read hinders nothing else")
    void update_leavesOldEntries(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        String old =
                "{\"3\": {\"versionNumber\": 3, \"content\": {\"data_metadata\": [{\"name\": 1.10}], \"x\": {\"y\": [1]}}},"
                        + " \"10\": {\"version_number\": 10, \"content\": {\"name\": \"no chart\"}, \"glow\": 1e3}}";
        fixture.execute("update metric_files set version_history = version_history || '" + old + "'");

        StoredMetric updated = store.update(MetricUpdate.of(USER, id).name("n"));

        assertThat(updated.version()).isEqualTo(11);
        assertThat(updated.versions()).extracting(MetricVersion::number).containsExactly(1, 3, 10, 11);
        assertThat(database.queryText("select version_history @> '" + old + "' from metric_files"))
                .isEqualTo("t");
        assertThatThrownBy(() -> store.get(USER, id, 10)).hasMessageContaining("sql is missing");
        assertThat(store.get(USER, id, 1).definition()).isEqualTo(example(1).definition());
        fixture.execute("update metric_files set content = '{\"name\": 7}'");
        assertThatThrownBy(() -> store.get(USER, id)).hasMessageContaining("sql is missing");
        assertThatThrownBy(() -> store.update(MetricUpdate.of(USER, id).name("n")))
                .hasMessageContaining("sql is missing");
        assertThat(store.update(MetricUpdate.of(USER, id).file(Examples.yaml(3)))
                        .definition()
                        .sql())
                .as("a file mends it")
                .isEqualTo(example(3).definition().sql());
    }
}
