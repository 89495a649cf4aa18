package io.github.dbupgrader.architecture;

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
    static final String BASE = "io.github.dbupgrader";
    static final String ROOT = "(root)";
    private static final String SAMPLES = BASE + ".architecture.samples.";

    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private MainClasses() {}

    /** {@return the library's classes; fails if so few were found that no rule could mean anything} */
    static JavaClasses main() {
        assertThat(MAIN).hasSizeGreaterThan(100);
        return MAIN;
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

    /** {@return for each package below {@code base} the other packages below it that it imports} */
    static Map<String, Set<String>> imports(JavaClasses classes, String base) {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = shortName(type.getPackageName(), base);
            Set<String> targets = imports.computeIfAbsent(from, name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.equals(base) || target.startsWith(base + ".")) {
                    targets.add(shortName(target, base));
                }
            }
            targets.remove(from);
        }
        return imports;
    }

    private static String shortName(String packageName, String base) {
        return packageName.equals(base) ? ROOT : packageName.substring(base.length() + 1);
    }
}
