package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;

/** What a value is, in words that somebody who writes YAML uses. */
final class JsonKind {

    private JsonKind() {}

    static String of(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case MISSING -> "missing";
        };
    }
}
