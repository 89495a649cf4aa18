package io.github.dbupgrader.metrics.model;

/**
 * One number.
 *
 * @param columnId the column whose value is shown
 * @param settings all keys of the chart
 */
public record MetricChart(String columnId, ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.METRIC;
    }
}
