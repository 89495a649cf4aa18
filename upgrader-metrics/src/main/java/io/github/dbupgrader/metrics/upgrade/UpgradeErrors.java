package io.github.dbupgrader.metrics.upgrade;

import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The errors of this package, each text in one place; most of them stand in the quarantine of a backfill. */
final class UpgradeErrors {

    private static final String DATASETS = "dataset_ids";

    private UpgradeErrors() {}

    /** {@return what stands in the quarantine: the message, which every error of the metrics has} */
    static String text(MetricException error) {
        return String.valueOf(error.getMessage());
    }

    static MetricException rowLimitTooSmall(int rows) {
        return new MetricException(
                MetricErrorCode.INVALID_QUERY_SETTING,
                "The row limit " + rows + " of the move cannot be used",
                "metadata is that of the rows that a query returns, so at least one has to be read",
                "give rowLimit a number above 0, or leave it out for the default of 5000",
                null);
    }

    static MetricException incomplete(MetadataCheck check) {
        return new MetricException(
                MetricErrorCode.METADATA_INCOMPLETE,
                "The lists stay in the definitions",
                "metrics lack metadata of their query, and the move is strict; " + check.describe(),
                "mend or delete the metrics in the quarantine of \"" + MetadataMove.BACKFILL
                        + "\", and start again, which tries them again; or leave strict() out",
                null);
    }

    static MetricException noDataSource(MetricDefinition definition) {
        List<UUID> datasets = definition.datasetIds();
        boolean isNull = definition.toContent().path(DATASETS).isNull();
        return datasets.isEmpty()
                ? notComputed(
                        (isNull ? "its " + DATASETS + " is null" : "it names no data set")
                                + ", so nobody can know where its query runs",
                        "name one in dataset_ids, or give the upgrade a defaultDataset")
                : notComputed(
                        "its first data set, " + datasets.get(0) + ", is not there, or was deleted",
                        "name a data set that is there first in dataset_ids");
    }

    static MetricException sourceAway(UUID dataSource, MetricException cause) {
        return new MetricException(
                MetricErrorCode.DATA_SOURCE_UNREACHABLE,
                "The backfill waits for the data source " + dataSource,
                cause.why() + "; its metrics are not at fault, and are tried again",
                "make it reachable; or take it out of the DataSources, and its metrics go to quarantine",
                cause);
    }

    private static MetricException notComputed(String why, String fix) {
        return new MetricException(MetricErrorCode.METADATA_NOT_COMPUTED, "The metric has no metadata", why, fix, null);
    }

    static MetricException listOfDeleted() {
        return new MetricException(
                MetricErrorCode.LIST_KEPT,
                "The definition keeps its list",
                "the metric is deleted, and queries of deleted metrics are not run",
                "leave it as it is; all applications read it",
                null);
    }

    static MetricException listWithoutMetadata() {
        return new MetricException(
                MetricErrorCode.LIST_KEPT,
                "The definition keeps its list",
                "the column holds no metadata of its query on its data source, or one without columns",
                "look in the quarantine of the backfill for the reason, mend the metric, and let its metadata be computed",
                null);
    }

    static MetricException checkFailed(SQLException cause) {
        return new MetricException(
                MetricErrorCode.CHECK_FAILED,
                "The stored metadata was not looked at",
                "the database says SQLSTATE " + cause.getSQLState(),
                "look at the cause; the role has to read metric_files and datasets",
                cause);
    }
}
