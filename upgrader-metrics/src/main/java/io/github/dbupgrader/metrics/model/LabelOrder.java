package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The order of the label formats. The database keeps the order of a list but not of an object's keys, so that a stored
 * chart has both: the formats by column, and the columns in order.
 */
final class LabelOrder {

    static final String KEY = "columnLabelFormatOrder";

    private LabelOrder() {}

    /** Puts the formats into the order that was stored, and the list away. */
    static void apply(ObjectNode chart) {
        JsonNode order = chart.remove(KEY);
        ObjectNode formats = formats(chart);
        if (order == null || !order.isArray()) {
            return;
        }
        ObjectNode ordered = formats.objectNode();
        for (JsonNode column : order) {
            JsonNode format = formats.remove(column.asText());
            if (format != null) {
                ordered.set(column.asText(), format);
            }
        }
        // whatever an older application added since
        ordered.setAll(formats);
        chart.set(ChartShapes.LABEL_FORMATS, ordered);
    }

    static void remove(ObjectNode chart) {
        chart.remove(KEY);
    }

    /** Adds the list to a chart that is to be stored. */
    static void store(ObjectNode chart) {
        ArrayNode order = chart.arrayNode();
        formats(chart).fieldNames().forEachRemaining(order::add);
        chart.set(KEY, order);
    }

    private static ObjectNode formats(ObjectNode chart) {
        return (ObjectNode) chart.get(ChartShapes.LABEL_FORMATS);
    }
}
