package io.github.dbupgrader.metrics.architecture;

import static io.github.dbupgrader.metrics.architecture.MainClasses.METRICS;
import static io.github.dbupgrader.testing.ModuleClasses.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A package imports what stands to its left, and nobody imports the root; of core, only the public face is used. */
class PackageOrderTest {

    private static final List<String> ORDER = List.of("model", "profile", "query", "store", "upgrade", ROOT);

    private static final Set<String> CORE_API = Set.of(
            MainClasses.CORE,
            MainClasses.CORE + ".api",
            MainClasses.CORE + ".schema",
            MainClasses.CORE + ".backfill",
            MainClasses.CORE + ".version",
            MainClasses.CORE + ".error");

    @Test
    void imports_goToTheLeft() {
        assertThat(against(METRICS.imports())).isEmpty();
    }

    @Test
    void imports_ofASampleToTheRight_areReported() {
        assertThat(against(METRICS.importsOfSample("order"))).containsExactly("model -> (root)", "model -> store");
    }

    @Test
    void packages_withoutAPlace_areReported() {
        assertThat(against(Map.of("invented", Set.of("model"), "query", Set.of("invented"))))
                .containsExactly("invented has no place", "query -> invented");
    }

    @Test
    void core_isUsedThroughItsPublicFace() {
        assertThat(CORE_API).containsAll(MainClasses.coreImports(METRICS.main()));
    }

    /** Core's own fixtures, which the tests of this module import, are not of its public face. */
    @Test
    void core_usedInside_isReported() {
        assertThat(MainClasses.coreImports(new com.tngtech.archunit.core.importer.ClassFileImporter()
                        .importClasses(io.github.dbupgrader.testing.TestDatabase.class)))
                .contains("io.github.dbupgrader.testing")
                .isNotEmpty();
        assertThat(CORE_API).doesNotContain("io.github.dbupgrader.testing");
    }

    private static Set<String> against(Map<String, Set<String>> imports) {
        Set<String> arrows = new TreeSet<>();
        imports.forEach((from, targets) -> {
            if (!ORDER.contains(from)) {
                arrows.add(from + " has no place");
                return;
            }
            targets.stream()
                    .filter(to -> !ORDER.contains(to) || ORDER.indexOf(to) >= ORDER.indexOf(from))
                    .forEach(to -> arrows.add(from + " -> " + to));
        });
        return arrows;
    }
}
