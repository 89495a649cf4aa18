package io.github.dbupgrader.metrics.query;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to ask of a data source, and within which limits.
 *
 * <p>By default: at most 5000 rows, the engine's time-out, no second run for totals. Call only. Immutable: each method returns another query.
 */
public final class MetricQuery {
    /** How many rows a query returns at most if it does not say so itself. */
    public static final int DEFAULT_LIMIT = 5_000;

    private final String sql;
    private final OptionalInt limit;
    private final boolean keepsRows;
    private final Optional<Duration> timeout;
    private final boolean exactTotals;
    private final Optional<QueryCancellation> cancellation;

    private MetricQuery(
            String sql,
            OptionalInt limit,
            boolean keepsRows,
            Optional<Duration> timeout,
            boolean exactTotals,
            Optional<QueryCancellation> cancellation) {
        this.sql = Objects.requireNonNull(sql, "sql");
        this.limit = limit;
        this.keepsRows = keepsRows;
        this.timeout = timeout;
        this.exactTotals = exactTotals;
        this.cancellation = cancellation;
    }

    /**
     * Begins with the text.
     *
     * @param sql one statement that returns rows; it is sent as it is
     * @return a query with all defaults
     */
    public static MetricQuery of(String sql) {
        return new MetricQuery(sql, OptionalInt.empty(), true, Optional.empty(), false, Optional.empty());
    }

    /**
     * Bounds the rows.
     *
     * @param rows at most that many are returned and profiled; above 0 and within the engine's maximum
     * @return the query
     * @throws QueryException if it is not above 0
     */
    public MetricQuery limit(int rows) {
        if (rows <= 0) {
            throw QueryErrors.limitTooSmall(rows);
        }
        return new MetricQuery(sql, OptionalInt.of(rows), keepsRows, timeout, exactTotals, cancellation);
    }

    /**
     * Bounds the time, of reading the rows and of the second run for totals each.
     *
     * @param duration above zero
     * @return the query
     * @throws QueryException if it is not above zero
     */
    public MetricQuery timeout(Duration duration) {
        return new MetricQuery(sql, limit, keepsRows, Optional.of(checked(duration)), exactTotals, cancellation);
    }

    /** {@return the query, of which all rows are profiled and none is kept: without a limit of rows, in the same memory} */
    public MetricQuery withoutRows() {
        return new MetricQuery(sql, OptionalInt.empty(), false, timeout, exactTotals, cancellation);
    }

    /**
     * {@return the query, whose metadata describe all rows even where only some are returned: the engine is then asked for aggregates, which runs the query a
     * second time}
     */
    public MetricQuery exactTotals() {
        return new MetricQuery(sql, limit, keepsRows, timeout, true, cancellation);
    }

    /**
     * Lets another thread end it.
     *
     * @param by what ends it
     * @return the query
     */
    public MetricQuery cancelledBy(QueryCancellation by) {
        return new MetricQuery(sql, limit, keepsRows, timeout, exactTotals, Optional.of(by));
    }

    /** {@return the text} */
    public String sql() {
        return sql;
    }

    OptionalInt limit() {
        return limit;
    }

    boolean keepsRows() {
        return keepsRows;
    }

    Optional<Duration> timeout() {
        return timeout;
    }

    boolean wantsExactTotals() {
        return exactTotals;
    }

    Optional<QueryCancellation> cancellation() {
        return cancellation;
    }

    static Duration checked(Duration timeout) {
        if (timeout.toMillis() <= 0) {
            throw QueryErrors.timeoutTooSmall(timeout);
        }
        return timeout;
    }
}
