package io.github.dbupgrader.metrics.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.profile.ResultColumn;
import io.github.dbupgrader.metrics.profile.ResultProfiler;
import io.github.dbupgrader.metrics.profile.SqlHash;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One query on one connection, from its transaction's begin to the connection's being clean again. */
final class QueryRun {
    /** How many rows are in memory at most beside those that are returned. */
    static final int FETCH_SIZE = 1_000;

    private static final Logger log = LoggerFactory.getLogger(QueryEngine.class);
    private static final int SCHEMA_VERSION = 1;

    private final Dialect dialect;
    private final UUID dataSource;
    private final MetricQuery query;
    private final int limit;
    private final QueryLimits limits;
    private final UnaryOperator<DataMetadata> form;
    private final long start = System.nanoTime();

    QueryRun(
            Dialect dialect,
            UUID dataSource,
            MetricQuery query,
            int limit,
            QueryLimits limits,
            UnaryOperator<DataMetadata> form) {
        this.dialect = dialect;
        this.dataSource = dataSource;
        this.query = query;
        this.limit = limit;
        this.limits = limits;
        this.form = form;
    }

    QueryResult on(Connection connection) {
        boolean begun = true;
        try {
            dialect.begin(connection, limits);
            return rows(connection);
        } catch (SQLException e) {
            throw QueryErrors.unreachable(dataSource, e);
        } catch (QueryException e) {
            begun = e.code() != MetricErrorCode.INVALID_QUERY_SETTING;
            throw e;
        } finally {
            // a connection that was found unsuitable was not touched
            if (begun) {
                clean(connection);
            }
        }
    }

    private QueryResult rows(Connection connection) {
        List<List<JsonNode>> kept = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        boolean[] more = new boolean[1];
        ResultProfiler profiler = guarded(connection, (statement, watchdog) -> {
            try (RowStream stream = dialect.open(statement, query.sql(), limits)) {
                columns.addAll(columns(stream.current().getMetaData()));
                ResultProfiler profile = new ResultProfiler(columns);
                more[0] = read(stream, profile, kept, watchdog);
                return profile;
            }
        });
        boolean hasMore = more[0];
        DataMetadata.Builder metadata = profiler.metadata();
        boolean pushedDown = false;
        if (hasMore && query.wantsExactTotals()) {
            try {
                metadata = totals(connection, columns, profiler.names());
                pushedDown = true;
            } catch (QueryException e) {
                // what the rows told is still true, and says that it is not all
                log.warn(
                        "totals not computed, metadata describe the rows read: data_source={} reason={}",
                        dataSource,
                        e.kind());
            }
        }
        return new QueryResult(
                profiler.names(), kept, hasMore, finished(metadata, hasMore, pushedDown, profiler.rows()));
    }

