package io.github.dbupgrader.metrics.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads definitions of every generation, from YAML or from what is stored.
 *
 * <p>By default a missing {@code time_frame} is {@code all_time}, and a {@code data_metadata} in the definition is left out, with a warning where it stands in a text
 * that somebody wrote. Immutable and thread-safe.
 */
public final class MetricReader {

    private static final Logger LOG = LoggerFactory.getLogger(MetricReader.class);

    private static final List<String> METADATA_SPELLINGS = List.of(DataMetadata.KEY, "dataMetadata");

    private static final ObjectShape METRIC = ObjectShape.empty()
            .required(MetricDefinition.NAME, Shape.TEXT, "title")
            .optional(MetricDefinition.DESCRIPTION, Shape.TEXT)
            .optional(MetricDefinition.TIME_FRAME, Shape.TEXT, "timeFrame")
            .optional(MetricDefinition.DATASET_IDS, Shape.list(Shape.ID), "datasetIds")
            .required(MetricDefinition.SQL, Shape.TEXT)
            .required(MetricDefinition.CHART_CONFIG, ChartShapes.CHART, "chartConfig");

    private final boolean timeFrameRequired;
    private final boolean metadataRefused;

    private MetricReader(boolean timeFrameRequired, boolean metadataRefused) {
        this.timeFrameRequired = timeFrameRequired;
        this.metadataRefused = metadataRefused;
    }

    /** {@return a reader that takes whatever can be understood} */
    public static MetricReader lenient() {
        return new MetricReader(false, false);
    }

    /** {@return a reader like this one for which a missing {@code time_frame} is an error} */
    public MetricReader requireTimeFrame() {
        return new MetricReader(true, metadataRefused);
    }

    /**
     * {@return a reader like this one for which a {@code data_metadata} in a YAML text is an error, instead of a warning. What is stored is read in any case, since a
     * row may be older than the switch}
     */
    public MetricReader refuseMetadata() {
        return new MetricReader(timeFrameRequired, true);
    }

    /**
     * Reads a definition that somebody wrote.
     *
     * @param yaml one plain YAML document: no anchors, aliases and merge keys, no repeated keys, at most 3,145,728 characters
     * @return the definition
     * @throws MetricException if the text is no such document, or the document no metric
     */
    public MetricDefinition fromYaml(String yaml) {
        YamlDocument document = YamlDocument.read(yaml);
        ObjectNode root = document.root();
        if (METADATA_SPELLINGS.stream().anyMatch(root::has)) {
            if (metadataRefused) {
                throw ModelErrors.metadataInDefinition();
            }
            LOG.warn("data_metadata in a metric's YAML is left out: it is computed, and stored in a column");
        }
        MetricDefinition definition = read(root, Place.ofYaml(document));
        // the order of a text is its own
        LabelOrder.remove(definition.chartConfig());
        return definition;
    }

    /**
     * Reads a stored definition.
     *
     * @param content the JSON of the column {@code content}, or of a version's
     * @return the definition
     * @throws MetricException if it is no metric
     */
    public MetricDefinition fromContent(JsonNode content) {
        MetricDefinition definition = read(content, Place.ofJson());
        LabelOrder.apply(definition.chartConfig());
        return definition;
    }

    private MetricDefinition read(JsonNode json, Place at) {
        if (!(json instanceof ObjectNode)) {
            throw ModelErrors.wrongKind("the definition", "an object", JsonKind.of(json));
        }
        ObjectNode content = METRIC.read(json, at);
        content.remove(METADATA_SPELLINGS);
        if (content.path(MetricDefinition.TIME_FRAME).isTextual()) {
            return new MetricDefinition(content);
        }
        if (timeFrameRequired) {
            throw ModelErrors.missing(MetricDefinition.TIME_FRAME);
        }
        content.set(MetricDefinition.TIME_FRAME, TextNode.valueOf(MetricDefinition.ALL_TIME));
        return new MetricDefinition(content);
    }
}
