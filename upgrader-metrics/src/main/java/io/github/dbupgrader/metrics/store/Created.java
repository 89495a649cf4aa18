package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What came of a batch of files.
 *
 * @param created the metrics that are there now, by file
 * @param failures why a file became none, by file
 */
public record Created(Map<String, UUID> created, Map<String, MetricException> failures) {

    /** Copies the maps. */
    public Created {
        created = Collections.unmodifiableMap(new LinkedHashMap<>(created));
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    /** {@return the files that became none} */
    public List<String> failed() {
        return List.copyOf(failures.keySet());
    }
}
