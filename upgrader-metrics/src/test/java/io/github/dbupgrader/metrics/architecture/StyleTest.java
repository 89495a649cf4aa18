package io.github.dbupgrader.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.SourceFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only the source text shows: length, and package pages. */
class StyleTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "dbupgrader", "metrics");

    @Test
    void files_areShort() {
        assertThat(SourceFile.below(SOURCES))
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(file.isTooLong()).as(file.name()).isFalse());
    }

    @Test
    void files_thatAreLong_areReported() {
        assertThat(new SourceFile("a", "Long", "\n".repeat(SourceFile.LINES + 1)).isTooLong())
                .isTrue();
        assertThat(new SourceFile("a", "Short", "x\n".repeat(SourceFile.LINES)).isTooLong())
                .isFalse();
    }

    @Test
    void packages_haveAPageAndAreNullMarked() {
        assertThat(SourceFile.badPackages(SourceFile.below(SOURCES))).isEmpty();
    }

    @Test
    void packages_withoutPageOrMark_areReported() {
        assertThat(SourceFile.badPackages(List.of(
                        new SourceFile("none", "A", ""),
                        new SourceFile("unmarked", "package-info", "/** Page. */ package unmarked;"),
                        new SourceFile("good", "package-info", "/** Page. */ @NullMarked package good;"))))
                .containsExactly("none", "unmarked");
    }
}
