package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads metadata as any generation wrote it. Whatever only a later writer can know is taken as it is. */
final class DataMetadataReader {

    private DataMetadataReader() {}

    static DataMetadata read(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw ModelErrors.invalidMetadata("it is " + JsonKind.of(json) + " and not an object");
        }
        JsonNode list = object.path(DataMetadata.COLUMN_METADATA);
        if (!list.isArray()) {
            throw ModelErrors.invalidMetadata("its column_metadata is " + JsonKind.of(list) + " and not a list");
        }
        List<ColumnMetadata> columns = new ArrayList<>();
        for (JsonNode column : list) {
            columns.add(column(column, columns.size()));
        }
        DataMetadata.Builder builder = DataMetadata.builder(columns).facts(object);
        JsonNode rows = object.path(DataMetadata.ROW_COUNT);
        if (rows.isIntegralNumber()) {
            builder.rowCount(rows.longValue());
        }
        return builder.build();
    }

    private static ColumnMetadata column(JsonNode json, int index) {
        if (!(json instanceof ObjectNode object)
                || !object.path(ColumnMetadata.NAME).isTextual()) {
            throw ModelErrors.invalidMetadata("its column_metadata[" + index + "] has no name");
        }
        ColumnMetadata.Builder builder = ColumnMetadata.builder(
                        object.path(ColumnMetadata.NAME).textValue(),
                        SimpleType.of(text(object.path(ColumnMetadata.SIMPLE_TYPE))),
                        typeOf(object))
                .minValue(extreme(object.path(ColumnMetadata.MIN_VALUE)))
                .maxValue(extreme(object.path(ColumnMetadata.MAX_VALUE)))
                .facts(object);
        JsonNode unique = object.path(ColumnMetadata.UNIQUE_VALUES);
        if (unique.isIntegralNumber()) {
            builder.uniqueValues(unique.longValue());
        }
        return builder.build();
    }

    private static String typeOf(ObjectNode column) {
        String type = text(column.path(ColumnMetadata.TYPE));
        return type == null ? "other" : type;
    }

    private static @Nullable String text(JsonNode json) {
        return json.isTextual() ? json.textValue() : null;
    }

    // one generation of writers had an empty text where it knew nothing
    private static JsonNode extreme(JsonNode json) {
        boolean known =
                json.isNumber() || (json.isTextual() && !json.textValue().isEmpty());
        return known ? json : NullNode.getInstance();
    }
}
