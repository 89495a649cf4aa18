package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of names and kinds that definitions once carried under {@code data_metadata}. Everything else about a column is
 * unknown there, and stays unknown: it is never made up.
 */
public final class LegacyMetadata {

    /** The fact that marks metadata which came of such a list, and its value. */
    private static final String SOURCE = "source";

    private static final String LEGACY_YAML = "legacy_yaml";

    private LegacyMetadata() {}

    /**
     * Reads the list of a stored definition.
     *
     * @param content the JSON of the column {@code content}, or of a version's
     * @return metadata with names and kinds alone, whose fact {@code source} is {@code legacy_yaml}; empty where there is no list, or none that can be read
     */
    public static Optional<DataMetadata> in(JsonNode content) {
        JsonNode list = content.path(DataMetadata.KEY);
        if (!list.isArray()) {
            list = content.path("dataMetadata");
        }
        if (!list.isArray() || list.isEmpty()) {
            return Optional.empty();
        }
        List<ColumnMetadata> columns = new ArrayList<>();
        for (JsonNode item : list) {
            JsonNode type = item.has("data_type") ? item.path("data_type") : item.path("dataType");
            if (!item.path("name").isTextual() || !type.isTextual()) {
                return Optional.empty();
            }
            columns.add(ColumnMetadata.builder(item.path("name").textValue(), simpleType(type.textValue()), "other")
                    .build());
        }
        return Optional.of(DataMetadata.builder(columns)
                .fact(SOURCE, TextNode.valueOf(LEGACY_YAML))
                .build());
    }

    /**
     * Tells metadata of such a list from computed metadata.
     *
     * @param metadata any metadata
     * @return whether it came of a definition's list
     */
    public static boolean isLegacy(DataMetadata metadata) {
        return metadata.fact(SOURCE).asText().equals(LEGACY_YAML);
    }

    /**
     * Makes the list for applications that read nothing else.
     *
     * @param metadata the metadata of a metric
     * @return its names and kinds; what is of no kind that was known there is a {@code string}
     */
    public static ArrayNode list(DataMetadata metadata) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ColumnMetadata column : metadata.columns()) {
            SimpleType type = column.simpleType() == SimpleType.OTHER ? SimpleType.STRING : column.simpleType();
            list.addObject().put("name", column.name()).put("data_type", type.text());
        }
        return list;
    }

    // "text" was no word of that list
    private static SimpleType simpleType(String dataType) {
        return dataType.equals("text") ? SimpleType.OTHER : SimpleType.of(dataType);
    }
}
