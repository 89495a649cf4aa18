package io.github.dbupgrader.metrics.store;

import io.github.dbupgrader.metrics.model.MetricErrorCode;
import io.github.dbupgrader.metrics.model.MetricException;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;

/** The errors of this package, each text in one place. The first clauses are those that callers and logs know. */
final class StoreErrors {

    // the session has ended: what became of a commit whose answer did not arrive, only the database knows
    private static final Set<String> ANSWER_LOST =
            Set.of("08000", "08003", "08006", "08007", "08P01", "40003", "57P01", "57P02");

    private StoreErrors() {}

    static MetricException metricNotFound(UUID id) {
        return new MetricException(
                MetricErrorCode.METRIC_NOT_FOUND,
                "Metric file not found",
                "no metric has the id " + id + ", or it was deleted",
                "list the metrics to find its id",
                null);
    }

    static MetricException mayNot(MetricAccess.Action action) {
        return new MetricException(
                MetricErrorCode.PERMISSION_DENIED,
                "You don't have permission to " + verb(action) + " this metric",
                action == MetricAccess.Action.VIEW
                        ? "Viewer or higher role required"
                        : "Editor or higher role required",
                "ask its owner for that role",
                null);
    }

    private static String verb(MetricAccess.Action action) {
        return switch (action) {
            case VIEW -> "view";
            case CREATE -> "create";
            case UPDATE -> "update";
        };
    }

    static MetricException versionNotFound(UUID id, int version, int latest) {
        return new MetricException(
                MetricErrorCode.VERSION_NOT_FOUND,
                "Version " + version + " not found",
                "the latest version of metric " + id + " is " + latest
                        + ", and its history has no entry of that number",
                "ask for a version that the metric lists",
                null);
    }

    static MetricException emptySql() {
        return new MetricException(
                MetricErrorCode.INVALID_SQL,
                "SQL query cannot be empty",
                "there is nothing to run",
                "write one statement that returns rows",
                null);
    }

    static MetricException invalidSql(MetricException cause) {
        return queryFailed("Invalid SQL query", cause);
    }

    static MetricException updatedSqlFailed(MetricException cause) {
        return queryFailed("Updated SQL failed validation", cause);
    }

    static MetricException validationFailed(MetricException cause) {
        return queryFailed("SQL validation failed", cause);
    }

    private static MetricException queryFailed(String what, MetricException cause) {
        return new MetricException(code(cause.code()), what, cause.what() + ": " + cause.why(), cause.fix(), cause);
    }

    // a query that was ended, or a data source that is away, says nothing about the SQL
    private static MetricErrorCode code(MetricErrorCode cause) {
        return switch (cause) {
            case INVALID_REQUEST,
                    QUERY_TIMEOUT,
                    QUERY_CANCELLED,
                    UNKNOWN_DATA_SOURCE,
                    INVALID_QUERY_SETTING,
                    DATA_SOURCE_UNREACHABLE -> cause;
            default -> MetricErrorCode.INVALID_SQL;
        };
    }

    static MetricException limitTooSmall(int rows) {
        return new MetricException(
                MetricErrorCode.INVALID_QUERY_SETTING,
                "The limit " + rows + " of the store cannot be used",
                "a query returns at least one row if there is one",
                "give limit a number above 0, or leave it out for the default of 5000",
                null);
    }

    static MetricException noDataset(boolean isNull) {
        return new MetricException(
                MetricErrorCode.INVALID_REQUEST,
                "Missing required field 'dataset_ids'",
                "the first data set decides where the query runs, and "
                        + (isNull ? "dataset_ids is null" : "none is named"),
                "name at least one in dataset_ids",
                null);
    }

    static MetricException unknownDataset(UUID dataset) {
        return new MetricException(
                MetricErrorCode.INVALID_REQUEST,
                "Error getting data source id",
                "there is no data set " + dataset + ", or it was deleted",
                "name a data set that is there first in dataset_ids",
                null);
    }

    static MetricException changedAgainAndAgain(UUID id, int attempts) {
        return new MetricException(
                MetricErrorCode.CONCURRENT_CHANGE,
                "Metric " + id + " was not updated",
                "its query was changed by others during each of " + attempts + " attempts",
                "read it again, and repeat the update on what is there now",
                null);
    }

    static MetricException storeFailed(String what, SQLException cause) {
        return new MetricException(
                MetricErrorCode.STORE_FAILED,
                "Could not " + what,
                "the database says SQLSTATE " + cause.getSQLState() + ", " + firstLine(cause),
                isAnswerLost(cause)
                        ? "read what is there before you repeat it; the answer is lost, so the change may have been made"
                        : "look at the database's message; whatever was being changed is as it was before",
                cause);
    }

    private static boolean isAnswerLost(SQLException cause) {
        return ANSWER_LOST.contains(String.valueOf(cause.getSQLState()));
    }

    // what follows the first line may quote values of rows
    private static String firstLine(SQLException cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
