package io.github.dbupgrader.metrics.model;

/** The errors of this package, each text in one place. */
final class ModelErrors {

    private ModelErrors() {}

    static MetricException invalidMetadata(String why) {
        return new MetricException(
                MetricErrorCode.INVALID_METADATA,
                "The stored metadata cannot be read",
                why,
                "set the column to SQL NULL, and let the metadata be computed again",
                null);
    }
}
