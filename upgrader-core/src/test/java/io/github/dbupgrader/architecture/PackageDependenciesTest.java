package io.github.dbupgrader.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.github.dbupgrader.architecture.MainClasses.CORE;
import static io.github.dbupgrader.testing.ModuleClasses.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who imports whom. {@link #ALLOWED} is the design, {@link #OBSERVED} is today; a new arrow is a decision, made by adding
 * it to the second map, and to the first only if the design changes. Levels, not taste, keep the packages free of cycles.
 */
class PackageDependenciesTest {
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("plan", Set.of("registry", "history", "api", "version", "error")),
            Map.entry("registry", Set.of("api", "backfill", "version", "error")),
            Map.entry("api", Set.of("schema", "backfill", "trace", "step", "sql", "version", "error")),
            Map.entry("schema", Set.of("backfill", "step", "sql", "version", "error")),
            Map.entry("backfill", Set.of("step", "sql", "version", "error")),
            Map.entry("history", Set.of("step", "sql", "version", "error")),
            Map.entry("step", Set.of("sql", "error")),
            Map.entry("lock", Set.of("sql", "error")),
            Map.entry("trace", Set.of("sql", "error")),
            Map.entry("sql", Set.of("error")),
            Map.entry("version", Set.of("error")),
            Map.entry("error", Set.of()));

    private static final Map<String, Set<String>> OBSERVED = Map.ofEntries(
            Map.entry(
                    ROOT,
                    Set.of(
                            "api",
                            "backfill",
                            "error",
                            "history",
                            "lock",
                            "plan",
                            "registry",
                            "schema",
                            "sql",
                            "step",
                            "version")),
            Map.entry("api", Set.of("backfill", "schema", "version")),
            Map.entry("backfill", Set.of("error", "sql", "step", "version")),
            Map.entry("error", Set.of()),
            Map.entry("history", Set.of("error", "sql", "step", "version")),
            Map.entry("lock", Set.of()),
            Map.entry("plan", Set.of("api", "error", "history", "registry", "version")),
            Map.entry("registry", Set.of("api", "backfill", "error", "version")),
            Map.entry("schema", Set.of("backfill", "error", "sql", "step", "version")),
            Map.entry("sql", Set.of("error")),
            Map.entry("step", Set.of("error", "sql")),
            Map.entry("version", Set.of("error")));

    // "(**)" and not "io.github.dbupgrader.(**)", which would leave out what sits directly in the root
    private static final ArchRule NO_CYCLES = slices().matching("(**)").should().beFreeOfCycles();

    @Test
    void imports_ofAllPackages_equalTheMap() {
        Map<String, Set<String>> observed = CORE.imports();
        assertThat(observed).as("observed, to paste:%n%s", source(observed)).isEqualTo(OBSERVED);
    }

    @Test
    void imports_ofASample_areSeenBothWays() {
        assertThat(CORE.importsOfSample("cycle")).isEqualTo(Map.of("left", Set.of("right"), "right", Set.of("left")));
    }

    @Test
    void map_ofToday_staysWithinTheDesign() {
        assertThat(beyondTheDesign(OBSERVED)).isEmpty();
    }

    @Test
    void map_withAnArrowUpwards_isReported() {
        assertThat(beyondTheDesign(Map.of("sql", Set.of("error", "history"), "invented", Set.of("error"))))
                .containsExactlyInAnyOrder("sql -> history", "invented -> error");
    }

    @Test
    void root_isImportedByNobody() {
        assertThat(importersOfRoot(CORE.imports())).isEmpty();
    }

    @Test
    void root_importedByASample_isReported() {
        assertThat(importersOfRoot(CORE.importsOfSample("root"))).containsExactly("leaf");
    }

    @Test
    void packages_haveNoCycles() {
        NO_CYCLES.check(CORE.main());
    }

    @Test
    void packages_ofASampleWithACycle_areReported() {
        assertThatThrownBy(() -> NO_CYCLES.check(CORE.sample("cycle")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    /** The trap that the pattern avoids: a cycle between a package and one below it. */
    @Test
    void packages_ofASampleWithACycleThroughItsRoot_areReported() {
        assertThatThrownBy(() -> NO_CYCLES.check(CORE.sample("root")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    private static Set<String> beyondTheDesign(Map<String, Set<String>> imports) {
        Set<String> arrows = new TreeSet<>();
        imports.forEach((from, targets) -> targets.stream()
                .filter(to -> !from.equals(ROOT)
                        && !ALLOWED.getOrDefault(from, Set.of()).contains(to))
                .forEach(to -> arrows.add(from + " -> " + to)));
        return arrows;
    }

    private static Set<String> importersOfRoot(Map<String, Set<String>> imports) {
        Set<String> importers = new TreeSet<>();
        imports.forEach((from, targets) -> {
            if (targets.contains(ROOT)) {
                importers.add(from);
            }
        });
        return importers;
    }

    private static String source(Map<String, Set<String>> imports) {
        StringJoiner entries = new StringJoiner(",\n");
        new TreeMap<>(imports).forEach((from, targets) -> {
            StringJoiner set = new StringJoiner("\", \"", "\"", "\"").setEmptyValue("");
            targets.forEach(set::add);
            entries.add("Map.entry(" + (from.equals(ROOT) ? "ROOT" : '"' + from + '"') + ", Set.of(" + set + "))");
        });
        return entries.toString();
    }
}
