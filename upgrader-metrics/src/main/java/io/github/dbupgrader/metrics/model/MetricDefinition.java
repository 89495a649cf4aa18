package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wrote to define a metric: a title, a query, and how to show its result. What the query returned is not part of it.
 *
 * <p>All generations of stored definitions are read; one spelling is written: {@code snake_case} above, {@code camelCase} inside {@code chart_config}. Keys that this
 * release does not know stay, at any depth. Call only. Immutable and thread-safe.
 */
public final class MetricDefinition {

    /** The time frame of a definition that names none. */
    public static final String ALL_TIME = "all_time";

    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    static final String TIME_FRAME = "time_frame";
    static final String DATASET_IDS = "dataset_ids";
    static final String SQL = "sql";
    static final String CHART_CONFIG = "chart_config";

    private static final List<String> ORDER = List.of(NAME, DESCRIPTION, TIME_FRAME, DATASET_IDS, SQL, CHART_CONFIG);

    /** In the written spelling, without metadata and without the list of the label formats' order; never changed. */
    private final ObjectNode content;

    /** Takes over content that a {@link MetricReader} has read. */
    MetricDefinition(ObjectNode content) {
        this.content = content;
    }

    /**
     * Reads a definition that somebody wrote, as {@link MetricReader#lenient()} does.
     *
     * @param yaml one plain YAML document
     * @return the definition
     * @throws MetricException if the text is no such document, or the document no metric
     */
    public static MetricDefinition fromYaml(String yaml) {
        return MetricReader.lenient().fromYaml(yaml);
    }

    /**
     * Reads a stored definition of any generation, as {@link MetricReader#lenient()} does.
     *
     * @param content the JSON of the column {@code content}, or of a version's
     * @return the definition
     * @throws MetricException if it is no metric
     */
    public static MetricDefinition fromContent(JsonNode content) {
        return MetricReader.lenient().fromContent(content);
    }

    /** {@return the title} */
    public String name() {
        return content.get(NAME).textValue();
    }

    /** {@return the question that it answers} */
    public Optional<String> description() {
        return Optional.ofNullable(content.path(DESCRIPTION).textValue());
    }

    /** {@return the time that the query covers, in words} */
    public String timeFrame() {
        return content.get(TIME_FRAME).textValue();
    }

    /** {@return the data sets, of which the first decides where the query runs; empty where there are none} */
    public List<UUID> datasetIds() {
        List<UUID> ids = new ArrayList<>();
        content.path(DATASET_IDS).forEach(id -> ids.add(UUID.fromString(id.textValue())));
        return List.copyOf(ids);
    }

    /** {@return the query, byte for byte} */
    public String sql() {
        return content.get(SQL).textValue();
    }

    /** {@return how to show the result} */
    public ChartConfig chart() {
        return Charts.of(chartConfig());
    }

    /**
     * {@return the same with another title}
     *
     * @param name the title
     */
    public MetricDefinition withName(String name) {
        return with(NAME, name);
    }

    /**
     * {@return the same with another description}
     *
     * @param description the question that it answers
     */
    public MetricDefinition withDescription(String description) {
        return with(DESCRIPTION, description);
    }

    /**
     * {@return the same with another time frame}
     *
     * @param timeFrame the time that the query covers, in words
     */
    public MetricDefinition withTimeFrame(String timeFrame) {
        return with(TIME_FRAME, timeFrame);
    }

    /**
     * {@return the same with another query}
     *
     * @param sql the query
     */
    public MetricDefinition withSql(String sql) {
        return with(SQL, sql);
    }

    private MetricDefinition with(String field, String text) {
        ObjectNode changed = content.deepCopy();
        changed.put(field, Objects.requireNonNull(text, field));
        return new MetricDefinition(changed);
    }

    /**
     * Merges a part of a chart into the chart: objects key by key; texts, numbers and lists replace what is there; null leaves it.
     *
     * @param patch keys of {@code chart_config}, in any spelling that is read
     * @return the same with another chart
     * @throws MetricException if the outcome is no chart
     */
    public MetricDefinition withChart(JsonNode patch) {
        ObjectNode changed = content.deepCopy();
        changed.set(CHART_CONFIG, ChartMerge.merge(chartConfig(), patch));
        return new MetricDefinition(changed);
    }

    /**
     * Fits the chart to the columns of a new query: each column has the default format of its type with the old format of the same-named column over it, formats of
     * other columns and all column settings go, and no trend line stays.
     *
     * @param metadata what the new query returned
     * @return the same with another chart
     */
    public MetricDefinition fittedTo(DataMetadata metadata) {
        ObjectNode changed = content.deepCopy();
        LabelFormats.fit((ObjectNode) changed.get(CHART_CONFIG), metadata);
        return new MetricDefinition(changed);
    }

    /** The chart, for this package to look at. */
    ObjectNode chartConfig() {
        return (ObjectNode) content.get(CHART_CONFIG);
    }

    /**
     * {@return the JSON to store, a new object each time; {@code chart_config.columnLabelFormatOrder} in it keeps the order of the label formats, which JSONB does not
     * keep}
     */
    public ObjectNode toContent() {
        ObjectNode stored = content.deepCopy();
        LabelOrder.store((ObjectNode) stored.get(CHART_CONFIG));
        return stored;
    }

    /** {@return the definition as YAML, from which {@link #fromYaml} reads an equal one} */
    public String toYaml() {
        ObjectNode ordered = content.objectNode();
        ORDER.stream().filter(content::has).forEach(key -> ordered.set(key, content.get(key)));
        ordered.setAll(content);
        return YamlText.of(ordered);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetricDefinition that
                && content.equals(that.content)
                && LabelFormats.columns(chartConfig()).equals(LabelFormats.columns(that.chartConfig()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name(), sql());
    }

    @Override
    public String toString() {
        return "MetricDefinition[" + name() + "]";
    }
}
