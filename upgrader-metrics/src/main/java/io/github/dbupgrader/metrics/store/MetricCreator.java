package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Creates metrics: each query runs first, and only what works is stored, all of it in one transaction. */
final class MetricCreator {

    private final StoreSettings settings;
    private final Transactions transactions;
    private final StoreQueries queries;

    MetricCreator(StoreSettings settings, Transactions transactions, StoreQueries queries) {
        this.settings = settings;
        this.transactions = transactions;
        this.queries = queries;
    }

    /** {@return whether the metric is new} */
    boolean create(NewMetric metric) {
        return insert(Map.of(metric, validated(metric))) == 1;
    }

    Created createAll(String call, UUID organization, UUID user, Map<String, String> files) {
        Map<NewMetric, DataMetadata> metrics = new LinkedHashMap<>();
        Map<String, MetricException> failures = new LinkedHashMap<>();
        files.forEach((file, yaml) -> {
            try {
                NewMetric metric = new NewMetric(
                        MetricIds.of(call, file),
                        file,
                        organization,
                        user,
                        settings.reader().fromYaml(yaml));
                metrics.put(metric, validated(metric));
            } catch (MetricException e) {
                failures.put(file, e);
            }
        });
        insert(metrics);
        Map<String, UUID> created = new LinkedHashMap<>();
        metrics.keySet().forEach(metric -> created.put(metric.fileName(), metric.id()));
        return new Created(created, failures);
    }

    private DataMetadata validated(NewMetric metric) {
        if (!settings.access().permits(metric.user(), metric.id(), MetricAccess.Action.CREATE)) {
            throw StoreErrors.mayNot(MetricAccess.Action.CREATE);
        }
        UUID dataSource = transactions.run(
                "look up a data set", connection -> StoreQueries.requiredDataSource(connection, metric.definition()));
        try {
            return queries.run(dataSource, metric.definition().sql(), settings.validationLimit())
                    .metadata()
                    .within(settings.metadataBound());
        } catch (MetricException e) {
            throw StoreErrors.invalidSql(e);
        }
    }

    /** {@return how many of them are new} */
    private int insert(Map<NewMetric, DataMetadata> metrics) {
        if (metrics.isEmpty()) {
            return 0;
        }
        return transactions.run("create metrics", connection -> {
            MetricTable.Insertion insertion = MetricTable.beforeInsert(connection);
            int inserted = 0;
            for (Map.Entry<NewMetric, DataMetadata> metric : metrics.entrySet()) {
                inserted += MetricTable.insert(connection, insertion, metric.getKey(), metric.getValue()) ? 1 : 0;
            }
            return inserted;
        });
    }
}
