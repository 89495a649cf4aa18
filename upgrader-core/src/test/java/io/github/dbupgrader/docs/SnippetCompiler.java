package io.github.dbupgrader.docs;

import io.github.dbupgrader.DatabaseUpgrader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.NullMarked;

/**
 * Compiles the Java of a page as one class: blocks that begin with a class become its members, the others become methods {@code block0}, {@code block1}, …
 */
final class SnippetCompiler {

    private static final String HEAD = """
            import static io.github.dbupgrader.api.UpgradeMode.*;
            import io.github.dbupgrader.*;
            import io.github.dbupgrader.api.*;
            import io.github.dbupgrader.backfill.*;
            import io.github.dbupgrader.schema.*;
            import io.github.dbupgrader.version.*;
            import java.sql.*;
            import java.time.*;
            import java.util.*;
            import javax.sql.DataSource;
            import org.jdbi.v3.core.Handle;
            public class Snippets {
                public DataSource dataSource;
                public DatabaseUpgrader upgrader;
            """;

    private SnippetCompiler() {}

    /** What came of it: the class, or why there is none. */
    record Outcome(List<String> errors, Path classes) {

        Object newInstance() throws ReflectiveOperationException, IOException {
            URL[] where = {classes.toUri().toURL()};
            ClassLoader loader = new URLClassLoader(where, SnippetCompiler.class.getClassLoader());
            return loader.loadClass("Snippets").getConstructor().newInstance();
        }
    }

    static Outcome compile(List<String> blocks, Path target) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of("-d", target.toString(), "-cp", classPath(), "-parameters", "-proc:none");
        compiler.getTask(null, null, diagnostics, options, null, List.of(source(blocks)))
                .call();
        List<String> errors = diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
        return new Outcome(errors, target);
    }

    /** Where the library and Jdbi come from; the class path of a test's JVM may be hidden in a jar's manifest. */
    private static String classPath() {
        return Stream.of(DatabaseUpgrader.class, Handle.class, NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static JavaFileObject source(List<String> blocks) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String block = blocks.get(i);
            parts.add(
                    block.startsWith("class ")
                            ? block
                            : "public void block" + i + "() throws Exception {\n" + block + "}");
        }
        String code = HEAD + String.join("\n", parts) + "\n}\n";
        return new SimpleJavaFileObject(URI.create("string:///Snippets.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
    }
}
