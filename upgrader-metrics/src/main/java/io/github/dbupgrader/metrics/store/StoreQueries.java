package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the queries of definitions where their first data set lies. */
final class StoreQueries {

    private static final Logger LOG = LoggerFactory.getLogger(StoreQueries.class);

    private final MetricQueries queries;
    private final Counting counting;

    StoreQueries(MetricQueries queries, Counting counting) {
        this.queries = queries;
        this.counting = counting;
    }

    /** {@return where the query of a definition runs; empty where it names no data set, or one that is not there} */
    static Optional<UUID> dataSource(Connection connection, MetricDefinition definition) throws SQLException {
        return definition.datasetIds().isEmpty()
                ? Optional.empty()
                : dataSource(connection, definition.datasetIds().get(0));
    }

    static Optional<UUID> dataSource(Connection connection, UUID dataset) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select data_source_id from datasets where id = ? and deleted_at is null")) {
            statement.setObject(1, dataset);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /** {@return where the query of a definition runs; fails where nobody can know} */
    static UUID requiredDataSource(Connection connection, MetricDefinition definition) throws SQLException {
        return dataSource(connection, definition).orElseThrow(() -> noDataSource(definition));
    }

    static MetricException noDataSource(MetricDefinition definition) {
        return definition.datasetIds().isEmpty()
                ? StoreErrors.noDataset(
                        definition.toContent().path("dataset_ids").isNull())
                : StoreErrors.unknownDataset(definition.datasetIds().get(0));
    }

    MetricQueries.Result run(UUID dataSource, String sql, int limit) {
        requireText(sql);
        long begin = System.nanoTime();
        MetricQueries.Result result = counted(dataSource, sql, limit);
        LOG.info(
                "metadata computed: ms={} rows={} columns={}",
                (System.nanoTime() - begin) / 1_000_000,
                result.rows().size(),
                result.metadata().columnCount());
        return result;
    }

    static void requireText(String sql) {
        if (sql.isBlank()) {
            throw StoreErrors.emptySql();
        }
    }

    private MetricQueries.Result counted(UUID dataSource, String sql, int limit) {
        try {
            MetricQueries.Result result = queries.run(dataSource, sql, limit);
            counting.computed();
            return result;
        } catch (RuntimeException e) {
            counting.failed();
            throw e;
        }
    }
}