    private List<ResultColumn> columns(ResultSetMetaData metadata) throws SQLException {
        List<ResultColumn> columns = new ArrayList<>();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
            columns.add(dialect.column(metadata, column));
        }
        return columns;
    }

    // The row beyond the limit only tells that there is one.
    private boolean read(RowStream stream, ResultProfiler profile, List<List<JsonNode>> kept, Watchdog watchdog)
            throws SQLException {
        while (profile.rows() < limit || !query.keepsRows()) {
            watchdog.check();
            if (!stream.next()) {
                return false;
            }
            if (query.keepsRows()) {
                kept.add(profile.row(stream.current()));
            } else {
                profile.pass(stream.current());
            }
        }
        return stream.next();
    }

    private DataMetadata.Builder totals(Connection connection, List<ResultColumn> columns, List<String> names) {
        PushDown pushDown = new PushDown(dialect, columns);
        String sql = pushDown.statement(query.sql());
        return guarded(connection, (statement, watchdog) -> {
            try (RowStream stream = RowStream.of(statement.executeQuery(sql))) {
                stream.next();
                return pushDown.read(stream.current(), names);
            }
        });
    }

    private DataMetadata finished(DataMetadata.Builder metadata, boolean hasMore, boolean pushedDown, long rows) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        metadata.fact("schema_version", IntNode.valueOf(SCHEMA_VERSION))
                .fact(
                        "computed_at",
                        TextNode.valueOf(
                                Instant.now().truncatedTo(ChronoUnit.MICROS).toString()))
                .fact("sql_hash", TextNode.valueOf(SqlHash.of(query.sql())))
                .fact("data_source_id", TextNode.valueOf(dataSource.toString()))
                .fact("truncated", BooleanNode.valueOf(hasMore && !pushedDown))
                .fact("source", TextNode.valueOf(pushedDown ? "pushdown" : "stream"))
                .fact("duration_ms", LongNode.valueOf(millis));
        if (query.keepsRows()) {
            metadata.fact("row_limit", IntNode.valueOf(limit));
        }
        DataMetadata built = metadata.build();
        long profiled = built.rowCount().orElse(rows);
        DataMetadata.Builder complete = built.toBuilder().fact("profiled_rows", LongNode.valueOf(profiled));
        if (pushedDown || !hasMore) {
            complete.fact("total_rows", LongNode.valueOf(profiled));
        }
        log.debug(
                "metadata computed: data_source={} rows={} columns={} duration={} ms source={}",
                dataSource,
                profiled,
                built.columnCount(),
                millis,
                pushedDown ? "pushdown" : "stream");
        return form.apply(complete.build());
    }

    // Runs something with a statement that ends in time, and makes one of our errors of what the driver throws.
    private <T> T guarded(Connection connection, Work<T> work) {
        long begin = System.nanoTime();
        Watchdog.Reason ended = Watchdog.Reason.NONE;
        try (Statement statement = connection.createStatement()) {
            // braces are not JDBC's here: the text goes out as it is
            statement.setEscapeProcessing(false);
            try (Watchdog watchdog = new Watchdog(
                    statement, limits.timeout(), query.cancellation().orElse(null))) {
                try {
                    return work.run(statement, watchdog);
                } finally {
                    ended = watchdog.reason();
                }
            }
        } catch (SQLException e) {
            long nanos = System.nanoTime() - begin;
            throw failure(ended == Watchdog.Reason.NONE ? explained(connection, e) : e, ended, nanos);
        }
    }

    private SQLException explained(Connection connection, SQLException error) {
        try (Statement statement = connection.createStatement();
                Watchdog watchdog = new Watchdog(
                        statement, limits.timeout(), query.cancellation().orElse(null))) {
            statement.setEscapeProcessing(false);
            SQLException told = dialect.explain(statement, query.sql(), error);
            return watchdog.reason() == Watchdog.Reason.NONE ? told : error;
        } catch (SQLException e) {
            log.debug("no more is known of an error: data_source={} sqlstate={}", dataSource, e.getSQLState());
            return error;
        }
    }

    private QueryException failure(SQLException e, Watchdog.Reason ended, long nanos) {
        DatabaseError described = dialect.describe(e);
        boolean stopped = QueryException.QUERY_CANCELED.equals(described.sqlState());
        // the engine's own alarm may be the first
        if (ended == Watchdog.Reason.TIMEOUT
                || (stopped && nanos >= limits.timeout().toNanos())) {
            return QueryErrors.timeout(limits.timeout(), e);
        } else if (stopped || ended == Watchdog.Reason.CANCELLED) {
            return QueryErrors.cancelled(e);
        }
        return isBroken(described.sqlState()) ? QueryErrors.broken(dataSource, e) : QueryErrors.failed(described, e);
    }

    // the connection itself, and a server that ends sessions or stops
    private static boolean isBroken(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("57P"));
    }

    private void clean(Connection connection) {
        try {
            dialect.end(connection);
        } catch (SQLException e) {
            log.warn(
                    "connection could not be cleaned and is closed for good: data_source={} sqlstate={}",
                    dataSource,
                    e.getSQLState());
            try {
                connection.abort(Runnable::run);
            } catch (SQLException aborted) {
                log.debug("abort failed, too: data_source={}", dataSource, aborted);
            }
        }
    }

    /** Something done with a statement. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Statement statement, Watchdog watchdog) throws SQLException;
    }
}
