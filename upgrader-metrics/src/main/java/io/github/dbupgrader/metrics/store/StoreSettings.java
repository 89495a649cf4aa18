package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricReader;

/**
 * How a store works.
 *
 * @param access who may do what
 * @param reader how definitions are read
 * @param dataLimit how many rows data has at most, where nobody says otherwise
 * @param validationLimit how many rows a query returns at most where only its metadata is wanted
 * @param metadataBound how large stored metadata may be, in bytes
 * @param staleOnRestore whether a version whose query fails now is restored with its old metadata
 */
record StoreSettings(
        MetricAccess access,
        MetricReader reader,
        int dataLimit,
        int validationLimit,
        int metadataBound,
        boolean staleOnRestore) {}
