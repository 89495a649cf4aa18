package io.github.dbupgrader.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows compiles, and what it links to is there. */
class SnippetsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @TempDir
    Path classes;

    static Stream<Page> pages() {
        return Page.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaOnPage_compiles(Page page) {
        assertThat(SnippetCompiler.compile(page.blocks("java"), classes).errors())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksOnPage_leadSomewhere(Page page) {
        Matcher link = LINK.matcher(page.text());
        while (link.find()) {
            assertThat(page.path().getParent().resolve(link.group(1))).exists();
        }
    }

    @Test
    void javaThatIsWrong_isReported() {
        assertThat(SnippetCompiler.compile(List.of("upgrader.noSuchMethod();\n"), classes)
                        .errors())
                .singleElement()
                .asString()
                .contains("noSuchMethod");
    }

    @Test
    void pages_areFound() throws Exception {
        long files;
        try (Stream<Path> all = Files.walk(Page.root().resolve("docs"))) {
            files = all.filter(f -> f.toString().endsWith(".md")).count();
        }
        assertThat(Page.all()).hasSize((int) files + 1).hasSizeGreaterThan(8);
    }
}
