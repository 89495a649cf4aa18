package io.github.dbupgrader.examples.metrics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command is the same wherever it stands. */
class MetricsPageTest {

    private static final Path ROOT = Path.of("..");
    private static final String COMMAND = "mvn -q -Pdemo-metrics verify -pl examples -am";

    @Test
    void command_isTheSameEverywhere_andItsProfileExists() throws IOException {
        assertThat(read("docs/metrics-example.md")).contains(COMMAND);
        assertThat(read("README.md")).contains(COMMAND);
        assertThat(read("examples/README.md")).contains(COMMAND);
        assertThat(read(".ci/run")).contains("-Pdemo-metrics verify -pl examples -am");
        assertThat(read("pom.xml")).contains("<id>demo-metrics</id>");
        assertThat(read("examples/pom.xml"))
                .contains("<id>demo-metrics</id>", "io.github.dbupgrader.examples.metrics.MetricsApplication");
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
