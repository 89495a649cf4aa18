package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedModuleTest {

    @TempDir
    Path directory;

    @DisplayName("upgrades 4: a method in a package that its module does not open is refused, with the line to add")
    @Test
    void addObject_packageNotOpened_isRefused() throws Exception {
        Object upgrades = upgradesOfModule("module farm.upgrades { exports farm; }");

        assertThatThrownBy(() -> RegistryBuilderTest.build(upgrades))
                .hasMessage("UPG-103 farm.FarmUpgrades#addTariff cannot be called as it is: its module does not open"
                        + " package farm. Fix: add \"opens farm to io.github.dbupgrader;\" to its module-info.");
    }

    @Test
    void addObject_packageOpened_isAccepted() throws Exception {
        Object upgrades = upgradesOfModule("module farm.upgrades { exports farm; opens farm; }");

        assertThat(RegistryBuilderTest.build(upgrades).upgrades()).hasSize(1);
    }

    private Object upgradesOfModule(String moduleInfo) throws Exception {
        Path classes = compiled(moduleInfo);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("farm.upgrades"));
        ModuleLayer.Controller layer = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), ClosedModuleTest.class.getClassLoader());
        Module module = layer.layer().findModule("farm.upgrades").orElseThrow();
        // The library is on the class path here, and a module reads that only when it is made to.
        layer.addReads(module, ClosedModuleTest.class.getModule());
        return Class.forName(module, "farm.FarmUpgrades").getConstructor().newInstance();
    }

    private Path compiled(String moduleInfo) throws IOException {
        Path source = Files.createDirectories(directory.resolve("farm")).resolve("FarmUpgrades.java");
        Files.writeString(source, """
                package farm;

                public class FarmUpgrades {
                    @io.github.dbupgrader.api.RegisterUpgrade("1.1.0")
                    void addTariff(org.jdbi.v3.core.Handle handle) {}
                }
                """);
        Path module = Files.writeString(directory.resolve("module-info.java"), moduleInfo);
        Path classes = directory.resolve("classes");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--add-reads",
                        "farm.upgrades=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString(),
                        module.toString());
        assertThat(result).isZero();
        return classes;
    }
}
