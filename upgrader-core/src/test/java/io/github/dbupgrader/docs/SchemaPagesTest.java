package io.github.dbupgrader.docs;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.schema.Schema;
import io.github.dbupgrader.schema.Table;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each schema change has a page, named after its method, that says what a team must know before it uses the change. */
class SchemaPagesTest {

    /** What is no change, or is on the page of another. */
    private static final Set<String> WITHOUT_PAGE = Set.of("table", "make", "replaceViewWithNoData");

    /** Pages about all changes. */
    private static final Set<String> GENERAL = Set.of("docs/schema/impact.md", "docs/schema/services.md");

    private static final List<String> TOPICS = List.of("lock", "service", "revert", "**Recovery.**");

    @Test
    void changes_haveAPageEach() {
        assertThat(pages().stream().flatMap(SchemaPagesTest::changes)).containsExactlyInAnyOrderElementsOf(methods());
    }

    @Test
    void pages_sayWhatATeamMustKnow() {
        assertThat(pages())
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        page -> assertThat(missing(page)).as(page.toString()).isEmpty());
    }

    @Test
    void pageThatLacksSomething_isReported() {
        Page page = new Page(
                Path.of("docs", "schema", "sample.md"),
                "# addSample, dropSample\n\nTakes a lock.\n**Recovery.** None.\n");
        assertThat(changes(page)).containsExactly("addSample", "dropSample");
        assertThat(missing(page)).containsExactly("service", "revert");
    }

    private static List<Page> pages() {
        return Page.all().stream()
                .filter(page -> page.toString().replace('\\', '/').startsWith("docs/schema/"))
                .filter(page -> !GENERAL.contains(page.toString().replace('\\', '/')))
                .toList();
    }

    private static Stream<String> changes(Page page) {
        String title = page.text().lines().findFirst().orElseThrow();
        return Arrays.stream(title.replace("# ", "").split(", ", -1));
    }

    private static List<String> missing(Page page) {
        return TOPICS.stream().filter(topic -> !page.text().contains(topic)).toList();
    }

    private static Set<String> methods() {
        Set<String> names = Stream.of(Table.class, Schema.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .collect(toCollection(TreeSet::new));
        names.removeAll(WITHOUT_PAGE);
        return names;
    }
}
