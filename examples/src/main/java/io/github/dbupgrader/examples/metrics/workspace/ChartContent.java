package io.github.dbupgrader.examples.metrics.workspace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A chart as a release spelled it: snake_case at first, camelCase later, and the tag not always like the rest. */
final class ChartContent {

    private final boolean snake;

    private ChartContent(boolean snake) {
        this.snake = snake;
    }

    static ObjectNode of(Question question, String tag, boolean snake) {
        return new ChartContent(snake).of(question, tag);
    }

    private ObjectNode of(Question question, String tag) {
        List<Column> columns = question.columns();
        ObjectNode chart = JsonNodeFactory.instance.objectNode();
        chart.put(tag, question.chart());
        ObjectNode formats = chart.putObject(key("columnLabelFormats"));
        columns.forEach(column -> formats.set(column.name(), format(column)));
        switch (question.chart()) {
            case "bar", "line" -> axis(chart, "barAndLineAxis", columns);
            case "scatter" -> axis(chart, "scatterAxis", columns);
            case "pie" -> axis(chart, "pieChartAxis", columns);
            case "combo" ->
                axis(chart, "comboChartAxis", columns.subList(0, 2))
                        .putArray("y2")
                        .add(columns.get(2).name());
            case "metric" -> chart.put(key("metricColumnId"), columns.get(0).name());
            case "table" -> names(chart.putArray(key("tableColumnOrder")), columns);
            default -> throw new IllegalArgumentException(question.chart());
        }
        return chart;
    }

    private ObjectNode axis(ObjectNode chart, String name, List<Column> columns) {
        ObjectNode axis = chart.putObject(key(name));
        axis.putArray("x").add(columns.get(0).name());
        names(axis.putArray("y"), columns.subList(1, columns.size()));
        return axis;
    }

    private static void names(ArrayNode list, List<Column> columns) {
        columns.forEach(column -> list.add(column.name()));
    }

    private ObjectNode format(Column column) {
        // what an application of that time gave a boolean
        String kind = column.kind().equals("boolean") ? "string" : column.kind();
        ObjectNode format = JsonNodeFactory.instance.objectNode();
        format.put(key("columnType"), kind).put("style", kind);
        if (column.isNumber()) {
            format.put(key("maximumFractionDigits"), 2);
        }
        return format;
    }

    private String key(String camelCase) {
        return snake ? camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) : camelCase;
    }
}
