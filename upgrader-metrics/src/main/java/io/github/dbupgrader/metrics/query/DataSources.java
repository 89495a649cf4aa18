package io.github.dbupgrader.metrics.query;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The host's registry of data sources. Implement freely, and thread-safe; it is asked once for each query. */
@FunctionalInterface
public interface DataSources {

    /**
     * Looks up a data source.
     *
     * @param id the key of {@code data_sources}
     * @return how to reach it, or nothing if it is not known
     */
    Optional<SqlSource> find(UUID id);

    /**
     * A registry that does not change.
     *
     * @param sources the data sources by their keys
     * @return the registry
     */
    static DataSources of(Map<UUID, SqlSource> sources) {
        Map<UUID, SqlSource> copy = Map.copyOf(sources);
        return id -> Optional.ofNullable(copy.get(id));
    }
}
