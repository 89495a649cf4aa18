package io.github.dbupgrader.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The classes under test, and which of their packages import which. */
final class MainClasses {
    static final String BASE = "io.github.dbupgrader.metrics";
    static final String ROOT = "(root)";
    static final String CORE = "io.github.dbupgrader";
    private static final String SAMPLES = BASE + ".architecture.samples.";
    private static final Path CLASSES = Path.of("target", "classes");

    private MainClasses() {}

    /** {@return the module's classes; fails if so few were found that no rule could mean anything} */
    static JavaClasses main() {
        JavaClasses classes = new ClassFileImporter().importPath(CLASSES);
        assertThat(classes).hasSizeGreaterThan(10);
        return classes;
    }

    /** {@return the classes of a bad sample} */
    static JavaClasses sample(String name) {
        JavaClasses classes = new ClassFileImporter().importPackages(SAMPLES + name);
        assertThat(classes).isNotEmpty();
        return classes;
    }

    static String sampleBase(String name) {
        return SAMPLES + name;
    }

    /** {@return for each package at or below {@code base} the others there that it imports} */
    static Map<String, Set<String>> imports(JavaClasses classes, String base) {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = shortName(type.getPackageName(), base);
            Set<String> targets = imports.computeIfAbsent(from, name -> new TreeSet<>());
            targets(type).stream()
                    .filter(target -> target.equals(base) || target.startsWith(base + "."))
                    .map(target -> shortName(target, base))
                    .forEach(targets::add);
            targets.remove(from);
        }
        return imports;
    }

    /** {@return what of core the classes import, beyond this module} */
    static Set<String> coreImports(JavaClasses classes) {
        Set<String> imports = new TreeSet<>();
        classes.forEach(type -> targets(type).stream()
                .filter(target -> target.equals(CORE) || target.startsWith(CORE + "."))
                .filter(target -> !target.equals(BASE) && !target.startsWith(BASE + "."))
                .forEach(imports::add));
        return imports;
    }

    private static Set<String> targets(JavaClass type) {
        Set<String> targets = new TreeSet<>();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            targets.add(dependency.getTargetClass().getBaseComponentType().getPackageName());
        }
        return targets;
    }

    private static String shortName(String packageName, String base) {
        return packageName.equals(base) ? ROOT : packageName.substring(base.length() + 1);
    }
}
