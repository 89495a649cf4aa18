package io.github.dbupgrader.architecture;

import io.github.dbupgrader.testing.ModuleClasses;

/** The classes under test. */
final class MainClasses {
    static final String BASE = "io.github.dbupgrader";
    static final ModuleClasses CORE = new ModuleClasses(BASE, 100);

    private MainClasses() {}
}
