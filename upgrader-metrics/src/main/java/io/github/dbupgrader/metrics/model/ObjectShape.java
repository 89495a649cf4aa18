package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An object with known fields. Each field has one written spelling and further ones that are read; unknown keys stay as
 * they are.
 */
final class ObjectShape implements Shape {

    private final Map<String, Field> fields;
    private final Map<String, Field> bySpelling = new HashMap<>();

    private ObjectShape(Map<String, Field> fields) {
        this.fields = fields;
        for (Field field : fields.values()) {
            bySpelling.put(field.name, field);
            field.otherSpellings.forEach(spelling -> bySpelling.put(spelling, field));
        }
    }

    private record Field(String name, List<String> otherSpellings, Shape shape, boolean required) {}

    static ObjectShape empty() {
        return new ObjectShape(Map.of());
    }

    /** A field that must be there; camelCase is read in snake_case as well. */
    ObjectShape required(String name, Shape shape, String... otherSpellings) {
        return with(name, shape, true, otherSpellings);
    }

    ObjectShape optional(String name, Shape shape, String... otherSpellings) {
        return with(name, shape, false, otherSpellings);
    }

    private ObjectShape with(String name, Shape shape, boolean required, String... otherSpellings) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        List<String> spellings = otherSpellings.length > 0
                ? Arrays.asList(otherSpellings)
                : List.of(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
        more.put(name, new Field(name, spellings, shape, required));
        return new ObjectShape(more);
    }

    /** {@return the written spellings, in order} */
    Set<String> names() {
        return fields.keySet();
    }

    @Override
    public ObjectNode read(JsonNode value, Place at) {
        if (!(value instanceof ObjectNode object)) {
            throw value.isNull()
                    ? ModelErrors.nothing(at.path(), "an object")
                    : ModelErrors.wrongKind(at.path(), "an object", JsonKind.of(value));
        }
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        Map<String, String> spelled = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Field field = bySpelling.get(entry.getKey());
            if (field == null) {
                read.set(entry.getKey(), entry.getValue().deepCopy());
            } else {
                JsonNode found = field(field, entry.getValue(), at.key(field.name, entry.getKey()));
                String before = spelled.put(field.name, entry.getKey());
                if (before != null && !read.path(field.name).equals(found)) {
                    throw ModelErrors.twoSpellings(at.key(field.name, "").path(), before, entry.getKey());
                }
                read.set(field.name, found);
            }
        }
        if (!at.partial()) {
            requireAll(read, at);
        }
        return read;
    }

    private static JsonNode field(Field field, JsonNode value, Place at) {
        return value.isNull() && (!field.required || at.partial()) ? value : field.shape.read(value, at);
    }

    private void requireAll(ObjectNode read, Place at) {
        for (Field field : fields.values()) {
            if (field.required && !read.has(field.name)) {
                throw ModelErrors.missing(at.key(field.name, "").path());
            }
        }
    }
}
