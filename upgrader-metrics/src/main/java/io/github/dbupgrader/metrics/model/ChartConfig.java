package io.github.dbupgrader.metrics.model;

/** How to show a result: one of seven kinds of chart. Call only; all implementations are immutable values. */
public sealed interface ChartConfig
        permits BarChart, LineChart, ScatterChart, PieChart, ComboChart, MetricChart, TableChart {

    /** {@return which kind it is} */
    ChartKind kind();

    /** {@return all keys of the chart, those that this release does not know among them} */
    ChartSettings settings();
}
