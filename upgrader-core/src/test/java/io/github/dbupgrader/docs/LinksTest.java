package io.github.dbupgrader.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each link within the project leads to a file, and each page is one step from the README. */
class LinksTest {

    /** Those to the web have a colon. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void links_ofAllPages_leadToFiles() {
        assertThat(Page.all())
                .allSatisfy(page -> assertThat(broken(page)).as(page.toString()).isEmpty());
    }

    @Test
    void readme_linksAllPages() {
        Page readme = Page.read("README.md");
        assertThat(targets(readme))
                .containsAll(Page.all().stream()
                        .map(Page::path)
                        .filter(path -> !path.equals(readme.path()))
                        .toList());
    }

    @Test
    void link_toNothing_isFound() {
        Page page = new Page(
                Page.root().resolve("docs/failure.md"),
                "[a](deaths.md), [b](../README.md#building), [c](nowhere.md#here), [d](https://example.org/nowhere.md)");
        assertThat(broken(page)).containsExactly(Page.root().resolve("docs/nowhere.md"));
    }

    private static List<Path> broken(Page page) {
        return targets(page).stream().filter(target -> !Files.exists(target)).toList();
    }

    private static List<Path> targets(Page page) {
        return LINK.matcher(page.text())
                .results()
                .map(link -> page.path().resolveSibling(link.group(1)).normalize())
                .toList();
    }
}
