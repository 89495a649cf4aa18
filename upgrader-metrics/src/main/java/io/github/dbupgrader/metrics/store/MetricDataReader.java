package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs stored queries. The rows are read in any case; stored metadata is served where it knows more than they do: where the
 * limit cut them off, and it does not come of a cut result itself. Otherwise the fresh one is at least as good.
 */
final class MetricDataReader {

    private static final Logger LOG = LoggerFactory.getLogger(MetricDataReader.class);
    private static final String TRUNCATED = "truncated";

    private final StoreSettings settings;
    private final Transactions transactions;
    private final StoreQueries queries;
    private final Counting counting;

    MetricDataReader(StoreSettings settings, Transactions transactions, StoreQueries queries, Counting counting) {
        this.settings = settings;
        this.transactions = transactions;
        this.queries = queries;
        this.counting = counting;
    }

    private record Query(
            int version,
            boolean current,
            MetricDefinition definition,
            UUID dataSource,
            Optional<DataMetadata> stored) {}

    MetricData read(UUID metric, OptionalInt version) {
        Query query = query(metric, version);
        MetricQueries.Result result =
                queries.run(query.dataSource(), query.definition().sql(), settings.dataLimit());
        DataMetadata fresh = result.metadata().within(settings.metadataBound());
        Optional<DataMetadata> better = query.stored()
                .filter(stored -> result.hasMore())
                .filter(stored -> !stored.fact(TRUNCATED).asBoolean())
                .filter(stored -> shape(stored).equals(shape(fresh)));
        if (better.isPresent()) {
            counting.asked(true);
            LOG.debug("metadata served from cache: metric={} version={}", metric, query.version());
        } else if (query.stored().isEmpty()) {
            counting.asked(false);
        } else if (query.current() && outdated(query.stored().get(), fresh, result.hasMore())) {
            refresh(metric, query, fresh);
        }
        return new MetricData(
                metric, query.version(), result.rows(), better.orElse(fresh), result.hasMore(), better.isPresent());
    }

    Validation validate(UUID metric) {
        Query query = query(metric, OptionalInt.empty());
        MetricQueries.Result result =
                validated(query.dataSource(), query.definition().sql());
        store(metric, query, result.metadata().within(settings.metadataBound()), "validated");
        return Validation.of(result);
    }

    /** Tries a query that is no metric's yet. */
    Validation validate(UUID dataSource, String sql) {
        return Validation.of(validated(dataSource, sql));
    }

    private MetricQueries.Result validated(UUID dataSource, String sql) {
        StoreQueries.requireText(sql);
        try {
            return queries.run(dataSource, sql, settings.validationLimit());
        } catch (MetricException e) {
            throw StoreErrors.validationFailed(e);
        }
    }

    private Query query(UUID metric, OptionalInt wanted) {
        return transactions.run("read metric " + metric, connection -> {
            MetricRow row = MetricTable.read(connection, metric);
            int version = wanted.orElse(row.history().latest());
            MetricDefinition definition = row.definition(version);
            UUID dataSource = StoreQueries.requiredDataSource(connection, definition);
            return new Query(
                    version,
                    row.isCurrent(version),
                    definition,
                    dataSource,
                    MetadataSource.computed(row, version, definition.sql(), Optional.of(dataSource)));
        });
    }

    /** Whoever reads gets the rows, even where nothing can be written, such as on a replica. */
    private void refresh(UUID metric, Query query, DataMetadata fresh) {
        try {
            store(metric, query, fresh, "data changed");
        } catch (MetricException e) {
            LOG.warn("stored metadata not refreshed: metric={} reason={}", metric, e.why());
        }
    }

    /** Writes metadata of a query only if the row still has that query. */
    private void store(UUID metric, Query query, DataMetadata metadata, String reason) {
        boolean written = transactions.run("store the metadata of metric " + metric, connection -> {
            MetricRow row = MetricTable.lock(connection, metric);
            MetricDefinition definition = row.definition();
            boolean same = row.hasColumn()
                    && definition.sql().equals(query.definition().sql())
                    && StoreQueries.dataSource(connection, definition).equals(Optional.of(query.dataSource()));
            if (same) {
                MetricTable.writeMetadata(connection, metric, metadata);
            }
            return same;
        });
        if (written) {
            counting.replaced();
            LOG.info("metadata recomputed: metric={} reason={}", metric, reason);
        }
    }

    // what comes of some of the rows only does not replace what comes of all, unless that is of other columns
    private static boolean outdated(DataMetadata stored, DataMetadata fresh, boolean hasMore) {
        if (hasMore) {
            return !shape(stored).equals(shape(fresh));
        }
        return !stored.columns().equals(fresh.columns()) || !stored.rowCount().equals(fresh.rowCount());
    }

    private static List<String> shape(DataMetadata metadata) {
        return metadata.columns().stream()
                .map(column -> column.type() + " " + column.name())
                .toList();
    }
}
