package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricReader;
import java.util.Objects;
import javax.sql.DataSource;

/** Collects the settings of a {@link MetricStore}. Not thread-safe. */
public final class MetricStoreBuilder {

    private static final int METADATA_BOUND = 64 * 1024;

    private final DataSource dataSource;
    private final MetricQueries queries;
    private MetricAccess access = MetricAccess.everything();
    private MetricReader reader = MetricReader.lenient();
    private int limit = 5000;
    private boolean staleOnRestore;

    MetricStoreBuilder(DataSource dataSource, MetricQueries queries) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.queries = Objects.requireNonNull(queries, "queries");
    }

    /**
     * Sets who may do what; by default everybody may do everything.
     *
     * @param decides the host's decision
     * @return this builder
     */
    public MetricStoreBuilder access(MetricAccess decides) {
        access = Objects.requireNonNull(decides, "decides");
        return this;
    }

    /**
     * Sets how files are read; by default as {@link MetricReader#lenient()} does.
     *
     * @param files the reader
     * @return this builder
     */
    public MetricStoreBuilder reader(MetricReader files) {
        reader = Objects.requireNonNull(files, "files");
        return this;
    }

    /**
     * Sets how many rows a query returns at most; 5000 by default.
     *
     * @param rows the number, at least 1
     * @return this builder
     * @throws io.github.dbupgrader.metrics.model.MetricException if it is not above 0
     */
    public MetricStoreBuilder limit(int rows) {
        if (rows < 1) {
            throw StoreErrors.limitTooSmall(rows);
        }
        limit = rows;
        return this;
    }

    /**
     * Restores a version whose query fails now with the metadata that was recorded with it, marked as {@code stale}; by default it is not restored.
     *
     * @return this builder
     */
    public MetricStoreBuilder restoreWithStaleMetadata() {
        staleOnRestore = true;
        return this;
    }

    /** {@return the store} */
    public MetricStore build() {
        return new MetricStore(
                dataSource, queries, new StoreSettings(access, reader, limit, limit, METADATA_BOUND, staleOnRestore));
    }
}
