package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a value must be. Reading one gives it in the written spelling, or fails with its path. */
@FunctionalInterface
interface Shape {

    /** Anything at all, as it is. */
    Shape ANY = (value, at) -> value.deepCopy();

    /** A text; a number or boolean is taken as it was spelled. */
    Shape TEXT = (value, at) -> {
        if (value.isNumber() || value.isBoolean()) {
            return TextNode.valueOf(at.spelled().orElseGet(value::asText));
        }
        return required(value, JsonNode::isTextual, at, "a text");
    };

    Shape BOOLEAN = (value, at) -> required(value, JsonNode::isBoolean, at, "true or false");

    Shape NUMBER = (value, at) -> required(value, JsonNode::isNumber, at, "a number");

    /** One generation wrote a text where the others have a boolean. */
    Shape BOOLEAN_OR_TEXT =
            (value, at) -> required(value, v -> v.isBoolean() || v.isTextual(), at, "true or false, or a text");

    /** A plain title, or one that a column gives. */
    Shape TEXT_OR_OBJECT = (value, at) -> value.isObject() ? value.deepCopy() : TEXT.read(value, at);

    /** Java's own parser takes shortened groups, too. */
    Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    Shape ID = (value, at) -> {
        required(value, JsonNode::isTextual, at, "a UUID");
        if (!UUID_TEXT.matcher(value.textValue()).matches()) {
            throw ModelErrors.wrongKind(at.path(), "a UUID", "the text \"" + value.textValue() + "\"");
        }
        return value;
    };

    /**
     * Reads a value.
     *
     * @param value what was found
     * @param at where it was found
     * @return the same in the written spelling
     * @throws MetricException if it is of another kind
     */
    JsonNode read(JsonNode value, Place at);

    static Shape list(Shape element) {
        return (value, at) -> {
            required(value, JsonNode::isArray, at, "a list");
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (JsonNode each : value) {
                list.add(element.read(each, at.index(list.size())));
            }
            return list;
        };
    }

    /** An object whose keys are names of columns, never touched. */
    static Shape map(Shape element) {
        return (value, at) -> {
            required(value, JsonNode::isObject, at, "an object");
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                map.set(entry.getKey(), element.read(entry.getValue(), at.key(entry.getKey(), entry.getKey())));
            }
            return map;
        };
    }

    private static JsonNode required(JsonNode value, Predicate<JsonNode> kind, Place at, String expected) {
        if (kind.test(value)) {
            return value;
        }
        throw value.isNull()
                ? ModelErrors.nothing(at.path(), expected)
                : ModelErrors.wrongKind(at.path(), expected, JsonKind.of(value));
    }
}
