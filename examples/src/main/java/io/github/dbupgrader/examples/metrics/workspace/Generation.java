package io.github.dbupgrader.examples.metrics.workspace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/** How releases of the application wrote definitions, one after another, in 2025. */
public enum Generation {
    /** {@code title}, a chart in snake_case whose tag is not, no data sets; the list of columns is required. */
    G0("6 February", "title", "selectedChartType"),
    /** Data sets and the tag in snake_case, too. */
    G1("17 February", "title", "selected_chart_type"),
    /** {@code name} and {@code time_frame}, a chart in camelCase; the last one with the list of columns. */
    G2("7 March", "name", "selectedChartType"),
    /** The same without the list. */
    G3("3 April", "name", "selectedChartType"),
    /** camelCase throughout. */
    G4("4 April", "name", "selectedChartType"),
    /** Without data sets, which are elsewhere since then. */
    G5("29 April", "name", "selectedChartType");

    private final String since;
    private final String title;
    private final String tag;

    Generation(String since, String title, String tag) {
        this.since = since;
        this.title = title;
        this.tag = tag;
    }

    /** {@return since when metrics were written like that} */
    public String since() {
        return since;
    }

    /** {@return whether definitions had a list of columns} */
    public boolean hasList() {
        return compareTo(G2) <= 0;
    }

    /** {@return whether definitions tell where their query runs} */
    boolean namesDatasets() {
        return this != G0 && this != G5;
    }

    /** {@return a definition as this generation stored it} */
    ObjectNode content(Question question, UUID id, Optional<ArrayNode> list) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        if (title.equals("title")) {
            content.put("id", id.toString());
        }
        content.put(title, question.name()).put("description", question.description());
        if (compareTo(G2) >= 0) {
            content.put(topKey("time_frame", "timeFrame"), question.timeFrame());
        }
        content.put("sql", question.sql());
        content.set(topKey("chart_config", "chartConfig"), ChartContent.of(question, tag, compareTo(G1) <= 0));
        if (namesDatasets()) {
            content.putArray(topKey("dataset_ids", "datasetIds"))
                    .add(question.dataset().id().toString());
        }
        list.ifPresent(columns -> content.set("data_metadata", columns));
        return content;
    }

    private String topKey(String snake, String camel) {
        return compareTo(G4) >= 0 ? camel : snake;
    }
}
