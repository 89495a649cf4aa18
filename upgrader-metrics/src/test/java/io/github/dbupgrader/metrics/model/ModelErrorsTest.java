package io.github.dbupgrader.metrics.model;

import io.github.dbupgrader.metrics.testing.ErrorTexts;
import io.github.dbupgrader.metrics.testing.PinnedTexts;

class ModelErrorsTest implements PinnedTexts {

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(ModelErrors.class)
                .text(
                        ModelErrors.invalidYaml("there is no document in it", "write one plain YAML document", null),
                        "UPM-101 Invalid YAML format: there is no document in it. Fix: write one plain YAML document.")
                .text(
                        ModelErrors.missing("chart_config.barAndLineAxis.x"),
                        "UPM-102 Invalid metric structure: chart_config.barAndLineAxis.x is missing. Fix: add it.")
                .text(
                        ModelErrors.wrongKind("sql", "a text", "a list"),
                        "UPM-102 Invalid metric structure: sql is a list and not a text. Fix: write a text there.")
                .text(
                        ModelErrors.nothing("chart_config.colors[0]", "a text"),
                        "UPM-102 Invalid metric structure: chart_config.colors[0] is null and not a text. Fix: write a text"
                                + " there, in quotes where it begins with #, or leave it out.")
                .text(
                        ModelErrors.unknownChart("chart_config.selectedChartType", "radar", "bar, line"),
                        "UPM-102 Invalid metric structure: chart_config.selectedChartType is \"radar\", and there is no such"
                                + " kind of chart. Fix: choose one of bar, line.")
                .text(
                        ModelErrors.twoSpellings("time_frame", "time_frame", "timeFrame"),
                        "UPM-103 Invalid metric structure: time_frame is there as time_frame and as timeFrame, with different"
                                + " values. Fix: keep one of the two.")
                .text(
                        ModelErrors.metadataInDefinition(),
                        "UPM-104 Invalid metric structure: data_metadata does not belong into a definition any more: it is"
                                + " computed, and stored in a column. Fix: remove it.")
                .text(
                        ModelErrors.invalidMetadata("it is a list and not an object"),
                        "UPM-105 The stored metadata cannot be read: it is a list and not an object. Fix: set the column to SQL"
                                + " NULL, and let the metadata be computed again.");
    }
}
