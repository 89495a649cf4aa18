package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of a query's result: its columns, how many rows it has, and further facts such as the hash of the SQL.
 *
 * <p>Call only. Immutable: JSON that goes in or out is copied. {@code data-metadata.schema.json} beside the package
 * describes its JSON.
 */
public final class DataMetadata {

    /** The key under which definitions once carried it, and the column that has it now. */
    public static final String KEY = "data_metadata";

    static final String COLUMN_COUNT = "column_count";
    static final String ROW_COUNT = "row_count";
    static final String COLUMN_METADATA = "column_metadata";
    static final Set<String> KEYS = Set.of(COLUMN_COUNT, ROW_COUNT, COLUMN_METADATA);

    private final List<ColumnMetadata> columns;
    private final OptionalLong rowCount;
    private final Map<String, JsonNode> facts;

    private DataMetadata(Builder builder) {
        columns = builder.columns;
        rowCount = builder.rowCount;
        facts = new LinkedHashMap<>(builder.facts);
    }

    /**
     * Begins the metadata of a result whose rows are not counted yet.
     *
     * @param columns its columns, in the order of the select list
     * @return a builder
     */
    public static Builder builder(List<ColumnMetadata> columns) {
        return new Builder(columns);
    }

    /**
     * Reads stored metadata of any generation.
     *
     * @param json what was stored
     * @return the metadata; types, kinds and facts that this release does not know are taken as they are, and the empty text that some writers used for an unknown
     *     least or greatest value is unknown
     * @throws MetricException if it is no object with a list of named columns
     */
    public static DataMetadata read(JsonNode json) {
        return DataMetadataReader.read(json);
    }

    /** {@return a builder that begins with this metadata} */
    public Builder toBuilder() {
        return toBuilder(columns);
    }

    Builder toBuilder(List<ColumnMetadata> newColumns) {
        Builder builder = new Builder(newColumns);
        builder.rowCount = rowCount;
        builder.facts.putAll(facts);
        return builder;
    }

    /** {@return the number of columns} */
    public int columnCount() {
        return columns.size();
    }

    /** {@return how many rows were looked at; empty where unknown} */
    public OptionalLong rowCount() {
        return rowCount;
    }

    /** {@return the columns, in the order of the select list} */
    public List<ColumnMetadata> columns() {
        return columns;
    }

    /**
     * Looks up a fact beyond the common keys.
     *
     * @param key its JSON key, such as {@code sql_hash}
     * @return its value, a missing node where there is none
     */
    public JsonNode fact(String key) {
        JsonNode value = facts.get(key);
        return value == null ? MissingNode.getInstance() : value.deepCopy();
    }

    /** {@return the keys of the facts, in order} */
    public List<String> facts() {
        return List.copyOf(facts.keySet());
    }

    /**
     * {@return the same metadata in the twelve types that the first readers knew: {@code numeric} becomes {@code float8}, {@code bpchar} and {@code enum} become
     * {@code text}, all others {@code other}}
     */
    public DataMetadata strictD1() {
        return toBuilder(columns.stream().map(ColumnMetadata::strictD1).toList())
                .build();
    }

    /** {@return the same metadata; where it has no rows, without columns, as the first writers wrote it, who took columns from rows} */
    public DataMetadata withoutColumnsIfEmpty() {
        return rowCount.isPresent() && rowCount.getAsLong() == 0
                ? toBuilder(List.of()).build()
                : this;
    }

    /**
     * Bounds the size of the JSON. Facts about columns go first, then those about the result; the keys that every reader knows, the hash of the SQL and the data
     * source never go, even where the bound cannot be kept without that. What goes is logged, by number and not by value.
     *
     * @param bytes the bound, in bytes of UTF-8
     * @return metadata within the bound if possible
     */
    public DataMetadata within(int bytes) {
        return MetadataBound.apply(this, bytes);
    }

    DataMetadata keepingColumnFacts(Set<String> keys) {
        return toBuilder(columns.stream()
                        .map(column -> column.keepingFacts(keys))
                        .toList())
                .build();
    }

    DataMetadata keepingFacts(Set<String> keys) {
        Builder builder = toBuilder();
        builder.facts.keySet().retainAll(keys);
        return builder.build();
    }

    /** {@return the JSON that is stored and served, a new object each time} */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(COLUMN_COUNT, columns.size());
        if (rowCount.isPresent()) {
            json.put(ROW_COUNT, rowCount.getAsLong());
        } else {
            json.putNull(ROW_COUNT);
        }
        ArrayNode list = json.putArray(COLUMN_METADATA);
        columns.forEach(column -> list.add(column.toJson()));
        facts.forEach((key, value) -> json.set(key, value.deepCopy()));
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataMetadata that && JsonEquality.same(toJson(), that.toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns, rowCount, facts.keySet());
    }

    @Override
    public String toString() {
        return toJson().toString();
    }

    /** Collects what is known of a result. Not thread-safe. */
    public static final class Builder {
        private final List<ColumnMetadata> columns;
        private OptionalLong rowCount = OptionalLong.empty();
        private final Map<String, JsonNode> facts = new LinkedHashMap<>();

        private Builder(List<ColumnMetadata> columns) {
            this.columns = List.copyOf(columns);
        }

        /**
         * Sets how many rows were looked at; unknown by default.
         *
         * @param count the number
         * @return this builder
         */
        public Builder rowCount(long count) {
            rowCount = OptionalLong.of(count);
            return this;
        }

        /**
         * Adds a fact beyond the common keys, after those that are there.
         *
         * @param key its JSON key, none of {@code column_count}, {@code row_count} and {@code column_metadata}
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

        /** {@return the metadata} */
        public DataMetadata build() {
            return new DataMetadata(this);
        }
    }
}
