package io.github.dbupgrader.metrics.model;

/**
 * Rows.
 *
 * @param settings all keys of the chart
 */
public record TableChart(ChartSettings settings) implements ChartConfig {

    @Override
    public ChartKind kind() {
        return ChartKind.TABLE;
    }
}
