package io.github.dbupgrader.testing;

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

/** The classes of the module under test and of its bad samples, and which packages import which. */
public final class ModuleClasses {

    /** The name of a base package among the packages below it. */
    public static final String ROOT = "(root)";

    private final String base;
    private final int moreThan;
    private final JavaClasses main = new ClassFileImporter().importPath(Path.of("target", "classes"));

    /**
     * Reads them.
     *
     * @param base the package that all of them are in or below
     * @param moreThan how many classes are too few for a rule about them to mean anything
     */
    public ModuleClasses(String base, int moreThan) {
        this.base = base;
        this.moreThan = moreThan;
    }

    /** {@return the module's classes; fails if so few were found that no rule could mean anything} */
    public JavaClasses main() {
        assertThat(main).hasSizeGreaterThan(moreThan);
        return main;
    }

    /** {@return the classes of a bad sample} */
    public JavaClasses sample(String name) {
        JavaClasses classes = new ClassFileImporter().importPackages(sampleBase(name));
        assertThat(classes).isNotEmpty();
        return classes;
    }

    /** {@return for each of the module's packages the others of them that it imports} */
    public Map<String, Set<String>> imports() {
        return imports(main(), base);
    }

    /** {@return for each package of a bad sample the others of them that it imports} */
    public Map<String, Set<String>> importsOfSample(String name) {
        return imports(sample(name), sampleBase(name));
    }

    /** {@return the packages at or below {@code base} that a class imports, its own one too} */
    public static Set<String> targets(JavaClass type, String base) {
        Set<String> targets = new TreeSet<>();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
            if (target.equals(base) || target.startsWith(base + ".")) {
                targets.add(target);
            }
        }
        return targets;
    }

    private String sampleBase(String name) {
        return base + ".architecture.samples." + name;
    }

    private static Map<String, Set<String>> imports(JavaClasses classes, String base) {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = shortName(type.getPackageName(), base);
            Set<String> targets = imports.computeIfAbsent(from, name -> new TreeSet<>());
            targets(type, base).forEach(target -> targets.add(shortName(target, base)));
            targets.remove(from);
        }
        return imports;
    }

    private static String shortName(String packageName, String base) {
        return packageName.equals(base) ? ROOT : packageName.substring(base.length() + 1);
    }
}
