package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(InPlace.class)
class MetricReaderTest {

    private static final String CHART = """
            chart_config: {selectedChartType: bar, columnLabelFormats: {}, barAndLineAxis: {x: [a], y: [b]}}
            """;

    @Test
    @DisplayName("metrics 3: an example is read")
    void fromYaml_ofAnExample_hasItsFields() {
        MetricDefinition e1 = MetricDefinition.fromYaml(Examples.yaml(1));

        assertThat(e1.name()).isEqualTo("Paid amount by region");
        assertThat(e1.description()).contains("How much was paid in each region?");
        assertThat(e1.timeFrame()).isEqualTo("All time");
        assertThat(e1.datasetIds()).containsExactly(UUID.fromString(Examples.DATASET));
        assertThat(e1.sql()).startsWith("select o.region as region, ").endsWith("nulls last\n");
        assertThat(e1.chart()).isInstanceOfSatisfying(BarChart.class, bar -> {
            assertThat(bar.kind()).isEqualTo(ChartKind.BAR);
            assertThat(bar.axis().x()).containsExactly("region");
            assertThat(bar.axis().y()).containsExactly("total_amount");
            assertThat(bar.axis().tooltip()).isEmpty();
            assertThat(bar.settings().get("barLayout").asText()).isEqualTo("horizontal");
            assertThat(bar.settings().columnLabelFormats()).containsOnlyKeys("region", "total_amount");
        });
    }

    /** One metric in the spelling of each generation. */
    static Stream<String> generations() {
        String snake = """
                "chart_config": {"%s": "bar", "column_label_formats": {"Título": {"column_type": "string", "style": "string"}},
                "bar_and_line_axis": {"x": ["Título"], "y": ["n"], "color_by": ["n"]}, "bar_layout": "horizontal", "show_legend": false}""";
        String camel = """
                {"%s": "bar", "columnLabelFormats": {"Título": {"columnType": "string", "style": "string"}},
                "barAndLineAxis": {"x": ["Título"], "y": ["n"], "colorBy": ["n"]}, "barLayout": "horizontal", "showLegend": false}""";
        String old = "\"data_metadata\": [{\"name\": \"Título\", \"data_type\": \"string\"}]";
        String ids = "[\"" + Examples.DATASET + "\"]";
        return Stream.of(
                "{\"title\": \"T\", \"sql\": \"s\", " + old + ", " + snake.formatted("selectedChartType") + "}",
                "{\"title\": \"T\", \"sql\": \"s\", " + old + ", \"dataset_ids\": " + ids + ", "
                        + snake.formatted("selected_chart_type") + "}",
                "{\"name\": \"T\", \"time_frame\": \"all_time\", \"sql\": \"s\", \"dataset_ids\": " + ids + ", " + old
                        + ", \"chart_config\": " + camel.formatted("selectedChartType") + "}",
                "{\"name\": \"T\", \"time_frame\": \"all_time\", \"sql\": \"s\", \"dataset_ids\": " + ids
                        + ", \"chart_config\": " + camel.formatted("selectedChartType") + "}",
                "{\"name\": \"T\", \"timeFrame\": \"all_time\", \"sql\": \"s\", \"datasetIds\": " + ids
                        + ", \"chartConfig\": " + camel.formatted("selectedChartType") + "}",
                "{\"name\": \"T\", \"description\": null, \"timeFrame\": \"all_time\", \"sql\": \"s\", \"chartConfig\": "
                        + camel.formatted("selectedChartType") + "}");
    }

    @ParameterizedTest
    @MethodSource("generations")
    @DisplayName("metrics 1, 3: all six generations are read, one spelling is written, without data_metadata")
    void fromContent_ofEachGeneration_isWrittenInOneSpelling(String json) {
        ObjectNode written = MetricDefinition.fromContent(Json.parse(json)).toContent();
        written.remove(List.of("dataset_ids", "description"));

        assertThat(written).isEqualTo(Json.parse("""
                {"name": "T", "time_frame": "all_time", "sql": "s", "chart_config": {
                 "selectedChartType": "bar", "columnLabelFormats": {"Título": {"columnType": "string", "style": "string"}},
                 "barAndLineAxis": {"x": ["Título"], "y": ["n"], "colorBy": ["n"]}, "barLayout": "horizontal",
                 "showLegend": false, "columnLabelFormatOrder": ["Título"]}}"""));
        assertThat(MetricDefinition.fromYaml(json).toYaml()).doesNotContain("data_metadata");
    }

    @Test
    @DisplayName("metrics 3: two spellings of a field with different values are an error that names both")
    void fromYaml_withTwoSpellings_asksForOne() {
        String two = "name: a\ntitle: a\nsql: s\ntime_frame: x\ntimeFrame: %s\n" + CHART;

        assertThat(MetricDefinition.fromYaml(two.formatted("x")).timeFrame()).isEqualTo("x");
        assertThatThrownBy(() -> MetricDefinition.fromYaml(two.formatted("y")))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("time_frame is there as time_frame and as timeFrame, with different values");
        assertThatThrownBy(() -> MetricDefinition.fromYaml("name: a\nsql: s\nchart_config: {selectedChartType: bar,"
                        + " selected_chart_type: line, columnLabelFormats: {}, barAndLineAxis: {x: [], y: []}}"))
                .hasMessageContaining("selectedChartType and as selected_chart_type");
    }

