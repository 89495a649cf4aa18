package io.github.dbupgrader.metrics.store;

import static io.github.dbupgrader.metrics.store.StoreFixture.TWO_COLUMNS;
import static io.github.dbupgrader.metrics.store.StoreFixture.USER;
import static io.github.dbupgrader.metrics.store.StoreFixture.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.metrics.testing.InPlace;
import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changing what others change at the same time. */
@DatabaseTest
@ExtendWith(InPlace.class)
class ConcurrentMetricUpdatesPostgresTest {

    @Test
    @DisplayName("metrics 45: while the query runs no lock is held, and what others change meanwhile is not lost")
    void update_whileOthersUpdate_changesWhatIsThere(TestDatabase database) {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();

        fixture.queries().during(() -> store.update(MetricUpdate.of(USER, id).description("meanwhile")));
        StoredMetric updated = store.update(MetricUpdate.of(USER, id).sql(TWO_COLUMNS));

        assertThat(updated.version()).isEqualTo(3);
        assertThat(updated.definition().description()).contains("meanwhile");
        assertThat(updated.definition().sql()).isEqualTo(TWO_COLUMNS);

        fixture.execute("update metric_files set data_metadata = null, version_history = '{}'");
        fixture.queries().runs();
        fixture.queries().during(() -> store.update(MetricUpdate.of(USER, id).sql("select 1 as one")));
        StoredMetric last = store.update(MetricUpdate.of(USER, id).name("last"));
        assertThat(last.definition().sql()).isEqualTo("select 1 as one");
        assertThat(last.metadata().orElseThrow().columns().get(0).name()).isEqualTo("one");
    }

    @Test
    @DisplayName("metrics 46: concurrent updates give a version each")
    void update_byManyAtOnce_losesNoVersion(TestDatabase database) throws Exception {
        StoreFixture fixture = new StoreFixture(database).addColumn();
        MetricStore store = fixture.store();
        UUID id = store.create(example(1)).id();
        int threads = 4;
        int updates = 10;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(executor.submit(() -> {
                    barrier.await();
                    for (int i = 0; i < updates; i++) {
                        store.update(MetricUpdate.of(USER, id).name(number + "-" + i));
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
        StoredMetric metric = store.get(USER, id);
        assertThat(metric.versions()).hasSize(threads * updates + 1);
        assertThat(metric.version()).isEqualTo(threads * updates + 1);
        assertThat(database.queryLong("select count(distinct value -> 'content' ->> 'name')"
                        + " from metric_files, jsonb_each(version_history)"))
                .isEqualTo(threads * updates + 1L);
        assertThat(
                        database.queryLong(
                                "select count(*) from (select value ->> 'updated_at' < lag(value ->> 'updated_at')"
                                        + " over (order by key::int) as backwards from metric_files, jsonb_each(version_history)) t where backwards"))
                .isZero();
    }
}
