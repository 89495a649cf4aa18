package io.github.dbupgrader.metrics.model;

/**
 * Lines.
 *
 * @param axis which columns are shown where
 * @param settings all keys of the chart
 */
public record LineChart(ChartAxis axis, ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.LINE;
    }
}
