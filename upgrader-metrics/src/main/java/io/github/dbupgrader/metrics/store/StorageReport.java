package io.github.dbupgrader.metrics.store;

import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * How much room metrics and their metadata take, and how often a store found metadata instead of computing it.
 *
 * @param takenAt when, by the clock of the database
 * @param metrics how many metrics there are
 * @param withMetadata how many of them have metadata in the column
 * @param metadataBytes how many bytes all metadata take, as it is stored
 * @param largestMetadata how many bytes the largest one takes
 * @param tableBytes how large {@code metric_files} is, with what is stored apart from its rows
 * @param indexBytes how large its indexes are
 * @param deadRows how many row versions wait for vacuum, as PostgreSQL estimates
 * @param updates how many rows have been updated since PostgreSQL's statistics were reset
 * @param hotUpdates how many of them without touching indexes
 * @param blocksHit how many blocks of the table were found in PostgreSQL's memory
 * @param blocksRead how many blocks were not
 * @param counters what the store has counted since it was built
 */
public record StorageReport(
        OffsetDateTime takenAt,
        long metrics,
        long withMetadata,
        long metadataBytes,
        long largestMetadata,
        long tableBytes,
        long indexBytes,
        long deadRows,
        long updates,
        long hotUpdates,
        long blocksHit,
        long blocksRead,
        MetricCounters counters) {

    /** {@return a few lines for people, each ended by a line break} */
    public String render() {
        return String.format(
                        Locale.ROOT,
                        "metrics: %d, with metadata %d (%s), %s in all, the largest %s%n",
                        metrics,
                        withMetadata,
                        share(withMetadata, metrics),
                        size(metadataBytes),
                        size(largestMetadata))
                + String.format(
                        Locale.ROOT,
                        "metric_files: %s, indexes %s; metadata is %s of the table%n",
                        size(tableBytes),
                        size(indexBytes),
                        share(metadataBytes, tableBytes))
                + String.format(
                        Locale.ROOT,
                        "updates: %d, %s of them without touching indexes; %d dead rows; blocks found in memory: %s%n",
                        updates,
                        share(hotUpdates, updates),
                        deadRows,
                        share(blocksHit, blocksHit + blocksRead))
                + counters.render()
                + System.lineSeparator();
    }

    /**
     * Tells what has grown.
     *
     * @param earlier a report that was made before
     * @return one line for people, ended by a line break
     */
    public String renderGrowthSince(StorageReport earlier) {
        return String.format(
                Locale.ROOT,
                "since %s: metrics %+d, with metadata %+d, metadata %s, table %s, indexes %s%n",
                earlier.takenAt.toInstant(),
                metrics - earlier.metrics,
                withMetadata - earlier.withMetadata,
                signed(metadataBytes - earlier.metadataBytes),
                signed(tableBytes - earlier.tableBytes),
                signed(indexBytes - earlier.indexBytes));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String signed(long bytes) {
        return (bytes < 0 ? "-" : "+") + size(Math.abs(bytes));
    }

    private static String size(long bytes) {
        return bytes < 10_240 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f kB", bytes / 1_024.0);
    }
}
