package io.github.dbupgrader.examples.energy.upgrades;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about the example shows is what runs. */
class EnergyPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src/main/java/io/github/dbupgrader/examples/energy/upgrades");
    private static final Pattern JAVA =
            Pattern.compile("^```java\\nclass (\\w+) (.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String COMMAND = "mvn -q -Pdemo-energy verify -pl examples -am";

    @Test
    void codeOnPage_isThatOfTheApplication() throws IOException {
        List<MatchResult> blocks = JAVA.matcher(page()).results().toList();

        assertThat(blocks).hasSize(4).allSatisfy(block -> {
            String source = Files.readString(SOURCES.resolve(block.group(1) + ".java"));
            assertThat(words(source)).contains(words("final class " + block.group(1) + " " + block.group(2)));
        });
    }

    @Test
    void command_isTheSameEverywhere_andItsProfileExists() throws IOException {
        assertThat(page()).contains(COMMAND);
        assertThat(read("README.md")).contains(COMMAND);
        assertThat(read("examples/README.md")).contains(COMMAND);
        assertThat(read(".ci/run")).contains("-Pdemo-energy verify -pl examples -am");
        assertThat(read("pom.xml")).contains("<id>demo-energy</id>");
        assertThat(read("examples/pom.xml"))
                .contains("<id>demo-energy</id>", "io.github.dbupgrader.examples.energy.EnergyApplication");
    }

    private static String page() throws IOException {
        return read("docs/energy-example.md");
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** The page is laid out by hand, the code by a formatter. */
    private static String words(String text) {
        return text.replaceAll("\\s+", "");
    }
}
