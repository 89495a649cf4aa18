package io.github.dbupgrader.metrics.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dbupgrader.DatabaseUpgrader;
import io.github.dbupgrader.metrics.model.DataMetadata;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java on the pages compiles, their links lead to files, and the README leads to them. */
class PagesTest {
    /** Those to the web have a colon. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static final Pattern JAVA = Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String HEAD = """
            import io.github.dbupgrader.*;
            import io.github.dbupgrader.api.*;
            import io.github.dbupgrader.metrics.MetricUpgrades;
            import io.github.dbupgrader.metrics.model.*;
            import io.github.dbupgrader.metrics.profile.*;
            import io.github.dbupgrader.metrics.profile.ColumnType.Kind;
            import io.github.dbupgrader.metrics.query.*;
            import io.github.dbupgrader.metrics.store.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            import javax.sql.DataSource;
            class Snippets {
                UUID warehouse;
                UUID files;
                UUID organization;
                UUID user;
                String yaml;
                DataSource warehousePool;
                DataSource applicationPool;
                DataSources sources;
            """;

    @TempDir
    Path classes;

    @Test
    void java_onThePageOfQueries_compiles() throws IOException {
        List<String> blocks = blocks("queries.md");
        assertThat(blocks).hasSize(2);
        assertThat(errors(HEAD + "void run() throws Exception {\n" + blocks.get(0) + "}\n" + blocks.get(1) + "}\n"))
                .isEmpty();
    }

    @Test
    void java_onThePageOfMetrics_compiles() throws IOException {
        List<String> blocks = blocks("metrics.md");
        assertThat(blocks).hasSize(1);
        assertThat(errors(HEAD + "void run() {\n" + blocks.get(0) + "}\n}\n")).isEmpty();
    }

    @Test
    void java_onThePageOfTheUpgrade_compiles() throws IOException {
        List<String> blocks = blocks("upgrade.md");
        assertThat(blocks).hasSize(3);
        assertThat(errors(HEAD + "void run() {\n" + String.join("", blocks) + "}\n}\n"))
                .isEmpty();
    }

    @Test
    void javaThatIsWrong_isReported() {
        assertThat(errors(HEAD + "void run() { noSuchMethod(); }\n}\n"))
                .singleElement()
                .asString()
                .contains("noSuchMethod");
    }

    @Test
    void links_ofThePages_leadToFiles() throws IOException {
        assertThat(pages()).hasSizeGreaterThan(3);
        for (Path page : pages()) {
            assertThat(targets(page)).as(page.toString()).allMatch(Files::exists);
        }
    }

    @Test
    void readme_linksThePages() throws IOException {
        assertThat(targets(Path.of("..", "README.md").toAbsolutePath().normalize()))
                .containsAll(pages());
    }

    @Test
    void link_toNothing_isFound() throws IOException {
        Path page = classes.resolve("page.md");
        Files.writeString(page, "[a](page.md), [b](nowhere.md#here), [c](https://example.org/nowhere.md)");
        assertThat(targets(page)).filteredOn(Files::notExists).containsExactly(classes.resolve("nowhere.md"));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docs").toAbsolutePath())) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> targets(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(link -> page.resolveSibling(link.group(1)).normalize())
                .toList();
    }

    private static List<String> blocks(String page) throws IOException {
        return JAVA.matcher(Files.readString(Path.of("docs", page)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private List<String> errors(String code) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Snippets.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        diagnostics,
                        List.of("-d", classes.toString(), "-cp", classPath(), "-proc:none"),
                        null,
                        List.of(source))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    // the class path of a test's JVM may be hidden in a jar's manifest
    private static String classPath() {
        return Stream.of(DataMetadata.class, JsonNode.class, NullMarked.class, DatabaseUpgrader.class, Handle.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
