package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.LegacyMetadata;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics in the tables {@code metric_files}, {@code datasets} and {@code data_sources}.
 *
 * <p>Works whether {@code metric_files} has the column {@code data_metadata} or not, and notices when it comes or goes. What a method changes, it changes in one
 * transaction; queries of metrics run outside of it. Call only. Immutable and thread-safe. Each method throws a {@link io.github.dbupgrader.metrics.model.MetricException}
 * where it says no, and where the database fails.
 */
public final class MetricStore {

    private static final Logger LOG = LoggerFactory.getLogger(MetricStore.class);

    private final StoreSettings settings;
    private final Transactions transactions;
    private final Counting counting = new Counting();
    private final StoreQueries queries;
    private final MetricUpdater updater;
    private final MetricCreator creator;
    private final MetricDataReader data;

    MetricStore(DataSource dataSource, MetricQueries runner, StoreSettings settings) {
        this.settings = settings;
        transactions = new Transactions(dataSource);
        queries = new StoreQueries(runner, counting);
        updater = new MetricUpdater(settings, transactions, queries, counting);
        creator = new MetricCreator(settings, transactions, queries);
        data = new MetricDataReader(settings, transactions, queries, counting);
    }

    /**
     * Begins a store.
     *
     * @param dataSource where the tables are, found by the search path
     * @param queries what runs the queries of metrics, such as {@link MetricQueries#of}
     * @return a builder with the defaults: everything permitted, 5000 rows, 64 KiB of metadata
     */
    public static MetricStoreBuilder builder(DataSource dataSource, MetricQueries queries) {
        return new MetricStoreBuilder(dataSource, queries);
    }

    /**
     * Creates a metric with the metadata of its query, as version 1. One of the same id stays as it is, and is returned to whom may view it.
     *
     * @param metric the metric
     * @return the metric as it is stored
     */
    public StoredMetric create(NewMetric metric) {
        if (!creator.create(metric)) {
            // what is there may be somebody else's
            require(metric.user(), metric.id(), MetricAccess.Action.VIEW);
        }
        return read(metric.id(), OptionalInt.empty());
    }

    /**
     * Creates metrics of YAML files. Files that do not work are reported; the others are stored in one transaction.
     *
     * @param call identifies the call: the same files in a call of the same name are the same metrics
     * @param organization whose they are
     * @param user who makes them
     * @param files the texts, by name of file
     * @return what became of each file
     */
    public Created createAll(String call, UUID organization, UUID user, Map<String, String> files) {
        return creator.createAll(call, organization, user, files);
    }

    /**
     * Changes a metric. A new query is run first, and nothing changes if it fails; metadata of an unchanged one is kept, or computed where there is none.
     *
     * @param update what to change
     * @return the metric as it is then
     */
    public StoredMetric update(MetricUpdate update) {
        require(update.user(), update.metric(), MetricAccess.Action.UPDATE);
        updater.update(update);
        return read(update.metric(), OptionalInt.empty());
    }

    /**
     * Sets the status of several metrics in one transaction, without new versions.
     *
     * @param user who asks
     * @param metrics which metrics
     * @param verification the status
     */
    public void updateStatus(UUID user, Collection<UUID> metrics, Verification verification) {
        // in the server's order, in which the upgrade locks them, too, so that nobody waits for each other; Java's own
        // takes half of all keys for negative
        TreeSet<UUID> ordered = new TreeSet<>(Comparator.comparing(UUID::toString));
        ordered.addAll(metrics);
        ordered.forEach(metric -> require(user, metric, MetricAccess.Action.UPDATE));
        transactions.run("set the status of metrics", connection -> {
            for (UUID metric : ordered) {
                MetricTable.writeStatus(connection, MetricTable.lock(connection, metric), verification);
            }
            return ordered.size();
        });
    }

    /**
     * Reads a metric at its latest version, without running its query.
     *
     * @param user who asks
     * @param metric which metric
     * @return the metric
     */
    public StoredMetric get(UUID user, UUID metric) {
        return served(user, metric, OptionalInt.empty());
    }

