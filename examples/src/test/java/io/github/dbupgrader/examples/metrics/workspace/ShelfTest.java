package io.github.dbupgrader.examples.metrics.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.examples.metrics.workspace.StoredQuestion.Kind;
import io.github.dbupgrader.metrics.model.MetricDefinition;
import io.github.dbupgrader.metrics.model.MetricException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The metrics of the workspace are what they are said to be. */
class ShelfTest {

    private static final List<StoredQuestion> ALL = Shelf.fill(1);

    @Test
    void shelf_whole_hasTwoHundredMetricsOfSixGenerations() {
        assertThat(ALL).hasSizeGreaterThanOrEqualTo(200);
        assertThat(ALL).extracting(StoredQuestion::id).doesNotHaveDuplicates();
        assertThat(ALL).extracting(StoredQuestion::file).doesNotHaveDuplicates();
        assertThat(ALL.stream().collect(Collectors.groupingBy(StoredQuestion::generation, Collectors.counting())))
                .hasSize(Generation.values().length)
                .allSatisfy((generation, count) -> assertThat(count).isGreaterThanOrEqualTo(10));
        assertThat(ALL).filteredOn(each -> each.kind() == Kind.BROKEN).hasSize(10);
    }

    @Test
    void shelf_small_hasAllThatShowSomething() {
        assertThat(Shelf.fill(20))
                .filteredOn(each -> each.kind() != Kind.GENERATED)
                .extracting(StoredQuestion::file)
                .containsExactlyElementsOf(ALL.stream()
                        .filter(each -> each.kind() != Kind.GENERATED)
                        .map(StoredQuestion::file)
                        .toList());
    }

    @Test
    @DisplayName("metrics 3: six generations, and all versions of each, are read")
    void content_ofEveryGenerationAndVersion_isRead() {
        assertThat(ALL)
                .filteredOn(each -> each.kind() != Kind.BROKEN)
                .allSatisfy(each -> contents(each)
                        .forEach(content -> assertThat(
                                        MetricDefinition.fromContent(content).name())
                                .startsWith(each.name())));
    }

    @Test
    void content_ofEachGeneration_isSpelledAsItWasThen() {
        assertThat(first(Generation.G0))
                .contains("\"title\"", "\"selectedChartType\"", "\"column_label_formats\"", "\"data_metadata\"")
                .doesNotContain("dataset_ids", "time_frame");
        assertThat(first(Generation.G1)).contains("\"title\"", "\"selected_chart_type\"", "\"dataset_ids\"");
        assertThat(first(Generation.G2))
                .contains("\"name\"", "\"time_frame\"", "\"chart_config\"", "\"columnLabelFormats\"");
        assertThat(first(Generation.G3))
                .contains("\"time_frame\"", "\"dataset_ids\"")
                .doesNotContain("data_metadata");
        assertThat(first(Generation.G4)).contains("\"timeFrame\"", "\"chartConfig\"", "\"datasetIds\"");
        assertThat(first(Generation.G5))
                .contains("\"timeFrame\"", "\"chartConfig\"")
                .doesNotContain("datasetIds");
    }

    @Test
    void broken_withoutAChart_isNoMetric() {
        assertThat(ALL)
                .filteredOn(each ->
                        each.file().startsWith("broken-a-chart") || each.file().startsWith("broken-a-bar"))
                .hasSize(2)
                .allSatisfy(each -> assertThatThrownBy(() -> MetricDefinition.fromContent(each.content()))
                        .isInstanceOf(MetricException.class));
    }

    private static String first(Generation generation) {
        return ALL.stream()
                .filter(each -> each.generation() == generation && each.kind() != Kind.BROKEN)
                .findFirst()
                .orElseThrow()
                .content()
                .toString();
    }

    private static Stream<JsonNode> contents(StoredQuestion stored) {
        return Stream.concat(
                Stream.of(stored.content()),
                stored.history().properties().stream()
                        .map(entry -> entry.getValue().path("content")));
    }
}
