package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a chart, in the written spelling. Call only. Immutable: JSON that goes out is copied. */
public final class ChartSettings {

    private final ObjectNode chart;

    ChartSettings(ObjectNode chart) {
        this.chart = chart.deepCopy();
    }

    /** {@return the format of each column that has one, in the order in which it was written} */
    public Map<String, JsonNode> columnLabelFormats() {
        Map<String, JsonNode> formats = new LinkedHashMap<>();
        chart.get(ChartShapes.LABEL_FORMATS)
                .properties()
                .forEach(entry -> formats.put(entry.getKey(), entry.getValue().deepCopy()));
        return Collections.unmodifiableMap(formats);
    }

    /**
     * Looks up a key.
     *
     * @param key such as {@code barLayout}
     * @return its value, a missing node where there is none
     */
    public JsonNode get(String key) {
        return chart.path(key).deepCopy();
    }

    /** {@return all keys, in order} */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        chart.fieldNames().forEachRemaining(keys::add);
        return List.copyOf(keys);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChartSettings that && chart.equals(that.chart);
    }

    @Override
    public int hashCode() {
        return chart.hashCode();
    }

    @Override
    public String toString() {
        return chart.toString();
    }
}
