package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes the chart of each kind of JSON that was read. */
final class Charts {

    private Charts() {}

    static ChartConfig of(ObjectNode chart) {
        ChartSettings settings = new ChartSettings(chart);
        ChartKind kind =
                ChartKind.of(chart.get(ChartShapes.TAG).textValue()).orElseThrow(IllegalArgumentException::new);
        return switch (kind) {
            case BAR -> new BarChart(ChartAxis.of(chart, "barAndLineAxis"), settings);
            case LINE -> new LineChart(ChartAxis.of(chart, "barAndLineAxis"), settings);
            case SCATTER -> new ScatterChart(ChartAxis.of(chart, "scatterAxis"), settings);
            case PIE -> new PieChart(ChartAxis.of(chart, "pieChartAxis"), settings);
            case COMBO -> new ComboChart(ChartAxis.of(chart, "comboChartAxis"), settings);
            case METRIC -> new MetricChart(chart.get("metricColumnId").textValue(), settings);
            case TABLE -> new TableChart(settings);
        };
    }
}
