package io.github.dbupgrader.metrics.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.query.MetricQuery;
import io.github.dbupgrader.metrics.query.QueryEngine;
import io.github.dbupgrader.metrics.query.QueryResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs the queries of metrics. The query engine is one; a host that has its own may put it here. Implement freely. */
@FunctionalInterface
public interface MetricQueries {

    /**
     * Runs a query, read-only.
     *
     * @param dataSource where
     * @param sql what, as it is
     * @param limit how many rows at most
     * @return rows and metadata of one and the same run; the metadata's fact {@code sql_hash} is that of the text
     * @throws MetricException if the query is refused or fails
     */
    Result run(UUID dataSource, String sql, int limit);

    /**
     * Runs queries by the query engine; the metadata is that of the rows read.
     *
     * @param engine the engine, whose maximum limit must not be below that of the store
     * @return what the store runs queries with
     */
    static MetricQueries of(QueryEngine engine) {
        return (dataSource, sql, limit) ->
                result(engine.run(dataSource, MetricQuery.of(sql).limit(limit)));
    }

    /**
     * Runs queries by the query engine; where the limit cuts rows off, the metadata is that of all rows nevertheless, for which the query runs a second time.
     *
     * @param engine the engine, whose maximum limit must not be below that of the store
     * @return what the store runs queries with
     */
    static MetricQueries withExactTotals(QueryEngine engine) {
        return (dataSource, sql, limit) ->
                result(engine.run(dataSource, MetricQuery.of(sql).limit(limit).exactTotals()));
    }

    private static Result result(QueryResult result) {
        return new Result(result.rowObjects(), result.metadata(), result.hasMore());
    }

    /**
     * What a query returned.
     *
     * @param rows the rows, by name of column
     * @param metadata what is known of them
     * @param hasMore whether there are more rows than the limit allows
     */
    record Result(List<Map<String, JsonNode>> rows, DataMetadata metadata, boolean hasMore) {

        /** Copies the list. */
        public Result {
            rows = List.copyOf(rows);
        }
    }
}
