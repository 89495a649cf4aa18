package io.github.dbupgrader.metrics.model;

/**
 * Slices.
 *
 * @param axis which columns are shown where
 * @param settings all keys of the chart
 */
public record PieChart(ChartAxis axis, ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.PIE;
    }
}
