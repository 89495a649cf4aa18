package io.github.dbupgrader.metrics.query;

import io.github.dbupgrader.metrics.model.DataMetadata;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The only way to a metric's data: runs one read-only query and returns its rows together with their metadata.
 *
 * <p>A text is refused unless it is exactly one statement that returns rows and changes nothing: first by its tokens, then by the engine that holds the data. What passes runs
 * verbatim in a read-only transaction with time-outs, which is rolled back; the connection is given back as it was, or closed for good. Rows are read as they come, and
 * only those that are returned stay in memory.
 *
 * <p>Call only. Thread-safe.
 */
public final class QueryEngine {
    private final DataSources sources;
    private final int maximumLimit;
    private final Duration timeout;
    private final Duration lockTimeout;
    private final UnaryOperator<DataMetadata> form;

    private QueryEngine(Builder builder) {
        sources = builder.sources;
        maximumLimit = builder.maximumLimit;
        timeout = builder.timeout;
        lockTimeout = builder.lockTimeout;
        form = builder.form;
    }

    /**
     * Begins an engine with the defaults: time-out 60 s, lock time-out 5 s, at most 100 000 rows.
     *
     * @param sources where the data are
     * @return a builder
     */
    public static Builder builder(DataSources sources) {
        return new Builder(sources);
    }

    /**
     * Runs a query.
     *
     * @param dataSource where to run it
     * @param query what to run
     * @return its rows and their metadata
     * @throws QueryException if it is refused, fails, or is ended; the {@linkplain QueryException#kind() kind} tells which
     */
    public QueryResult run(UUID dataSource, MetricQuery query) {
        SqlSource source = sources.find(dataSource).orElseThrow(() -> QueryErrors.unknownSource(dataSource));
        int limit = limit(query);
        source.dialect().check(query.sql());
        QueryLimits limits = new QueryLimits(
                query.timeout().orElse(timeout), lockTimeout, (int) Math.min(QueryRun.FETCH_SIZE, limit + 1L));
        try (Connection connection = source.dataSource().getConnection()) {
            return new QueryRun(source.dialect(), dataSource, query, limit, limits, form).on(connection);
        } catch (SQLException e) {
            throw QueryErrors.unreachable(dataSource, e);
        }
    }

    private int limit(MetricQuery query) {
        if (!query.keepsRows()) {
            return Integer.MAX_VALUE;
        }
        int limit = query.limit().orElse(Math.min(MetricQuery.DEFAULT_LIMIT, maximumLimit));
        if (limit > maximumLimit) {
            throw QueryErrors.limitTooLarge(limit, maximumLimit);
        }
        return limit;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final DataSources sources;
        private int maximumLimit = 100_000;
        private Duration timeout = Duration.ofSeconds(60);
        private Duration lockTimeout = Duration.ofSeconds(5);
        private UnaryOperator<DataMetadata> form = UnaryOperator.identity();

        private Builder(DataSources sources) {
            this.sources = sources;
        }

        /**
         * Bounds the limits that queries may ask for; 100 000 by default.
         *
         * @param rows above 0
         * @return this builder
         * @throws QueryException if it is not above 0
         */
        public Builder maximumLimit(int rows) {
            if (rows <= 0) {
                throw QueryErrors.limitTooSmall(rows);
            }
            maximumLimit = rows;
            return this;
        }

        /**
         * Bounds the time of queries that do not say so themselves; 60 s by default.
         *
         * @param duration above zero
         * @return this builder
         * @throws QueryException if it is not above zero
         */
        public Builder timeout(Duration duration) {
            timeout = MetricQuery.checked(duration);
            return this;
        }

        /**
         * Bounds the waits for locks, where the engine has them; 5 s by default.
         *
         * @param duration above zero
         * @return this builder
         * @throws QueryException if it is not above zero
         */
        public Builder lockTimeout(Duration duration) {
            lockTimeout = MetricQuery.checked(duration);
            return this;
        }

        /**
         * Writes metadata in the twelve types that the first readers knew, who fail on others, as {@link DataMetadata#strictD1} does; by default in all types.
         *
         * @return this builder
         */
        public Builder strictTypes() {
            UnaryOperator<DataMetadata> before = form;
            form = metadata -> before.apply(metadata).strictD1();
            return this;
        }

        /**
         * Gives metadata of a result without rows no columns, as the first writers did; by default it has them.
         *
         * @return this builder
         */
        public Builder noColumnsWithoutRows() {
            UnaryOperator<DataMetadata> before = form;
            form = metadata -> before.apply(metadata).withoutColumnsIfEmpty();
            return this;
        }

        /** {@return the engine} */
        public QueryEngine build() {
            return new QueryEngine(this);
        }
    }
}
