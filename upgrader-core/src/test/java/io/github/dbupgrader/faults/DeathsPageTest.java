package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of the seven deaths names the tests that show them. */
class DeathsPageTest {

    private static final Pattern TEST = Pattern.compile("\\| `DeathsTest\\.(\\w+)` \\|$", Pattern.MULTILINE);

    @Test
    @DisplayName("upgrades 73: each of the seven deaths is shown by a test, and no test of one is left out")
    void table_ofDeaths_namesEachTest() throws IOException {
        assertThat(named(page())).containsExactlyInAnyOrderElementsOf(tests());
        assertThat(tests()).hasSize(7);
    }

    @Test
    void table_withAnotherName_isFound() throws IOException {
        String page = page().replace("start_afterSigterm_succeeds", "start_afterSigterm_isRenamed");

        assertThat(named(page)).contains("start_afterSigterm_isRenamed").doesNotContainSequence(tests());
        assertThat(tests()).doesNotContain("start_afterSigterm_isRenamed");
    }

    private static List<String> named(String page) {
        return TEST.matcher(page)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
    }

    private static List<String> tests() {
        return Arrays.stream(DeathsTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .toList();
    }

    /** The tests run in the module's directory, or from an IDE in the project's. */
    private static String page() throws IOException {
        Path here = Path.of("docs", "deaths.md");
        return Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
    }
}
