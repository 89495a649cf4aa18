package io.github.dbupgrader.metrics.model;

import org.jspecify.annotations.Nullable;

/** The errors of this package, each text in one place. The first clauses are those that stored logs and callers know. */
final class ModelErrors {

    private static final String INVALID_YAML = "Invalid YAML format";
    private static final String INVALID_METRIC = "Invalid metric structure";

    private ModelErrors() {}

    static MetricException invalidYaml(String why, String fix, @Nullable Throwable cause) {
        return new MetricException(MetricErrorCode.INVALID_YAML, INVALID_YAML, why, fix, cause);
    }

    static MetricException missing(String path) {
        return invalidMetric(path + " is missing", "add it");
    }

    static MetricException wrongKind(String path, String expected, String found) {
        return invalidMetric(path + " is " + found + " and not " + expected, "write " + expected + " there");
    }

    static MetricException nothing(String path, String expected) {
        return invalidMetric(
                path + " is null and not " + expected,
                "write " + expected + " there, in quotes where it begins with #, or leave it out");
    }

    static MetricException unknownChart(String path, String found, String kinds) {
        return invalidMetric(
                path + " is \"" + found + "\", and there is no such kind of chart", "choose one of " + kinds);
    }

    static MetricException twoSpellings(String path, String first, String second) {
        return new MetricException(
                MetricErrorCode.AMBIGUOUS_FIELD,
                INVALID_METRIC,
                path + " is there as " + first + " and as " + second + ", with different values",
                "keep one of the two",
                null);
    }

    static MetricException metadataInDefinition() {
        return new MetricException(
                MetricErrorCode.METADATA_IN_DEFINITION,
                INVALID_METRIC,
                DataMetadata.KEY
                        + " does not belong into a definition any more: it is computed, and stored in a column",
                "remove it",
                null);
    }

    static MetricException invalidMetadata(String why) {
        return new MetricException(
                MetricErrorCode.INVALID_METADATA,
                "The stored metadata cannot be read",
                why,
                "set the column to SQL NULL, and let the metadata be computed again",
                null);
    }

    private static MetricException invalidMetric(String why, String fix) {
        return new MetricException(MetricErrorCode.INVALID_METRIC, INVALID_METRIC, why, fix, null);
    }
}