    @ParameterizedTest
    @DisplayName("metrics 4: what is missing is named by its path")
    @CsvSource(delimiter = '|', textBlock = """
            name                                | sql: s, chart_config: {selectedChartType: table, columnLabelFormats: {}}
            sql                                 | name: a, chart_config: {selectedChartType: table, columnLabelFormats: {}}
            chart_config                        | name: a, sql: s
            chart_config.selectedChartType      | name: a, sql: s, chart_config: {columnLabelFormats: {}}
            chart_config.columnLabelFormats     | name: a, sql: s, chart_config: {selectedChartType: table}
            chart_config.barAndLineAxis         | name: a, sql: s, chart_config: {selectedChartType: line, columnLabelFormats: {}}
            chart_config.barAndLineAxis.x       | name: a, sql: s, chart_config: {selectedChartType: bar, columnLabelFormats: {}, barAndLineAxis: {y: [b]}}
            chart_config.scatterAxis.y          | name: a, sql: s, chart_config: {selectedChartType: scatter, columnLabelFormats: {}, scatterAxis: {x: [b]}}
            chart_config.pieChartAxis           | name: a, sql: s, chart_config: {selectedChartType: pie, columnLabelFormats: {}}
            chart_config.comboChartAxis         | name: a, sql: s, chart_config: {selectedChartType: combo, columnLabelFormats: {}}
            chart_config.metricColumnId         | name: a, sql: s, chart_config: {selectedChartType: metric, columnLabelFormats: {}}
            chart_config.columnLabelFormats."a b".style | name: a, sql: s, chart_config: {selectedChartType: table, columnLabelFormats: {a b: {columnType: string}}}
            chart_config.trendlines[0].type     | name: a, sql: s, chart_config: {selectedChartType: table, columnLabelFormats: {}, trendlines: [{columnId: n}]}
            """)
    void fromYaml_withoutARequiredField_namesItsPath(String path, String fields) {
        assertThatThrownBy(() -> MetricDefinition.fromYaml("{" + fields + "}"))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("Invalid metric structure: " + path + " is missing");
    }

    @ParameterizedTest
    @DisplayName("metrics 4: a wrong kind is named with path, what was wanted and what was found")
    @CsvSource(delimiter = '|', textBlock = """
            sql: [s]          | sql is a list and not a text
            sql: null         | sql is null and not a text
            dataset_ids: x    | dataset_ids is a text and not a list
            dataset_ids: [x]  | dataset_ids[0] is the text "x" and not a UUID
            chart_config: 5   | chart_config is a number and not an object
            chart_config: {selectedChartType: table, columnLabelFormats: []}           | chart_config.columnLabelFormats is a list and not an object
            chart_config: {selectedChartType: table, columnLabelFormats: {a: x}}       | chart_config.columnLabelFormats.a is a text and not an object
            chart_config: {selectedChartType: table, columnLabelFormats: {}, showLegend: 1} | chart_config.showLegend is a number and not true or false
            chart_config: {selectedChartType: scatter, columnLabelFormats: {}, scatterAxis: {x: a, y: []}} | chart_config.scatterAxis.x is a text and not a list
            chart_config: {selectedChartType: table, columnLabelFormats: {}, tableColumnWidths: {a: wide}} | chart_config.tableColumnWidths.a is a text and not a number
            chart_config: {selectedChartType: table, columnLabelFormats: {}, colors: [null]} | chart_config.colors[0] is null and not a text
            """)
    void fromYaml_withAWrongKind_saysWhatWasWanted(String field, String message) {
        String key = field.substring(0, field.indexOf(':'));
        String yaml =
                "name: a\n" + (key.equals("sql") ? "" : "sql: s\n") + (key.equals("chart_config") ? "" : CHART) + field;

        assertThatThrownBy(() -> MetricDefinition.fromYaml(yaml))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("Invalid metric structure: " + message + ". Fix: ");
    }

    @Test
    @DisplayName("metrics 4: an unknown kind of chart is an error that lists the seven")
    void fromYaml_withAnUnknownChart_listsTheKinds() {
        assertThatThrownBy(() -> MetricDefinition.fromYaml(
                        "{name: a, sql: s, chart_config: {selectedChartType: radar, columnLabelFormats: {}}}"))
                .hasMessageContaining("chart_config.selectedChartType is \"radar\"")
                .hasMessageContaining("bar, line, scatter, pie, combo, metric, table");
    }

