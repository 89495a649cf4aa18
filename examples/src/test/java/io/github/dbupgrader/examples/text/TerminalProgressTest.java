package io.github.dbupgrader.examples.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.StepResult;
import io.github.dbupgrader.version.SchemaVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

    private static final SchemaVersion VERSION = SchemaVersion.parse("1.3.0");

    private final StringWriter out = new StringWriter();
    private final TerminalProgress progress = new TerminalProgress(new PrintWriter(out), false);

    @Test
    void lines_whereNobodyWatches_sayWhatIsDone() {
        progress.waiting("session 4711", Duration.ofSeconds(3));
        progress.stepStarted(VERSION, "An index");
        progress.progress(VERSION, "rows", 500, 1_000);
        progress.progress(VERSION, "rows", 1_000, 1_000);
        progress.stepRetried(VERSION, 1, Duration.ofMillis(250));
        progress.subStepEnded(VERSION, "build", Duration.ofMillis(45));
        progress.stepEnded(new StepResult(VERSION, "An index", false, Duration.ofMillis(1_234), 3, 1));
        progress.stepFailed(VERSION, new IllegalStateException("x"));

        assertThat(out.toString().lines())
                .containsExactly(
                        "  waiting for session 4711, since 3.0 s",
                        "  1.3.0  An index",
                        "         1,000 rows",
                        "         locked out by another session, try 2 follows in 250 ms",
                        "         build: 45 ms",
                        "         done in 1.2 s",
                        "         failed");
    }
}
