package io.github.dbupgrader.metrics.store;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A metric in a list.
 *
 * @param id its key
 * @param name its title
 * @param fileName the file that it was made from
 * @param verification its status
 * @param createdBy who made it
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record MetricSummary(
        UUID id,
        String name,
        String fileName,
        Verification verification,
        UUID createdBy,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
