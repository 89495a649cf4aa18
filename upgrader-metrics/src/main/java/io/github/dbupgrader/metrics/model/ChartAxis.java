package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns a chart shows where. What a kind of chart does not have is empty.
 *
 * @param x along the first axis, or the slices
 * @param y along the second axis, or the size of the slices
 * @param y2 along the second scale of the second axis
 * @param category what splits values into series
 * @param size what the size of points says
 * @param colorBy what the colour says
 * @param tooltip what is told about a point
 */
public record ChartAxis(
        List<String> x,
        List<String> y,
        List<String> y2,
        List<String> category,
        List<String> size,
        List<String> colorBy,
        List<String> tooltip) {

    /** Checks and copies. */
    public ChartAxis {
        x = List.copyOf(x);
        y = List.copyOf(y);
        y2 = List.copyOf(y2);
        category = List.copyOf(category);
        size = List.copyOf(size);
        colorBy = List.copyOf(colorBy);
        tooltip = List.copyOf(tooltip);
    }

    static ChartAxis of(ObjectNode chart, String key) {
        JsonNode axis = chart.get(key);
        return new ChartAxis(
                columns(axis, "x"),
                columns(axis, "y"),
                columns(axis, "y2"),
                columns(axis, "category"),
                columns(axis, "size"),
                columns(axis, "colorBy"),
                columns(axis, "tooltip"));
    }

    private static List<String> columns(JsonNode axis, String key) {
        List<String> columns = new ArrayList<>();
        axis.path(key).forEach(column -> columns.add(column.asText()));
        return columns;
    }
}
