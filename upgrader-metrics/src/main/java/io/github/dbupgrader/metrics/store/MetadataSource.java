package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.LegacyMetadata;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.profile.SqlHash;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where stored metadata of a version is looked for, in this order: the column, the version's entry, the list in the
 * definition. Metadata of another text or of another data source is not the version's, wherever it stands.
 */
final class MetadataSource {

    static final String STALE = "stale";

    private static final Logger LOG = LoggerFactory.getLogger(MetadataSource.class);

    private MetadataSource() {}

    /** {@return computed metadata of the very SQL and data source} */
    static Optional<DataMetadata> computed(MetricRow row, int version, String sql, Optional<UUID> dataSource) {
        Optional<DataMetadata> column =
                row.isCurrent(version) ? read(row, row.metadata()) : Optional.<DataMetadata>empty();
        return column.filter(metadata -> belongs(metadata, sql, dataSource))
                .or(() -> read(row, row.history().metadata(version))
                        .filter(metadata -> belongs(metadata, sql, dataSource)));
    }

    /** {@return computed metadata, or else names and kinds from the list that the version's definition carries} */
    static Optional<DataMetadata> stored(MetricRow row, int version, String sql, Optional<UUID> dataSource) {
        return computed(row, version, sql, dataSource).or(() -> LegacyMetadata.in(row.rawContent(version)));
    }

    private static boolean belongs(DataMetadata metadata, String sql, Optional<UUID> dataSource) {
        JsonNode source = metadata.fact("data_source_id");
        return metadata.fact("sql_hash").asText().equals(SqlHash.of(sql))
                && (source.isMissingNode()
                        || dataSource.isEmpty()
                        || source.asText().equals(dataSource.get().toString()))
                && !metadata.fact(STALE).asBoolean();
    }

    private static Optional<DataMetadata> read(MetricRow row, Optional<JsonNode> json) {
        try {
            return json.map(DataMetadata::read);
        } catch (MetricException e) {
            LOG.warn("stored metadata is left aside: metric={} reason={}", row.id(), e.why());
            return Optional.empty();
        }
    }
}
