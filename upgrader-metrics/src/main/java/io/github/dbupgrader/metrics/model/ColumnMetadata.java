package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of one column of a result. Six keys that every reader knows, and further facts for those who know them.
 *
 * <p>Call only. Immutable: JSON that goes in or out is copied.
 */
public final class ColumnMetadata {

    static final String NAME = "name";
    static final String MIN_VALUE = "min_value";
    static final String MAX_VALUE = "max_value";
    static final String UNIQUE_VALUES = "unique_values";
    static final String SIMPLE_TYPE = "simple_type";
    static final String TYPE = "type";
    static final Set<String> KEYS = Set.of(NAME, MIN_VALUE, MAX_VALUE, UNIQUE_VALUES, SIMPLE_TYPE, TYPE);

    /** The types that the first readers knew, and refused all others. */
    private static final Set<String> D1_TYPES = Set.of(
            "int2", "int4", "int8", "float4", "float8", "varchar", "text", "bool", "date", "timestamp", "timestamptz");

    private static final Set<String> D1_TEXTS = Set.of("bpchar", "enum");

    private final String name;
    private final JsonNode minValue;
    private final JsonNode maxValue;
    private final OptionalLong uniqueValues;
    private final SimpleType simpleType;
    private final String type;
    private final Map<String, JsonNode> facts;

    private ColumnMetadata(Builder builder) {
        name = builder.name;
        minValue = builder.minValue;
        maxValue = builder.maxValue;
        uniqueValues = builder.uniqueValues;
        simpleType = builder.simpleType;
        type = builder.type;
        facts = new LinkedHashMap<>(builder.facts);
    }

    /**
     * Begins a column whose values are unknown.
     *
     * @param name its label as the engine returned it
     * @param simpleType what kind of values it has
     * @param type their type, such as {@code int8}
     * @return a builder
     */
    public static Builder builder(String name, SimpleType simpleType, String type) {
        return new Builder(name, simpleType, type);
    }

    /** {@return a builder that begins with this column} */
    public Builder toBuilder() {
        Builder builder = new Builder(name, simpleType, type);
        builder.minValue = minValue;
        builder.maxValue = maxValue;
        builder.uniqueValues = uniqueValues;
        builder.facts.putAll(facts);
        return builder;
    }

    /** {@return the label as the engine returned it} */
    public String name() {
        return name;
    }

    /** {@return the least value, a number or a text; JSON null where unknown or without meaning} */
    public JsonNode minValue() {
        return minValue;
    }

    /** {@return the greatest value, a number or a text; JSON null where unknown or without meaning} */
    public JsonNode maxValue() {
        return maxValue;
    }

    /** {@return how many different values there are, null not counted; empty where unknown} */
    public OptionalLong uniqueValues() {
        return uniqueValues;
    }

    /** {@return what kind of values the column has} */
    public SimpleType simpleType() {
        return simpleType;
    }

    /** {@return the type of the values; any text that was stored is passed on} */
    public String type() {
        return type;
    }

    /**
     * Looks up a fact beyond the six keys.
     *
     * @param key its JSON key, such as {@code null_count}
     * @return its value, a missing node where there is none
     */
    public JsonNode fact(String key) {
        JsonNode value = facts.get(key);
        return value == null ? MissingNode.getInstance() : value.deepCopy();
    }

    /** The same column without the facts that are not named. */
    ColumnMetadata keepingFacts(Set<String> keys) {
        Builder builder = toBuilder();
        builder.facts.keySet().retainAll(keys);
        return builder.build();
    }

    /** The same column in the types of the first writers. */
    ColumnMetadata strictD1() {
        if (D1_TYPES.contains(type)) {
            return this;
        }
        if (type.equals("numeric")) {
            return typed(SimpleType.NUMBER, "float8");
        }
        if (D1_TEXTS.contains(type)) {
            return typed(SimpleType.STRING, "text");
        }
        return typed(SimpleType.OTHER, "other");
    }

    private ColumnMetadata typed(SimpleType newSimpleType, String newType) {
        Builder builder = toBuilder();
        builder.simpleType = newSimpleType;
        builder.type = newType;
        if (!newSimpleType.isOrdered()) {
            builder.minValue = NullNode.getInstance();
            builder.maxValue = NullNode.getInstance();
        }
        return builder.build();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(NAME, name);
        json.set(MIN_VALUE, minValue);
        json.set(MAX_VALUE, maxValue);
        if (uniqueValues.isPresent()) {
            json.put(UNIQUE_VALUES, uniqueValues.getAsLong());
        } else {
            json.putNull(UNIQUE_VALUES);
        }
        json.put(SIMPLE_TYPE, simpleType.text());
        json.put(TYPE, type);
        facts.forEach((key, value) -> json.set(key, value.deepCopy()));
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnMetadata that && JsonEquality.same(toJson(), that.toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, facts.keySet());
    }

    @Override
    public String toString() {
        return toJson().toString();
    }

    /** Collects what is known of a column. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private SimpleType simpleType;
        private String type;
        private JsonNode minValue = NullNode.getInstance();
        private JsonNode maxValue = NullNode.getInstance();
        private OptionalLong uniqueValues = OptionalLong.empty();
        private final Map<String, JsonNode> facts = new LinkedHashMap<>();

        private Builder(String name, SimpleType simpleType, String type) {
            this.name = Objects.requireNonNull(name, "name");
            this.simpleType = Objects.requireNonNull(simpleType, "simpleType");
            this.type = Objects.requireNonNull(type, "type");
        }

        /**
         * Sets the least value.
         *
         * @param value a number or text node; JSON null (the default) where unknown
         * @return this builder
         */
        public Builder minValue(JsonNode value) {
            minValue = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the greatest value.
         *
         * @param value a number or text node; JSON null (the default) where unknown
         * @return this builder
         */
        public Builder maxValue(JsonNode value) {
            maxValue = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how many different values there are; unknown by default.
         *
         * @param count the number, null not counted
         * @return this builder
         */
        public Builder uniqueValues(long count) {
            uniqueValues = OptionalLong.of(count);
            return this;
        }

        /**
         * Adds a fact beyond the six keys, after those that are there.
         *
         * @param key its JSON key, none of the six
         * @param value its value; JSON null leaves it out
         * @return this builder
         */
        public Builder fact(String key, JsonNode value) {
            Facts.put(facts, KEYS, key, value);
            return this;
        }

        Builder facts(ObjectNode json) {
            Facts.read(facts, KEYS, json);
            return this;
        }

        /** {@return the column} */
        public ColumnMetadata build() {
            return new ColumnMetadata(this);
        }
    }
}
