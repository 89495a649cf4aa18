package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import io.github.dbupgrader.metrics.testing.ErrorTexts;
import io.github.dbupgrader.metrics.testing.PinnedTexts;
import java.sql.SQLException;
import java.util.UUID;

class StoreErrorsTest implements PinnedTexts {

    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    private static final MetricException CAUSE = new MetricException(
            MetricErrorCode.QUERY_FAILED,
            "The query failed",
            "column o.no_such_column does not exist (SQLSTATE 42703, position 8)",
            "mend the query",
            null);

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(StoreErrors.class)
                .text(
                        StoreErrors.metricNotFound(ID),
                        "UPM-301 Metric file not found: no metric has the id " + ID
                                + ", or it was deleted. Fix: list the metrics to find its id.")
                .text(
                        StoreErrors.mayNot(MetricAccess.Action.UPDATE),
                        "UPM-302 You don't have permission to update this metric: Editor or higher role required. Fix: ask its"
                                + " owner for that role.")
                .text(
                        StoreErrors.mayNot(MetricAccess.Action.VIEW),
                        "UPM-302 You don't have permission to view this metric: Viewer or higher role required. Fix: ask its"
                                + " owner for that role.")
                .text(
                        StoreErrors.mayNot(MetricAccess.Action.CREATE),
                        "UPM-302 You don't have permission to create this metric: Editor or higher role required. Fix: ask its"
                                + " owner for that role.")
                .text(
                        StoreErrors.versionNotFound(ID, 7, 3),
                        "UPM-303 Version 7 not found: the latest version of metric " + ID
                                + " is 3, and its history has no entry"
                                + " of that number. Fix: ask for a version that the metric lists.")
                .text(
                        StoreErrors.emptySql(),
                        "UPM-305 SQL query cannot be empty: there is nothing to run. Fix: write one statement that returns rows.")
                .text(
                        StoreErrors.invalidSql(CAUSE),
                        "UPM-305 Invalid SQL query: The query failed: column o.no_such_column does not exist (SQLSTATE 42703,"
                                + " position 8). Fix: mend the query.")
                .text(
                        StoreErrors.updatedSqlFailed(CAUSE),
                        "UPM-305 Updated SQL failed validation: The query failed: column o.no_such_column does not exist"
                                + " (SQLSTATE 42703, position 8). Fix: mend the query.")
                .text(
                        StoreErrors.validationFailed(new MetricException(
                                MetricErrorCode.QUERY_TIMEOUT,
                                "The query was ended after 60000 ms",
                                "its time-out was over (SQLSTATE 57014)",
                                "make the query cheaper",
                                null)),
                        "UPM-203 SQL validation failed: The query was ended after 60000 ms: its time-out was over (SQLSTATE"
                                + " 57014). Fix: make the query cheaper.")
                .text(
                        StoreErrors.limitTooSmall(0),
                        "UPM-206 The limit 0 of the store cannot be used: a query returns at least one row if there is one. Fix: give limit"
                                + " a number above 0, or leave it out for the default of 5000.")
                .text(
                        StoreErrors.noDataset(true),
                        "UPM-304 Missing required field 'dataset_ids': the first data set decides where the query runs, and dataset_ids is"
                                + " null. Fix: name at least one in dataset_ids.")
                .text(
                        StoreErrors.noDataset(false),
                        "UPM-304 Missing required field 'dataset_ids': the first data set decides where the query runs, and none"
                                + " is named. Fix: name at least one in dataset_ids.")
                .text(
                        StoreErrors.unknownDataset(ID),
                        "UPM-304 Error getting data source id: there is no data set " + ID
                                + ", or it was deleted. Fix: name a data set that is there first in dataset_ids.")
                .text(
                        StoreErrors.changedAgainAndAgain(ID, 5),
                        "UPM-306 Metric " + ID
                                + " was not updated: its query was changed by others during each of 5 attempts."
                                + " Fix: read it again, and repeat the update on what is there now.")
                .text(
                        StoreErrors.storeFailed(
                                "list metrics",
                                new SQLException(
                                        "ERROR: permission denied for table metric_files\n  Detail: a value.",
                                        "42501")),
                        "UPM-307 Could not list metrics: the database says SQLSTATE 42501, ERROR: permission denied for table"
                                + " metric_files. Fix: look at the database's message; whatever was being changed is as it was"
                                + " before.")
                .text(
                        StoreErrors.storeFailed(
                                "update metric 1",
                                new SQLException("An I/O error occurred while sending to the backend.", "08006")),
                        "UPM-307 Could not update metric 1: the database says SQLSTATE 08006, An I/O error occurred while"
                                + " sending to the backend. Fix: read what is there before you repeat it; the answer is lost, so"
                                + " the change may have been made.");
    }
}
