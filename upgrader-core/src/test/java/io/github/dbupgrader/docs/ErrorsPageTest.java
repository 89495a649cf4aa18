package io.github.dbupgrader.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsPageTest {

    private static final String PAGE = "docs/errors.md";

    @Test
    void page_isMadeFromTheCodes() throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(Page.root().resolve(PAGE), ErrorsPage.text());
        }

        assertThat(Page.read(PAGE).text())
                .as("docs/errors.md; -Ddocs.update=true writes it anew")
                .isEqualTo(ErrorsPage.text());
    }

    @ParameterizedTest
    @EnumSource
    void prose_ofEachCode_isSentences(ErrorCode code) {
        assertThat(ErrorProse.of(code).when()).matches("[A-Z].*\\.");
        assertThat(ErrorProse.of(code).fix()).matches("[A-Z].*\\.");
    }
}
