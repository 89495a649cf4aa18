package io.github.dbupgrader.metrics.model;

/**
 * Points.
 *
 * @param axis which columns are shown where
 * @param settings all keys of the chart
 */
public record ScatterChart(ChartAxis axis, ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.SCATTER;
    }
}
