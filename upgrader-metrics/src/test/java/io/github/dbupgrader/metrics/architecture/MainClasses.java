package io.github.dbupgrader.metrics.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.dbupgrader.testing.ModuleClasses;
import java.util.Set;
import java.util.TreeSet;

/** The classes under test, and what of core they import. */
final class MainClasses {
    static final String CORE = "io.github.dbupgrader";
    static final String BASE = "io.github.dbupgrader.metrics";
    static final ModuleClasses METRICS = new ModuleClasses(BASE, 10);

    private MainClasses() {}

    /** {@return what of core the classes import, beyond this module} */
    static Set<String> coreImports(JavaClasses classes) {
        Set<String> imports = new TreeSet<>();
        classes.forEach(type -> ModuleClasses.targets(type, CORE).stream()
                .filter(target -> !target.equals(BASE) && !target.startsWith(BASE + "."))
                .forEach(imports::add));
        return imports;
    }
}
