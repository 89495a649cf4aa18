package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MetricDefinitionProperties {

    /** Texts with everything that YAML gives a meaning to, and pieces of other planes. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                " ", "\n", "\r\n", "\t", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "|", ">",
                                "&a", "*a", "!", "%", "@", "`", "{", "}", "[", "]", ",", "?", "no", "1e3", "0x1", "~",
                                "<<", "📈", "é", "\u2028", "\u0085", "\u0001", "---", "..."),
                        Arbitraries.strings().ascii().ofMaxLength(3))
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts).replace("\0", ""));
    }

    @Property(tries = 400)
    @Label("metrics 6, 7: texts and unknown keys survive YAML and JSON")
    void texts_surviveYaml(@ForAll("texts") String sql, @ForAll("texts") String key, @ForAll("texts") String value) {
        ObjectNode content = (ObjectNode) Json.parse(
                "{\"name\": \"a\", \"chart_config\": {\"selectedChartType\": \"table\", \"columnLabelFormats\": {}}}");
        content.put("sql", sql);
        content.putObject("x_unknown").put("<" + key, value);
        MetricDefinition definition = MetricDefinition.fromContent(content);

        MetricDefinition read = MetricDefinition.fromYaml(definition.toYaml());

        assertThat(read).isEqualTo(definition);
        assertThat(read.sql()).isEqualTo(sql);
        assertThat(MetricDefinition.fromContent(read.toContent())).isEqualTo(definition);
    }
}
