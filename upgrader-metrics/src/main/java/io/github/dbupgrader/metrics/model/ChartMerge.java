package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Merges a part of a chart into a chart. */
final class ChartMerge {

    private ChartMerge() {}

    static ObjectNode merge(ObjectNode chart, JsonNode patch) {
        ObjectNode merged = chart.deepCopy();
        merge(merged, inWrittenSpelling(patch, chart));
        ObjectNode read = (ObjectNode) ChartShapes.CHART.read(merged, at(false));
        LabelOrder.remove(read);
        return read;
    }

    /** The patch may be of another kind than the chart, and then its own tag says which keys it may have. */
    private static ObjectNode inWrittenSpelling(JsonNode patch, ObjectNode chart) {
        Place at = at(true);
        String tag = ObjectShape.empty()
                .optional(ChartShapes.TAG, Shape.TEXT)
                .read(patch, at)
                .path(ChartShapes.TAG)
                .asText(chart.get(ChartShapes.TAG).textValue());
        return ChartKind.of(tag)
                .map(kind -> ChartShapes.of(kind).read(patch, at))
                .orElseThrow(() ->
                        ModelErrors.unknownChart(at.key(ChartShapes.TAG, "").path(), tag, ChartKind.all()));
    }

    private static Place at(boolean partial) {
        return Place.in(MetricDefinition.CHART_CONFIG, partial);
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            JsonNode old = into.get(entry.getKey());
            JsonNode value = entry.getValue();
            if (old instanceof ObjectNode object && value instanceof ObjectNode part) {
                merge(object, part);
            } else if (!value.isNull() || old == null) {
                into.set(entry.getKey(), value);
            }
        });
    }
}
