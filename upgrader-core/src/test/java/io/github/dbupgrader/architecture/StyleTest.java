package io.github.dbupgrader.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the source text shows: length, package pages, and which public types are nobody's to use. */
class StyleTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "dbupgrader");
    private static final int LINES = 300;
    private static final Set<String> NOT_API = Set.of("sql", "step", "lock", "history", "registry", "plan", "trace");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(/\\*\\*(?:(?!\\*/).)*\\*/)?\\s*(?:@[^\\n]*\\n)*public (?:(?:abstract|final|sealed|non-sealed) )*"
                    + "(?:class|interface|enum|record|@interface) (\\w+)",
            Pattern.DOTALL);

    @Test
    void files_areShort() {
        assertThat(sources())
                .hasSizeGreaterThan(80)
                .allSatisfy(file -> assertThat(tooLong(file)).isFalse());
    }

    @Test
    void files_thatAreLong_areReported() {
        assertThat(tooLong(new Source("a", "long", "\n".repeat(LINES + 1)))).isTrue();
        assertThat(tooLong(new Source("a", "short", "x\n".repeat(LINES)))).isFalse();
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
                        new Source("empty", "package-info", "@NullMarked package empty;"),
                        new Source("good", "package-info", "/** Page. */ @NullMarked package good;"))))
                .containsExactly("empty", "none", "unmarked");
    }

    @Test
    void publicTypes_beyondTheApi_saySo() {
        assertThat(unmarkedTypes(sources())).isEmpty();
    }

    @Test
    void publicTypes_thatDoNotSaySo_areReported() {
        assertThat(unmarkedTypes(List.of(
                        new Source("sql", "Bare", "public final class Bare {}"),
                        new Source("sql", "Silent", "/** Yes. */\n@Deprecated\npublic record Silent() {}"),
                        new Source("sql", "Good", "/** Yes. Not API. */\npublic sealed interface Good {}"),
                        new Source("sql", "Hidden", "/** Yes. */\nfinal class Hidden {}"),
                        new Source("api", "Public", "/** Yes. */\npublic final class Public {}"))))
                .containsExactly("sql.Bare", "sql.Silent");
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

    private static List<String> unmarkedTypes(List<Source> sources) {
        List<String> unmarked = new ArrayList<>();
        for (Source source : sources) {
            Matcher type = PUBLIC_TYPE.matcher(source.text);
            if (NOT_API.contains(source.packageName) && type.find()) {
                String javadoc = type.group(1) == null ? "" : type.group(1);
                if (!javadoc.toLowerCase(java.util.Locale.ROOT).contains("not api")) {
                    unmarked.add(source.packageName + "." + source.name);
                }
            }
        }
        return unmarked;
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
            String folder = SOURCES.relativize(file.getParent()).toString().replace(java.io.File.separatorChar, '.');
            String name = file.getFileName().toString().replace(".java", "");
            return new Source(folder, name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Source(String packageName, String name, String text) {}
}
