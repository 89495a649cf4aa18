package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.dbupgrader.metrics.testing.Examples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schemas, judged by a validator, and compared with what the reader does. */
class MetricSchemaTest {

    private static final JsonSchema METRIC = schema(MetricSchema.metric());
    private static final JsonSchema METADATA = schema(MetricSchema.dataMetadata());

    static Stream<Integer> examples() {
        return Examples.NUMBERS.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    @DisplayName("metrics 1: every example is valid, as stored and as served")
    void metric_ofAnExample_isValid(int number) {
        MetricDefinition example = MetricDefinition.fromYaml(Examples.yaml(number));

        assertThat(METRIC.validate(example.toContent())).isEmpty();
        assertThat(METRIC.validate(YamlDocument.read(example.toYaml()).root())).isEmpty();
        assertThat(METRIC.validate(YamlDocument.read(Examples.yaml(number)).root()))
                .as("as written by hand")
                .isEmpty();
    }

    @Test
    @DisplayName("metrics 1: the schema does not know data_metadata")
    void metric_hasNoMetadata() {
        assertThat(MetricSchema.metric()).contains("columnLabelFormats").doesNotContainIgnoringCase("metadata");
    }

    /** A chart of each kind with a value of the right kind for each field that is known. */
    private static ObjectNode full(ChartKind kind) {
        ObjectNode content = (ObjectNode) Json.parse("{\"name\": \"a\", \"description\": \"d\", \"time_frame\": \"t\","
                + " \"dataset_ids\": [\"" + Examples.DATASET + "\"], \"sql\": \"s\"}");
        ObjectNode chart = (ObjectNode) Json.parse("""
                {"columnLabelFormats": {"c": {"columnType": "number", "style": "number", "displayName": "D",
                  "numberSeparatorStyle": ",", "minimumFractionDigits": 0, "maximumFractionDigits": 2, "multiplier": 1.5,
                  "prefix": "p", "suffix": "s", "replaceMissingDataWith": 0, "compactNumbers": true, "currency": "EUR",
                  "dateFormat": "auto", "useRelativeTime": false, "isUtc": true, "convertNumberTo": "quarter"}},
                 "columnSettings": {"c": {"showDataLabels": true, "showDataLabelsAsPercentage": true,
                  "columnVisualization": "bar", "lineWidth": 2, "lineStyle": "area", "lineType": "step",
                  "lineSymbolSize": 1, "barRoundness": 8, "lineSymbolSizeDot": 3}},
                 "colors": ["#ff0000"], "showLegend": true, "gridLines": false, "disableTooltip": true,
                 "showLegendHeadline": "total",
                 "goalLines": [{"show": true, "value": 1, "showGoalLineLabel": true, "goalLineLabel": "g", "goalLineColor": "#000"}],
                 "trendlines": [{"show": true, "showTrendlineLabel": true, "trendlineLabel": "l", "type": "linear",
                  "columnId": "c", "trendLineColor": "#000"}],
                 "xAxisConfig": {}, "yAxisConfig": 1, "y2AxisConfig": [], "categoryAxisStyleConfig": "x",
                 "barAndLineAxis": {"x": ["a"], "y": ["b"], "category": ["c"], "tooltip": ["d"], "colorBy": ["e"]},
                 "barLayout": "vertical", "barSortBy": ["asc"], "barGroupType": "stack", "barShowTotalAtTop": true,
                 "lineGroupType": "stack",
                 "scatterAxis": {"x": ["a"], "y": ["b"], "category": ["c"], "size": ["d"], "tooltip": ["e"]},
                 "scatterDotSize": [3, 15],
                 "pieChartAxis": {"x": ["a"], "y": ["b"], "tooltip": ["e"]}, "pieDisplayLabelAs": "percent",
                 "pieShowInnerLabel": true, "pieInnerLabelAggregate": "sum", "pieInnerLabelTitle": "t",
                 "pieLabelPosition": "none", "pieDonutWidth": 55, "pieMinimumSlicePercentage": 1,
                 "comboChartAxis": {"x": ["a"], "y": ["b"], "y2": ["c"], "category": ["d"], "tooltip": ["e"]},
                 "metricColumnId": "c", "metricValueAggregate": "sum", "metricHeader": {"columnId": "c", "useValue": true},
                 "metricSubHeader": "sub", "metricValueLabel": "l",
                 "tableColumnOrder": ["c"], "tableColumnWidths": {"c": 80}, "tableHeaderBackgroundColor": "#000",
                 "tableHeaderFontColor": "#000", "tableColumnFontColor": "#000"}""");
        Set<String> keys = new HashSet<>(ChartShapes.of(kind).names());
        chart.retain(keys);
        chart.put("selectedChartType", kind.text());
        content.set("chart_config", chart);
        assertThat(chart.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(keys);
        return content;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "metrics 4: schema and reader agree on every field of every kind of chart: there, missing, of a wrong kind")
    void metric_ofEachKind_agreesWithTheReader(ChartKind kind) {
        ObjectNode full = full(kind);
        agree(full, true);
        int refusals = 0;
        for (String path : places("", full)) {
            refusals += agree(without(full, path), null) ? 0 : 1;
            // objects in a list where nothing may be: whatever is known is neither
            refusals += agree(with(full, path, Json.parse("[{\"a\": []}]")), null) ? 0 : 1;
            refusals += agree(with(full, path, Json.parse("{\"unknown\": [{}]}")), null) ? 0 : 1;
            refusals += agree(with(full, path, Json.parse("null")), null) ? 0 : 1;
        }
        assertThat(refusals).isGreaterThan(60);
    }

    private static boolean agree(JsonNode content, Boolean expected) {
        boolean valid = METRIC.validate(content).isEmpty();
        if (expected != null) {
            assertThat(valid).as("%s", METRIC.validate(content)).isEqualTo(expected);
        }
        if (valid) {
            assertThatCode(() -> MetricDefinition.fromContent(content))
                    .as("%s", content)
                    .doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> MetricDefinition.fromContent(content))
                    .as("%s %s", METRIC.validate(content), content)
                    .isInstanceOf(MetricException.class);
        }
        return valid;
    }

    private static List<String> places(String path, JsonNode json) {
        List<String> places = new ArrayList<>();
        json.properties().forEach(entry -> {
            places.add(path + "/" + entry.getKey());
            places.addAll(places(path + "/" + entry.getKey(), entry.getValue()));
        });
        for (int i = 0; i < (json.isArray() ? json.size() : 0); i++) {
            places.addAll(places(path + "/" + i, json.get(i)));
        }
        return places;
    }

    private static JsonNode without(ObjectNode content, String path) {
        ObjectNode changed = content.deepCopy();
        parent(changed, path).remove(key(path));
        return changed;
    }

    private static JsonNode with(ObjectNode content, String path, JsonNode value) {
        ObjectNode changed = content.deepCopy();
        parent(changed, path).set(key(path), value);
        return changed;
    }

    private static ObjectNode parent(ObjectNode content, String path) {
        return (ObjectNode) content.at(path.substring(0, path.lastIndexOf('/')));
    }

    private static String key(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    @DisplayName("metrics 11: metadata is valid as it is written, and a legacy list's, too")
    void dataMetadata_ofWhatIsWritten_isValid() {
        DataMetadata legacy = LegacyMetadata.in(
                        Json.parse("{\"data_metadata\": [{\"name\": \"a\", \"data_type\": \"text\"}]}"))
                .orElseThrow();

        assertThat(METADATA.validate(legacy.toJson())).isEmpty();
        assertThat(METADATA.validate(
                        DataMetadata.builder(List.of()).rowCount(0).build().toJson()))
                .isEmpty();
        assertThat(METADATA.validate(Json.parse("{\"column_count\": 0, \"row_count\": 0}")))
                .isNotEmpty();
        assertThat(METADATA.validate(
                        Json.parse("{\"column_count\": 1, \"row_count\": 0, \"column_metadata\": [{\"name\": \"a\","
                                + " \"min_value\": null, \"max_value\": null, \"unique_values\": 0, \"simple_type\": \"text\","
                                + " \"type\": \"text\"}]}")))
                .as("text is read, but not written")
                .isNotEmpty();
    }

    private static JsonSchema schema(String text) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }
}
