package io.github.dbupgrader.metrics.upgrade;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.dbupgrader.backfill.BackfillRow;
import io.github.dbupgrader.backfill.BatchWork;
import io.github.dbupgrader.backfill.TryAgainLaterException;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.store.MetricQueries;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the queries of a batch of metrics, and sets what they returned. A metric whose query fails is rejected with the reason, so that it hinders no other one of its batch
 * and its query does not run again in a smaller one. Where the data source cannot be reached, the batch is tried again later.
 */
final class MetadataComputation implements BatchWork {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataComputation.class);
    private static final int BYTES = 64 * 1024;

    private final MetricQueries queries;
    private final int rowLimit;
    private final boolean withContent;

    /**
     * Creates the work.
     *
     * @param queries runs them
     * @param rowLimit how many rows each returns at most
     * @param withContent whether the list leaves the definition in the same write
     */
    MetadataComputation(MetricQueries queries, int rowLimit, boolean withContent) {
        this.queries = queries;
        this.rowLimit = rowLimit;
        this.withContent = withContent;
    }

    @Override
    public void compute(List<BackfillRow> rows) throws InterruptedException {
        long start = System.nanoTime();
        int failed = 0;
        for (BackfillRow row : rows) {
            try {
                set(row);
            } catch (MetricException e) {
                // an interrupted query is no fault of its metric
                if (Thread.interrupted()) {
                    throw new InterruptedException(e.getMessage());
                }
                row.reject(UpgradeErrors.text(e));
                failed++;
            }
        }
        LOG.info(
                "metadata backfill: metrics={} computed={} failed={} ms={}",
                rows.size(),
                rows.size() - failed,
                failed,
                (System.nanoTime() - start) / 1_000_000);
    }

    private void set(BackfillRow row) {
        StoredRow stored = StoredRow.ofSource(row);
        StoredRow done = withContent && stored.hasOwnMetadata() ? stored : stored.with(computed(row, stored));
        row.set(DataMetadata.KEY, done.metadata().orElseThrow().toJson());
        if (withContent) {
            done = done.withoutLists();
            row.set(StoredRow.CONTENT, done.content());
        }
        row.set(StoredRow.HISTORY, done.history());
    }

    private DataMetadata computed(BackfillRow row, StoredRow stored) {
        MetricDefinition definition = MetricDefinition.fromContent(stored.content());
        UUID dataSource = Optional.ofNullable(row.get(StoredRow.DATA_SOURCE, UUID.class))
                .orElseThrow(() -> UpgradeErrors.noDataSource(definition));
        return result(dataSource, definition.sql()).metadata().toBuilder()
                .fact("source", TextNode.valueOf(MetadataSql.BACKFILL))
                .build()
                .within(BYTES);
    }

    /** A query that twice ends its connection, while another query of the same source does not, is at fault itself: waiting would not help it. */
    private MetricQueries.Result result(UUID dataSource, String sql) {
        try {
            return queries.run(dataSource, sql, rowLimit);
        } catch (MetricException e) {
            if (e.code() != MetricErrorCode.DATA_SOURCE_UNREACHABLE
                    || Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
        requireReachable(dataSource);
        try {
            return queries.run(dataSource, sql, rowLimit);
        } catch (MetricException e) {
            if (e.code() == MetricErrorCode.DATA_SOURCE_UNREACHABLE) {
                requireReachable(dataSource);
            }
            throw e;
        }
    }

    private void requireReachable(UUID dataSource) {
        try {
            queries.run(dataSource, "select 1", 1);
        } catch (MetricException e) {
            if (e.code() == MetricErrorCode.DATA_SOURCE_UNREACHABLE
                    && !Thread.currentThread().isInterrupted()) {
                TryAgainLaterException later =
                        new TryAgainLaterException(UpgradeErrors.text(UpgradeErrors.sourceAway(dataSource, e)));
                // as its cause it would be taken for an error of the database that is upgraded
                later.addSuppressed(e);
                throw later;
            }
        }
    }
}
