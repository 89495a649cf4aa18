package io.github.dbupgrader.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the source text shows: length, and package pages. */
class StyleTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "dbupgrader", "metrics");
    private static final int LINES = 300;

    @Test
    void files_areShort() {
        assertThat(sources())
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(tooLong(file)).as(file.name).isFalse());
    }

    @Test
    void files_thatAreLong_areReported() {
        assertThat(tooLong(new Source("a", "Long", "\n".repeat(LINES + 1)))).isTrue();
        assertThat(tooLong(new Source("a", "Short", "x\n".repeat(LINES)))).isFalse();
    }

    @Test
    void packages_haveAPageAndAreNullMarked() {
        assertThat(badPackages(sources())).isEmpty();
    }

    @Test
    void packages_withoutPageOrMark_areReported() {
        assertThat(badPackages(List.of(
                        new Source("none", "A", ""),
                        new Source("unmarked", "package-info", "/** Page. */ package unmarked;"),
                        new Source("good", "package-info", "/** Page. */ @NullMarked package good;"))))
                .containsExactly("none", "unmarked");
    }

    private static boolean tooLong(Source source) {
        return source.text.lines().count() > LINES;
    }

    private static Set<String> badPackages(List<Source> sources) {
        TreeMap<String, String> pages = new TreeMap<>();
        sources.forEach(source -> pages.putIfAbsent(source.packageName, ""));
        sources.stream()
                .filter(source -> source.name.equals("package-info"))
                .forEach(source -> pages.put(source.packageName, source.text));
        pages.values().removeIf(text -> text.contains("/**") && text.contains("@NullMarked"));
        return pages.keySet();
    }

    private static List<Source> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(StyleTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path file) {
        try {
            String folder = SOURCES.relativize(file.getParent()).toString();
            return new Source(folder, file.getFileName().toString().replace(".java", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Source(String packageName, String name, String text) {}
}