    /**
     * Reads a metric at one of its versions, without running its query.
     *
     * @param user who asks
     * @param metric which metric
     * @param version which version
     * @return the metric
     */
    public StoredMetric get(UUID user, UUID metric, int version) {
        return served(user, metric, OptionalInt.of(version));
    }

    private StoredMetric served(UUID user, UUID metric, OptionalInt wanted) {
        require(user, metric, MetricAccess.Action.VIEW);
        StoredMetric served = read(metric, wanted);
        boolean found = served.metadata()
                .filter(metadata -> !LegacyMetadata.isLegacy(metadata))
                .isPresent();
        counting.asked(found);
        LOG.debug(
                "metadata {}: metric={} version={}",
                found ? "served from cache" : "not stored",
                metric,
                served.version());
        return served;
    }

    private StoredMetric read(UUID metric, OptionalInt wanted) {
        return transactions.run("read metric " + metric, connection -> {
            MetricRow row = MetricTable.read(connection, metric);
            int version = wanted.orElse(row.history().latest());
            MetricDefinition definition = row.definition(version);
            Optional<UUID> dataSource = StoreQueries.dataSource(connection, definition);
            return new StoredMetric(
                    row.id(),
                    row.fileName(),
                    version,
                    definition,
                    MetadataSource.stored(row, version, definition.sql(), dataSource),
                    row.history().versions(),
                    row.verification(),
                    row.organization(),
                    row.createdBy(),
                    row.createdAt(),
                    row.updatedAt());
        });
    }

    /**
     * Lists metrics, the one that was changed last first; those that the user may not view are left out.
     *
     * @param user who asks
     * @param organization whose metrics
     * @param page which page, from 0
     * @param pageSize how many rows a page has before those are left out
     * @return the metrics of that page
     */
    public List<MetricSummary> list(UUID user, UUID organization, int page, int pageSize) {
        List<MetricSummary> all = transactions.run(
                "list metrics",
                connection -> MetricTable.list(connection, organization, pageSize, (long) page * pageSize));
        return all.stream()
                .filter(each -> settings.access().permits(user, each.id(), MetricAccess.Action.VIEW))
                .toList();
    }

    /**
     * Runs a metric's query.
     *
     * @param user who asks
     * @param metric which metric
     * @return rows and metadata of the latest version
     */
    public MetricData data(UUID user, UUID metric) {
        require(user, metric, MetricAccess.Action.VIEW);
        return data.read(metric, OptionalInt.empty());
    }

    /**
     * Runs the query of one of a metric's versions.
     *
     * @param user who asks
     * @param metric which metric
     * @param version which version
     * @return rows and metadata of that version
     */
    public MetricData data(UUID user, UUID metric, int version) {
        require(user, metric, MetricAccess.Action.VIEW);
        return data.read(metric, OptionalInt.of(version));
    }

    /**
     * Tries a query that is stored nowhere yet.
     *
     * @param sql the query
     * @param dataset decides where it runs
     * @return what it returned
     */
    public Validation validate(String sql, UUID dataset) {
        UUID dataSource = transactions
                .run("look up a data set", connection -> StoreQueries.dataSource(connection, dataset))
                .orElseThrow(() -> StoreErrors.unknownDataset(dataset));
        return data.validate(dataSource, sql);
    }

    /**
     * Tries the query of a stored metric, and stores what it says about its result.
     *
     * @param user who asks
     * @param metric which metric
     * @return what it returned
     */
    public Validation validate(UUID user, UUID metric) {
        require(user, metric, MetricAccess.Action.UPDATE);
        return data.validate(metric);
    }

    /** {@return what this store has counted since it was built} */
    public MetricCounters counters() {
        return counting.now();
    }

    /** {@return how much room metrics and metadata take now, with the counters; reads all metadata once} */
    public StorageReport report() {
        return transactions.run("measure the metrics", connection -> StorageTable.measure(connection, counting.now()));
    }

    private void require(UUID user, UUID metric, MetricAccess.Action action) {
        if (!settings.access().permits(user, metric, action)) {
            throw StoreErrors.mayNot(action);
        }
    }
}
