package io.github.dbupgrader.examples.energy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The four scenarios of the guide, each with an old and a new ingestor and API, which go on all the time. */
@Tag("database")
class EnergyDemoTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern SHOWN = Pattern.compile("^```text\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** The figures of the years are those of iowa-electricity.csv. */
    @Test
    @DisplayName("online 25, 40, 41: nobody notices, contract waits for the old API, and one step back loses nothing")
    void demo_fourScenarios_noStatementFailsAndNoWriteIsLost() throws Exception {
        StringWriter text = new StringWriter();

        boolean nobodyNoticed = EnergyDemo.on(TestServer.newDatabase(), new PrintWriter(text));

        String out = text.toString();
        assertThat(nobodyNoticed).as(out).isTrue();
        assertThat(out)
                .containsSubsequence(
                        "energy-ingestor/1.0.0, energy-api/1.0.0 run",
                        "application: 1.0.0 -> 1.1.0",
                        "ACCESS EXCLUSIVE on dairy_production, for a moment",
                        "energy-ingestor/1.0.0: 1 session",
                        "energy-api/1.1.0 joins energy-api/1.0.0",
                        "energy-ingestor/1.1.0 joins energy-ingestor/1.0.0",
                        "application: 1.1.0 -> 1.2.0",
                        "energy-api/1.2.0 joins energy-api/1.1.0",
                        "energy-ingestor/1.2.0 joins energy-ingestor/1.1.0",
                        "application: 1.2.0 -> 1.3.0",
                        "energy-api/1.3.0 joins energy-api/1.2.0",
                        "application: 1.3.0 -> 1.4.0",
                        "energy-ingestor/1.4.0 wrote kwh",
                        "1.4.0 -> 1.3.0 in",
                        "energy-ingestor/1.2.0, energy-api/1.3.0 went on",
                        "application: 1.3.0 -> 1.4.0",
                        "energy-api/1.4.0 joins energy-api/1.3.0",
                        "energy-ingestor/1.4.0 joins energy-ingestor/1.2.0",
                        "application: 1.4.0 -> 1.5.0",
                        "sessions that may still use the old column are connected: energy-api/1.3.0",
                        "energy-api/1.3.0 is stopped at last",
                        "upgraded in",
                        "No statement failed, and no write was lost.");
        assertThat(out)
                .containsPattern("Fossil Fuels +2016 +28437 +8784\n")
                .containsPattern("Nuclear Energy +2017 +5214 +8760\n")
                .containsPattern("Renewables +2017 +21933 +8760\n")
                .doesNotContain("SQLSTATE");
        assertThat(shownOnPage())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(out).contains(line));
    }

    private static List<String> shownOnPage() throws IOException {
        return SHOWN.matcher(Files.readString(ROOT.resolve("docs/energy-example.md")))
                .results()
                .flatMap(block -> block.group(1).lines())
                .flatMap(line -> Stream.of(line.strip()))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
