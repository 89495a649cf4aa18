package io.github.dbupgrader.metrics.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops what readers can do without, until metadata fits. */
final class MetadataBound {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataBound.class);

    /** Without these, other numbers would claim more than is known. */
    private static final Set<String> QUALIFYING = Set.of("null_count", "unique_is_exact", "position");

    /** Without these, nobody could tell what the metadata belongs to, that rows are missing from it, or who has written it, which the way back of the upgrade asks. */
    private static final Set<String> IDENTIFYING =
            Set.of("schema_version", "sql_hash", "data_source_id", "truncated", "source");

    private static final List<UnaryOperator<DataMetadata>> STEPS = List.of(
            metadata -> metadata.keepingColumnFacts(QUALIFYING),
            metadata -> metadata.keepingColumnFacts(Set.of()),
            metadata -> metadata.keepingFacts(IDENTIFYING));

    private MetadataBound() {}

    static DataMetadata apply(DataMetadata metadata, int bytes) {
        int before = size(metadata);
        DataMetadata bounded = metadata;
        for (UnaryOperator<DataMetadata> step : STEPS) {
            if (size(bounded) <= bytes) {
                break;
            }
            bounded = step.apply(bounded);
        }
        if (before > bytes) {
            LOG.warn(
                    "metadata was too large, optional facts were left out: columns={} bytes={} before={} bound={}",
                    metadata.columnCount(),
                    size(bounded),
                    before,
                    bytes);
        }
        return bounded;
    }

    private static int size(DataMetadata metadata) {
        return metadata.toJson().toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
