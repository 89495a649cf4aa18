package io.github.dbupgrader.examples.metrics.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.examples.metrics.workspace.Workspace;
import io.github.dbupgrader.examples.text.Screen;
import io.github.dbupgrader.examples.text.TextTable;
import io.github.dbupgrader.examples.text.Texts;
import io.github.dbupgrader.metrics.model.ColumnMetadata;
import io.github.dbupgrader.metrics.model.DataMetadata;
import io.github.dbupgrader.metrics.store.MetricData;
import io.github.dbupgrader.metrics.store.MetricStore;
import io.github.dbupgrader.metrics.store.StoredMetric;
import io.github.dbupgrader.metrics.store.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the store can do with metrics whose metadata has a column. */
final class Tour {

    private static final UUID DEAREST = Workspace.idOf("the-dearest-strikes.yml");
    private static final UUID ALL_STRIKES = Workspace.idOf("all-strikes.yml");
    private static final int ROWS_SHOWN = 3;

    private final MetricStore store;
    private final Screen screen;

    Tour(MetricStore store, Screen screen) {
        this.store = store;
        this.screen = screen;
    }

    void validate() {
        screen.title("Validate: the query runs, and says what it returns");
        Validation validation = store.validate(Workspace.USER, DEAREST);
        screen.line("The dearest strikes: " + validation.message() + "; the first of them:");
        screen.text(rows(validation.rows()));
        screen.text(columns(validation.metadata()));
    }

    /** Nine columns of ten thousand rows, of which an answer has half. */
    void dataFromCache() {
        screen.title("Get data: more rows than an answer has, and metadata of all of them from the cache");
        long start = System.nanoTime();
        StoredMetric stored = store.get(Workspace.USER, ALL_STRIKES);
        long read = System.nanoTime();
        MetricData data = store.data(Workspace.USER, ALL_STRIKES);
        long computed = System.nanoTime();
        screen.line("All strikes: " + data.rows().size() + " rows" + (data.hasMore() ? ", and there are more" : "")
                + "; metadata of " + data.metadata().rowCount().orElse(0) + " rows, "
                + (data.cached() ? "from the cache" : "computed now"));
        screen.line("metadata without the query: "
                + stored.metadata().map(DataMetadata::columnCount).orElse(0) + " columns in "
                + Texts.duration(Duration.ofNanos(read - start)) + "; with it: "
                + Texts.duration(Duration.ofNanos(computed - read)));
        screen.text(columns(data.metadata()));
    }

    void oldVersion() {
        screen.title("An old version: its own query, and what is known of it");
        StoredMetric old = store.get(Workspace.USER, DEAREST, 1);
        screen.line(old.definition().name() + ", from the list that its definition had:");
        screen.text(old.metadata().map(Tour::columns).orElse("  nothing"));
        MetricData data = store.data(Workspace.USER, DEAREST, 1);
        screen.line("asked for its data, it runs the query of version " + data.version() + ": "
                + data.rows().size() + " row");
        screen.text(columns(data.metadata()));
    }

    private static String rows(List<Map<String, JsonNode>> rows) {
        TextTable table = new TextTable(rows.get(0).keySet().toArray(String[]::new));
        rows.stream()
                .limit(ROWS_SHOWN)
                .forEach(row ->
                        table.add(row.values().stream().map(JsonNode::asText).toList()));
        return table.render().stripTrailing();
    }

    private static String columns(DataMetadata metadata) {
        TextTable table = new TextTable("column", "kind", "type", "min", "max", "distinct>", "null>");
        for (ColumnMetadata column : metadata.columns()) {
            table.add(List.of(
                    column.name(),
                    column.simpleType().text(),
                    column.type(),
                    text(column.minValue()),
                    text(column.maxValue()),
                    column.uniqueValues().isPresent()
                            ? (column.fact("unique_is_exact").asBoolean(true) ? "" : "~")
                                    + column.uniqueValues().getAsLong()
                            : "-",
                    text(column.fact("null_count"))));
        }
        return table.render().stripTrailing();
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }
}
