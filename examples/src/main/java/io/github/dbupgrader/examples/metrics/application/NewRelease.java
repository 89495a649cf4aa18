package io.github.dbupgrader.examples.metrics.application;

import io.github.dbupgrader.metrics.store.MetricData;
import io.github.dbupgrader.metrics.store.MetricStore;
import io.github.dbupgrader.metrics.store.MetricUpdate;
import io.github.dbupgrader.metrics.store.StoredMetric;
import java.util.List;
import java.util.UUID;

/** Release 1.1.0: works through the store, which knows the column and does without it where it is not. */
final class NewRelease implements Program {

    static final String NAME = "metrics/1.1.0";

    private static final int DATA_EVERY = 5;
    private static final int EDIT_EVERY = 7;
    private static final int EDIT_AT = 3;

    private final MetricStore store;
    private final UUID user;
    private final List<UUID> metrics;
    private final Edits edits;

    NewRelease(MetricStore store, UUID user, List<UUID> metrics, Edits edits) {
        this.store = store;
        this.user = user;
        this.metrics = metrics;
        this.edits = edits;
    }

    @Override
    public void round(long number, Meter meter) throws Exception {
        UUID metric = metrics.get((int) (number % metrics.size()));
        StoredMetric stored = meter.read(() -> store.get(user, metric));
        if (stored.versions().isEmpty()) {
            meter.complain("metric " + metric + " has no version");
        }
        if (number % DATA_EVERY == 0) {
            MetricData data = meter.read(() -> store.data(user, metric));
            if (data.metadata().columnCount() == 0) {
                meter.complain("metric " + metric + " has no columns");
            }
        }
        if (number % EDIT_EVERY == EDIT_AT) {
            String description = "What does it look like? " + NAME + ", edit " + number;
            meter.edit(() -> store.update(MetricUpdate.of(user, metric).description(description)));
            edits.committed(metric, description);
        }
    }
}
