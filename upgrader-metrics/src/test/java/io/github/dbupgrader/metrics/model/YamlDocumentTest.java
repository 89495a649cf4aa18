package io.github.dbupgrader.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlDocumentTest {

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("a: &x 1\nb: *x", "there is an anchor or an alias"),
                Arguments.of("a: &x {b: 1}\nc: {<<: *x}", "there is an anchor or an alias"),
                Arguments.of("a: [&x 1]", "there is an anchor or an alias"),
                Arguments.of("b: 📈\na: &x\n", "line 2, column 4: there is an anchor or an alias"),
                Arguments.of("a: !!str &x b", "there is an anchor or an alias"),
                Arguments.of("a: {&x b: 1}", "there is an anchor or an alias"),
                Arguments.of("c: {<<: {b: 1}}", "there is a merge key"),
                Arguments.of("a: 1\nb: 2\na: 3", "Duplicate field 'a'"),
                Arguments.of("a: {b: 1, b: 1}", "Duplicate field 'b'"),
                Arguments.of("a: 1\n---\nb: 2", "there is more than one document in it"),
                Arguments.of("a: 1\n...\n---\nb: 2", "there is more than one document in it"),
                Arguments.of("", "there is no document in it"),
                Arguments.of("# only a comment\n", "there is no document in it"),
                Arguments.of("---\n", "the document is"),
                Arguments.of("- a\n", "the document is a list and not an object"),
                Arguments.of("select 1", "the document is a text and not an object"),
                Arguments.of("a: \"x\\0y\"", "a text has U+0000"),
                Arguments.of("\"x\\0y\": a", "a text has U+0000"),
                Arguments.of("a: \"\\ud83d\"", "a text has half of a surrogate pair"),
                Arguments.of("a: .nan", "JSON has no such number as .nan"),
                Arguments.of("a: [-.inf]", "JSON has no such number as -.inf"),
                Arguments.of("name: Sales: EMEA", "line 1, column "),
                Arguments.of("a: @x", "line 1, column "),
                Arguments.of("a: %x", "line 1, column "),
                Arguments.of("a:\n\t- b", "line 2, column "),
                Arguments.of("a: 'open", "line "),
                Arguments.of("a: ".repeat(1) + "[".repeat(150) + "]".repeat(150), "nested more than 100 deep"),
                Arguments.of(
                        "a: " + "x".repeat(YamlDocument.MAX_CHARACTERS),
                        "the text has 3145731 characters, and at most 3145728 are read"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    @DisplayName("metrics 8: what would be half-read is refused with a message")
    void read_ofWhatWouldBeHalfRead_isRefused(String yaml, String why) {
        assertThatThrownBy(() -> YamlDocument.read(yaml))
                .isInstanceOf(MetricException.class)
                .hasMessageStartingWith("UPM-101 Invalid YAML format: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    @DisplayName("metrics 8: the traps of YAML 1.1 are seen: what is no text, and how it was spelled")
    void read_ofScalars_remembersTheirSpelling() {
        YamlDocument document = YamlDocument.read(
                "{a: no, b: 0777, c: 1_000, d: [1.50], e: 12:30:45, f: y, g: True, h: '&x', i: 2025-01-05}");
        JsonNode root = document.root();

        assertThat(root.toString())
                .isEqualTo("{\"a\":false,\"b\":511,\"c\":1000,\"d\":[1.50],\"e\":\"12:30:45\",\"f\":\"y\",\"g\":true,"
                        + "\"h\":\"&x\",\"i\":\"2025-01-05\"}");
        assertThat(document.spelling(YamlDocument.below("", "a"))).contains("no");
        assertThat(document.spelling(YamlDocument.below("", "b"))).contains("0777");
        assertThat(document.spelling(YamlDocument.below(YamlDocument.below("", "d"), "0")))
                .contains("1.50");
        assertThat(document.spelling(YamlDocument.below("", "e"))).isEmpty();
    }

    @Test
    @DisplayName("metrics 17: numbers are exact")
    void read_ofNumbers_isExact() {
        assertThat(YamlDocument.read("a: [9223372036854775807, 123456789012345678901234567890, 0.1, 1.10]")
                        .root()
                        .toString())
                .isEqualTo("{\"a\":[9223372036854775807,123456789012345678901234567890,0.1,1.10]}");
    }
}
