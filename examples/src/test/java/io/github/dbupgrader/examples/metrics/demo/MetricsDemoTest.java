package io.github.dbupgrader.examples.metrics.demo;

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
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a small workspace, up and back, with both releases at work. */
@Tag("database")
class MetricsDemoTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern SHOWN = Pattern.compile("^```text\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int EVERY = 10;

    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "metrics 47, 48, 60, 63, 66, 73, 74: up and back while an old and a new release read and edit, and nothing is lost")
    void demo_smallWorkspace_upgradesLooksAndGoesBack() throws Exception {
        StringWriter text = new StringWriter();

        boolean holds = MetricsDemo.on(TestServer.newDatabase(), directory, EVERY, new PrintWriter(text));

        String out = text.toString();
        assertThat(holds).as(out).isTrue();
        assertThat(out)
                .containsSubsequence(
                        "metrics/1.0.0, metrics/1.1.0 run",
                        "upgraded in",
                        "The dearest strikes: 10 records were returned",
                        "All strikes: 5000 rows, and there are more; metadata of 10000 rows, from the cache",
                        "The dearest strikes, draft 1",
                        "10 in quarantine, of 10 that are broken",
                        "mended by an edit: Broken: a column that was renamed, metadata of",
                        "rolled back in",
                        "Nothing failed, no edit was lost, and the way back was exact.");
        assertThat(shownOnPage())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(out).contains(line));
    }

    private static List<String> shownOnPage() throws IOException {
        return SHOWN.matcher(Files.readString(ROOT.resolve("docs/metrics-example.md")))
                .results()
                .flatMap(block -> block.group(1).lines())
                .flatMap(line -> Stream.of(line.strip()))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
