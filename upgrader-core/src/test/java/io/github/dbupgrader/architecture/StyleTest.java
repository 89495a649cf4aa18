package io.github.dbupgrader.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What only the source text shows: length, package pages, and which public types are nobody's to use. */
class StyleTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "dbupgrader");
    private static final Set<String> NOT_API = Set.of("sql", "step", "lock", "history", "registry", "plan", "trace");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(/\\*\\*(?:(?!\\*/).)*\\*/)?\\s*(?:@[^\\n]*\\n)*public (?:(?:abstract|final|sealed|non-sealed) )*"
                    + "(?:class|interface|enum|record|@interface) (\\w+)",
            Pattern.DOTALL);

    @Test
    void files_areShort() {
        assertThat(SourceFile.below(SOURCES))
                .hasSizeGreaterThan(80)
                .allSatisfy(file -> assertThat(file.isTooLong()).as(file.name()).isFalse());
    }

    @Test
    void files_thatAreLong_areReported() {
        assertThat(new SourceFile("a", "long", "\n".repeat(SourceFile.LINES + 1)).isTooLong())
                .isTrue();
        assertThat(new SourceFile("a", "short", "x\n".repeat(SourceFile.LINES)).isTooLong())
                .isFalse();
    }

    @Test
    void packages_haveAPageAndAreNullMarked() {
        assertThat(SourceFile.badPackages(SourceFile.below(SOURCES))).isEmpty();
    }

    @Test
    void packages_withoutPageOrMark_areReported() {
        assertThat(SourceFile.badPackages(List.of(
                        new SourceFile("none", "A", ""),
                        new SourceFile("unmarked", "package-info", "/** Page. */ package unmarked;"),
                        new SourceFile("empty", "package-info", "@NullMarked package empty;"),
                        new SourceFile("good", "package-info", "/** Page. */ @NullMarked package good;"))))
                .containsExactly("empty", "none", "unmarked");
    }

    @Test
    void publicTypes_beyondTheApi_saySo() {
        assertThat(unmarkedTypes(SourceFile.below(SOURCES))).isEmpty();
    }

    @Test
    void publicTypes_thatDoNotSaySo_areReported() {
        assertThat(unmarkedTypes(List.of(
                        new SourceFile("sql", "Bare", "public final class Bare {}"),
                        new SourceFile("sql", "Silent", "/** Yes. */\n@Deprecated\npublic record Silent() {}"),
                        new SourceFile("sql", "Good", "/** Yes. Not API. */\npublic sealed interface Good {}"),
                        new SourceFile("sql", "Hidden", "/** Yes. */\nfinal class Hidden {}"),
                        new SourceFile("api", "Public", "/** Yes. */\npublic final class Public {}"))))
                .containsExactly("sql.Bare", "sql.Silent");
    }

    private static List<String> unmarkedTypes(List<SourceFile> sources) {
        List<String> unmarked = new ArrayList<>();
        for (SourceFile source : sources) {
            Matcher type = PUBLIC_TYPE.matcher(source.text());
            if (NOT_API.contains(source.packageName()) && type.find()) {
                String javadoc = type.group(1) == null ? "" : type.group(1);
                if (!javadoc.toLowerCase(java.util.Locale.ROOT).contains("not api")) {
                    unmarked.add(source.packageName() + "." + source.name());
                }
            }
        }
        return unmarked;
    }
}
