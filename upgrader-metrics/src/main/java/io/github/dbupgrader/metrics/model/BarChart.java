package io.github.dbupgrader.metrics.model;

/**
 * Bars.
 *
 * @param axis which columns are shown where
 * @param settings all keys of the chart
 */
public record BarChart(ChartAxis axis, ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.BAR;
    }
}
