package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** How the values of columns are shown. */
final class LabelFormats {

    private LabelFormats() {}

    /** The columns that have a format, in order. */
    static List<String> columns(ObjectNode chart) {
        List<String> columns = new ArrayList<>();
        chart.get(ChartShapes.LABEL_FORMATS).fieldNames().forEachRemaining(columns::add);
        return columns;
    }

    static void fit(ObjectNode chart, DataMetadata metadata) {
        JsonNode old = chart.get(ChartShapes.LABEL_FORMATS);
        ObjectNode formats = chart.objectNode();
        for (ColumnMetadata column : metadata.columns()) {
            ObjectNode format = standard(column.simpleType(), chart.objectNode());
            if (old.path(column.name()) instanceof ObjectNode before) {
                format.setAll(before);
            }
            formats.set(column.name(), format);
        }
        chart.set(ChartShapes.LABEL_FORMATS, formats);
        chart.remove(ChartShapes.COLUMN_SETTINGS);
        if (chart.has(ChartShapes.TRENDLINES)) {
            chart.putArray(ChartShapes.TRENDLINES);
        }
    }

    private static ObjectNode standard(SimpleType type, ObjectNode format) {
        return switch (type) {
            case NUMBER ->
                typed(format, "number")
                        .put("numberSeparatorStyle", ",")
                        .put("minimumFractionDigits", 0)
                        .put("maximumFractionDigits", 2)
                        .put("replaceMissingDataWith", 0);
            case DATE -> typed(format, "date").put("dateFormat", "auto").put("isUtc", false);
            case STRING, BOOLEAN, OTHER -> typed(format, "string");
        };
    }

    private static ObjectNode typed(ObjectNode format, String type) {
        return format.put("columnType", type).put("style", type);
    }
}
