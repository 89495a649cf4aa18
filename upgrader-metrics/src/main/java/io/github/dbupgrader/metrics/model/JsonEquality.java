package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * JSON that says the same is equal: the order of keys says nothing, and a number is its value. The database keeps neither order nor the class of a number.
 */
final class JsonEquality {

    private static final Comparator<JsonNode> VALUES = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private JsonEquality() {}

    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(VALUES, other);
    }
}
