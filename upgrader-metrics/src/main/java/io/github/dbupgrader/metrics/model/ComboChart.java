package io.github.dbupgrader.metrics.model;

/**
 * Bars and lines over two scales.
 *
 * @param axis which columns are shown where
 * @param settings all keys of the chart
 */
public record ComboChart(ChartAxis axis, ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.COMBO;
    }
}