    @Test
    @DisplayName("metrics 5: description and time frame may be missing; a scalar is taken as its text")
    void fromYaml_withoutOptionalFields_hasTheirDefaults() {
        MetricDefinition e3 = MetricDefinition.fromYaml(Examples.yaml(3));
        assertThat(e3.description()).isEmpty();
        assertThat(e3.timeFrame()).isEqualTo("all_time");
        assertThat(e3.chart())
                .isInstanceOfSatisfying(
                        MetricChart.class,
                        metric -> assertThat(metric.columnId()).isEqualTo("n"));
        assertThatThrownBy(() -> MetricReader.lenient().requireTimeFrame().fromYaml(Examples.yaml(3)))
                .hasMessageContaining("time_frame is missing");

        MetricDefinition scalars = MetricDefinition.fromYaml(
                "name: no\ndescription: 1_000.50\ntime_frame: 2024\nsql: 0777\n" + CHART.replace("[b]", "[yes]"));
        assertThat(List.of(scalars.name(), scalars.timeFrame(), scalars.sql())).containsExactly("no", "2024", "0777");
        assertThat(scalars.description()).contains("1_000.50");
        assertThat(((BarChart) scalars.chart()).axis().y()).containsExactly("yes");
        assertThat(MetricDefinition.fromContent(Json.parse("{\"name\": 1, \"sql\": \"s\", \"time_frame\": true, "
                                + "\"chart_config\": {\"selectedChartType\": \"table\", \"columnLabelFormats\": {}}}"))
                        .timeFrame())
                .isEqualTo("true");
    }

    @ParameterizedTest
    @DisplayName("metrics 2: a legacy data_metadata of any form does not hinder reading; one switch refuses it")
    @ValueSource(strings = {"[{name: a, data_type: string}]", "null", "[]", "[{data_type: 5}, x]", "{a: b}", "7"})
    void fromYaml_withLegacyMetadata_leavesItOutOrRefuses(String legacy) {
        String yaml = "name: a\nsql: s\ndata_metadata: " + legacy + "\n" + CHART;

        assertThat(MetricDefinition.fromYaml(yaml).toContent().has("data_metadata"))
                .isFalse();
        assertThatThrownBy(() -> MetricReader.lenient().refuseMetadata().fromYaml(yaml))
                .isInstanceOfSatisfying(
                        MetricException.class,
                        e -> assertThat(e.code()).isEqualTo(MetricErrorCode.METADATA_IN_DEFINITION));
        JsonNode stored = YamlDocument.read(yaml).root();
        assertThat(MetricReader.lenient().refuseMetadata().fromContent(stored))
                .as("a row may be older than the switch")
                .isEqualTo(MetricDefinition.fromYaml(yaml));
    }

    @Test
    @DisplayName("metrics 6: unknown keys stay at any depth, also when another field is updated")
    void unknownKeys_stay() {
        String yaml = """
                name: a
                id: 7
                updated_at: 2025-02-17
                sql: s
                x_unknown: {deep: [1, {er: yes}]}
                chart_config:
                  selectedChartType: bar
                  newKey: {some_thing: 1}
                  columnLabelFormats: {title_id: {columnType: number, style: number, sparkle_factor: 2}}
                  barAndLineAxis: {x: [a], y: [b], z_order: [c]}
                  columnSettings: {title_id: {glow: true}}
                  pieChartAxis: kept although this is no pie
                """;
        MetricDefinition read = MetricDefinition.fromYaml(yaml);
        MetricDefinition updated = MetricDefinition.fromContent(
                MetricDefinition.fromContent(read.toContent()).withName("b").toContent());
        JsonNode content = updated.toContent();

        assertThat(updated.name()).isEqualTo("b");
        assertThat(content.at("/id").asInt()).isEqualTo(7);
        assertThat(content.at("/updated_at").asText()).isEqualTo("2025-02-17");
        assertThat(content.at("/x_unknown/deep/1/er").asBoolean()).isTrue();
        JsonNode chart = content.get("chart_config");
        assertThat(chart.at("/newKey/some_thing").asInt()).isEqualTo(1);
        assertThat(chart.at("/columnLabelFormats/title_id/sparkle_factor").asInt())
                .isEqualTo(2);
        assertThat(chart.at("/barAndLineAxis/z_order/0").asText()).isEqualTo("c");
        assertThat(chart.at("/columnSettings/title_id/glow").asBoolean()).isTrue();
        assertThat(chart.at("/pieChartAxis").asText()).isEqualTo("kept although this is no pie");
        assertThat(MetricDefinition.fromYaml(updated.toYaml())).isEqualTo(updated);
    }

    @Test
    @DisplayName("metrics 10: names of columns and their formats are taken as they are")
    void labelFormats_areNotChanged() {
        MetricDefinition read = MetricDefinition.fromYaml("""
                name: a
                sql: s
                chart_config:
                  selectedChartType: table
                  columnLabelFormats:
                    TITLE_ID: {columnType: Number, style: CURRENCY, prefix: " € ", displayName: IİıI}
                    title_id: {column_type: text, style: string, displayName: off}
                """);

        assertThat(read.chart().settings().columnLabelFormats().toString())
                .isEqualTo(
                        "{TITLE_ID={\"columnType\":\"Number\",\"style\":\"CURRENCY\",\"prefix\":\" € \",\"displayName\":\"IİıI\"},"
                                + " title_id={\"columnType\":\"text\",\"style\":\"string\",\"displayName\":\"off\"}}");
    }
}
