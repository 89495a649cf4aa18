package io.github.dbupgrader.metrics.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.metrics.model.MetricErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of the errors is made from their codes; {@code -Ddocs.update=true} writes it anew. */
class ErrorsPageTest {

    private static final Path PAGE = Path.of("docs", "errors.md");

    @Test
    void page_isMadeFromTheCodes() throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, text());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text());
    }

    @ParameterizedTest
    @EnumSource
    void meaning_ofEachCode_isASentence(MetricErrorCode code) {
        assertThat(code.meaning()).matches("[A-Z].*\\.");
        assertThat(code.id()).matches("UPM-[1-4]\\d\\d");
    }

    private static String text() {
        StringBuilder text = new StringBuilder("""
                # Errors of the metrics

                Everything that `upgrader-metrics` throws on purpose is a `MetricException`; queries throw its subclass `QueryException`. The message is one line:
                `UPM-303 Version 7 not found: why. Fix: what to do.` The parts are also there one by one: `code()`, `what()`, `why()` and `fix()`. Numbers are stable.

                This page is made from `MetricErrorCode` by `ErrorsPageTest`; `-Ddocs.update=true` writes it anew.

                | code | name | when |
                | --- | --- | --- |
                """);
        for (MetricErrorCode code : MetricErrorCode.values()) {
            text.append("| ")
                    .append(code.id())
                    .append(" | ")
                    .append(code)
                    .append(" | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
        return text.toString();
    }
}
