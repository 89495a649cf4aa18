package io.github.dbupgrader.benchmarks.tool;

import io.github.dbupgrader.api.RegisterUpgrade;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jdbi.v3.core.Handle;

/** Writes and compiles a class with one annotated method for each step, as a team would have written by hand over the years. */
final class GeneratedUpgrades {

    private static final String CLASS_NAME = "GeneratedUpgrades";

    private GeneratedUpgrades() {}

    /** {@return an instance of the class that was compiled into a directory} */
    static Object load(Path directory) throws IOException, ReflectiveOperationException {
        URL[] path = {directory.toUri().toURL()};
        ClassLoader loader = new URLClassLoader(path, GeneratedUpgrades.class.getClassLoader());
        return loader.loadClass(CLASS_NAME).getDeclaredConstructor().newInstance();
    }

    /** {@return the directory with the compiled class} */
    static Path compile(Steps steps) throws IOException {
        Path directory = Files.createTempDirectory("upgrades");
        Path source = directory.resolve(CLASS_NAME + ".java");
        Files.writeString(source, source(steps));
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-proc:none", "-nowarn", "-cp", compilePath(), "-d", directory.toString()));
        arguments.add(source.toString());
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the generated upgrades do not compile: " + source);
        }
        return directory;
    }

    private static String source(Steps steps) {
        StringBuilder source = new StringBuilder("import io.github.dbupgrader.api.RegisterUpgrade;\n")
                .append("import org.jdbi.v3.core.Handle;\n")
                .append("public class " + CLASS_NAME + " {\n");
        for (int i = 1; i <= steps.count(); i++) {
            source.append("  @RegisterUpgrade(\"%s\") void step%d(Handle handle) { handle.execute(\"%s\"); }\n"
                    .formatted(Steps.version(i), i, steps.sql().get(i - 1)));
        }
        return source.append("}\n").toString();
    }

    private static String compilePath() {
        return Stream.of(RegisterUpgrade.class, Handle.class)
                .map(GeneratedUpgrades::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
