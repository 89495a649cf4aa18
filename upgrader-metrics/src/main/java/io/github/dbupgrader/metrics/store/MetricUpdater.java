package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out updates. The metric's query runs between two transactions, so that nobody waits for it at a locked row; the
 * second one locks the row, makes the same change to what is there by then, and starts again if that needs another query.
 */
final class MetricUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(MetricUpdater.class);
    private static final int ATTEMPTS = 5;

    private final StoreSettings settings;
    private final Transactions transactions;
    private final StoreQueries queries;
    private final Counting counting;

    MetricUpdater(StoreSettings settings, Transactions transactions, StoreQueries queries, Counting counting) {
        this.settings = settings;
        this.transactions = transactions;
        this.queries = queries;
        this.counting = counting;
    }

    void update(MetricUpdate update) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Attempt first = transactions.run("read metric " + update.metric(), connection -> {
                MetricRow row = MetricTable.read(connection, update.metric());
                return new Attempt(row, UpdatePlan.of(connection, row, update, settings.reader()));
            });
            Optional<DataMetadata> computed = first.plan().runs() ? compute(first, update) : Optional.empty();
            if (write(update, first.plan(), computed)) {
                count(update.metric(), first.plan(), computed.isPresent());
                return;
            }
        }
        throw StoreErrors.changedAgainAndAgain(update.metric(), ATTEMPTS);
    }

    private void count(UUID metric, UpdatePlan plan, boolean computed) {
        if (!plan.mustRun()) {
            counting.asked(plan.known().isPresent());
        }
        if (computed) {
            counting.replaced();
            LOG.info("metadata recomputed: metric={} reason={}", metric, plan.reason());
        }
    }

    private boolean write(MetricUpdate update, UpdatePlan first, Optional<DataMetadata> computed) {
        return transactions.run("update metric " + update.metric(), connection -> {
            MetricRow row = MetricTable.lock(connection, update.metric());
            UpdatePlan plan = UpdatePlan.of(connection, row, update, settings.reader());
            if (!plan.needsSameAs(first)) {
                return false;
            }
            MetricTable.write(connection, row, plan.change(row, update, plan.runs() ? computed : Optional.empty()));
            return true;
        });
    }

    private Optional<DataMetadata> compute(Attempt attempt, MetricUpdate update) {
        UpdatePlan plan = attempt.plan();
        try {
            return Optional.of(queries.run(
                            plan.dataSource().orElseThrow(() -> StoreQueries.noDataSource(plan.definition())),
                            plan.definition().sql(),
                            settings.validationLimit())
                    .metadata()
                    .within(settings.metadataBound()));
        } catch (MetricException e) {
            if (plan.restored() && settings.staleOnRestore()) {
                return stale(attempt, update, e);
            }
            if (plan.mustRun()) {
                throw StoreErrors.updatedSqlFailed(e);
            }
            LOG.warn(
                    "metadata not computed, the update goes on without: metric={} reason={}",
                    update.metric(),
                    e.what());
            return Optional.empty();
        }
    }

    /** What was known of the old version, marked as no longer true; nothing belongs to it that would be asked for. */
    private static Optional<DataMetadata> stale(Attempt attempt, MetricUpdate update, MetricException failure) {
        LOG.warn("restored with old metadata: metric={} reason={}", update.metric(), failure.what());
        return attempt.row()
                .history()
                .metadata(update.restore().orElseThrow())
                .map(json -> DataMetadata.read(json).toBuilder()
                        .fact(MetadataSource.STALE, BooleanNode.TRUE)
                        .build());
    }

    private record Attempt(MetricRow row, UpdatePlan plan) {}
}
