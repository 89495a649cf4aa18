package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dbupgrader.metrics.testing.Examples;
import io.github.dbupgrader.metrics.testing.InPlace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(InPlace.class)
class MetricDefinitionTest {

    private static final MetricDefinition TABLE = MetricDefinition.fromYaml(
            "{name: a, sql: s, chart_config: {selectedChartType: table, columnLabelFormats: {}}}");

    static Stream<Integer> examples() {
        return Examples.NUMBERS.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    @DisplayName("metrics 1, 3: every example survives being stored and being served")
    void roundTrips_ofAnExample_keepIt(int number) {
        MetricDefinition example = MetricDefinition.fromYaml(Examples.yaml(number));

        assertThat(MetricDefinition.fromContent(example.toContent())).isEqualTo(example);
        assertThat(MetricDefinition.fromYaml(example.toYaml())).isEqualTo(example);
        assertThat(example.toYaml()).doesNotContain("data_metadata", "columnLabelFormatOrder");
    }

    @ParameterizedTest
    @DisplayName("metrics 7: the SQL survives byte for byte")
    @ValueSource(
            strings = {
                "select 1",
                "select 1   \n",
                "select 1 -- it's \"the\" end: # not a comment",
                "\n\n  select 1\n \n",
                "select '𝒳📈', E'\\n', $$a$$\n\tfrom t\r\nwhere a < b\r",
                "select '\u0085\u2028\u2029\u00a0\u0007\u007f\ufeff'\nfrom t",
                "2024",
                "no",
                "null",
                "~",
                "",
                " ",
                "- a\n- b",
                "'",
                "select \"a: b\" # x\n    --  \nfrom t  \n"
            })
    void sql_survives(String sql) {
        MetricDefinition definition = TABLE.withSql(sql);

        assertThat(MetricDefinition.fromYaml(definition.toYaml()).sql()).isEqualTo(sql);
        assertThat(MetricDefinition.fromContent(definition.toContent()).sql()).isEqualTo(sql);
    }

    @Test
    @DisplayName("metrics 7: E2's SQL is what stands in its block, and is served as a block")
    void sql_ofManyLines_isServedAsABlock() {
        MetricDefinition e2 = MetricDefinition.fromYaml(Examples.yaml(2));

        assertThat(e2.sql())
                .startsWith("with monthly as (   -- it's \"UTC\": don't touch; # not a YAML comment\n")
                .contains("as o\n\n)\n")
                .endsWith("order by 1 -- last line is a comment\n");
        assertThat(e2.toYaml()).contains("sql: |\n  with monthly as (   -- it's");
    }

    @Test
    @DisplayName("metrics 9: label formats keep the order in which they were written")
    void labelFormats_afterTheDatabaseSortedThem_areInTheirOrder() {
        MetricDefinition written = MetricDefinition.fromYaml("""
                name: a
                sql: s
                chart_config:
                  selectedChartType: table
                  columnLabelFormats:
                    zebra: {columnType: string, style: string}
                    b: {columnType: string, style: string}
                    ant: {columnType: string, style: string}
                """);
        ObjectNode stored = written.toContent();
        ObjectNode formats = (ObjectNode) stored.at("/chart_config/columnLabelFormats");
        for (String column : List.of("b", "ant", "zebra")) {
            formats.set(column, formats.remove(column));
        }
        assertThat(formats.fieldNames()).toIterable().containsExactly("b", "ant", "zebra");

        MetricDefinition read = MetricDefinition.fromContent(stored);
        assertThat(read.chart().settings().columnLabelFormats().keySet()).containsExactly("zebra", "b", "ant");
        assertThat(read).isEqualTo(written);
        assertThat(read.toYaml().indexOf("zebra")).isLessThan(read.toYaml().indexOf("ant"));

        formats.set("added", formats.get("b"));
        formats.remove("ant");
        assertThat(MetricDefinition.fromContent(stored)
                        .chart()
                        .settings()
                        .columnLabelFormats()
                        .keySet())
                .as("after an older application added one and removed one")
                .containsExactly("zebra", "b", "added");
    }

    @Test
    @DisplayName("metrics 9: the order of a text wins over a list in it")
    void labelFormats_ofAText_areInTheTextsOrder() {
        MetricDefinition written = MetricDefinition.fromYaml("""
                name: a
                sql: s
                chart_config:
                  selectedChartType: table
                  columnLabelFormatOrder: [b, a]
                  columnLabelFormats: {a: {columnType: string, style: string}, b: {columnType: string, style: string}}
                """);
        assertThat(written.toContent()
                        .at("/chart_config/columnLabelFormatOrder")
                        .toString())
                .isEqualTo("[\"a\",\"b\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "bar,BarChart",
        "line,LineChart",
        "scatter,ScatterChart",
        "pie,PieChart",
        "combo,ComboChart",
        "metric,MetricChart",
        "table,TableChart"
    })
    @DisplayName("metrics 4: each of the seven kinds of chart is a type")
    void chart_ofEachKind_isItsType(String kind, String type) {
        MetricDefinition definition = MetricDefinition.fromYaml("{name: a, sql: s, chart_config: {selectedChartType: "
                + kind + ", columnLabelFormats: {}, metricColumnId: n, barAndLineAxis: {x: [a], y: [b]},"
                + " scatterAxis: {x: [a], y: [b], size: [c]}, pieChartAxis: {x: [a], y: [b]},"
                + " comboChartAxis: {x: [a], y: [b], y2: [c]}}}");

        assertThat(definition.chart().getClass().getSimpleName()).isEqualTo(type);
        assertThat(definition.chart().kind().text()).isEqualTo(kind);
        assertThat(definition.chart().settings().keys()).contains("metricColumnId");
    }

    @Test
    @DisplayName("metrics 41: a part of a chart is merged: objects key by key, all else replaced, null deletes nothing")
    void withChart_mergesAPart() {
        MetricDefinition e1 = MetricDefinition.fromYaml(Examples.yaml(1));
        MetricDefinition merged = e1.withChart(Json.parse("""
                {"bar_layout": null, "barGroupType": "stack", "barAndLineAxis": {"x": ["other"]},
                 "column_label_formats": {"total_amount": {"display_name": "Total"}}}"""));
        JsonNode chart = merged.toContent().get("chart_config");

        assertThat(chart.at("/barLayout").asText()).isEqualTo("horizontal");
        assertThat(chart.at("/barGroupType").asText()).isEqualTo("stack");
        assertThat(chart.at("/barAndLineAxis").toString()).isEqualTo("{\"x\":[\"other\"],\"y\":[\"total_amount\"]}");
        assertThat(chart.at("/columnLabelFormats/total_amount").toString())
                .isEqualTo("{\"columnType\":\"number\",\"style\":\"currency\",\"currency\":\"EUR\","
                        + "\"minimumFractionDigits\":2,\"displayName\":\"Total\"}");
        assertThat(e1).isEqualTo(MetricDefinition.fromYaml(Examples.yaml(1)));

        assertThat(e1.withChart(Json.parse("{\"selectedChartType\": \"table\"}"))
                        .chart())
                .isInstanceOf(TableChart.class);
        assertThatThrownBy(() -> e1.withChart(Json.parse("{\"selectedChartType\": \"pie\"}")))
                .hasMessageContaining("chart_config.pieChartAxis is missing");
        assertThatThrownBy(() -> e1.withChart(Json.parse("{\"selectedChartType\": \"radar\"}")))
                .hasMessageContaining("radar");
        assertThatThrownBy(() -> e1.withChart(Json.parse("[]"))).hasMessageContaining("chart_config is a list");
    }

    @Test
    @DisplayName("metrics 41: a new query's columns get their formats, and keep those that they had")
    void fittedTo_rebuildsTheFormats() {
        MetricDefinition old = MetricDefinition.fromYaml("""
                name: a
                sql: s
                chart_config:
                  selectedChartType: table
                  columnSettings: {kept: {lineWidth: 2}}
                  trendlines: [{type: linear, columnId: gone}]
                  columnLabelFormats:
                    gone: {columnType: string, style: string}
                    kept: {columnType: number, style: currency, currency: EUR}
                """);
        DataMetadata metadata = DataMetadata.builder(List.of(
                        ColumnMetadata.builder("day", SimpleType.DATE, "date").build(),
                        ColumnMetadata.builder("kept", SimpleType.NUMBER, "numeric")
                                .build(),
                        ColumnMetadata.builder("flag", SimpleType.BOOLEAN, "bool")
                                .build()))
                .build();

        assertThat(old.fittedTo(metadata).toContent().get("chart_config").toString())
                .isEqualTo("{\"selectedChartType\":\"table\",\"trendlines\":[],\"columnLabelFormats\":{"
                        + "\"day\":{\"columnType\":\"date\",\"style\":\"date\",\"dateFormat\":\"auto\",\"isUtc\":false},"
                        + "\"kept\":{\"columnType\":\"number\",\"style\":\"currency\",\"numberSeparatorStyle\":\",\","
                        + "\"minimumFractionDigits\":0,\"maximumFractionDigits\":2,\"replaceMissingDataWith\":0,"
                        + "\"currency\":\"EUR\"},"
                        + "\"flag\":{\"columnType\":\"string\",\"style\":\"string\"}},"
                        + "\"columnLabelFormatOrder\":[\"day\",\"kept\",\"flag\"]}");
    }

    @Test
    void with_changesOneField() {
        MetricDefinition changed =
                TABLE.withName("n").withDescription("d").withTimeFrame("t").withSql("q");

        assertThat(changed.toYaml()).startsWith("name: \"n\"\ndescription: \"d\"\ntime_frame: \"t\"\nsql: \"q\"\n");
        assertThat(changed).isNotEqualTo(TABLE).hasToString("MetricDefinition[n]");
        assertThat(TABLE.name()).isEqualTo("a");
        assertThat(TABLE.datasetIds()).isEmpty();
    }
}
