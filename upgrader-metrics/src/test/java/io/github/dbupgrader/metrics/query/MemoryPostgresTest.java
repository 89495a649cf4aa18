package io.github.dbupgrader.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DatabaseTest
class MemoryPostgresTest {

    /** Half a million rows of four columns would need more than three times this heap. */
    private static final String HEAP = "-Xmx40m";

    @Test
    @DisplayName("metrics 28: the memory for metadata does not depend on the number of rows")
    void profiling_ofManyRows_fitsIntoASmallHeap(TestDatabase database) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProfilingProcess.class.getName(),
                        database.url(),
                        database.user(),
                        database.password(),
                        "select g as n, 'value ' || g as v, g * 0.01 as d, timestamptz 'epoch' + g * interval '1 s' as t"
                                + " from generate_series(1, 500000) as g")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("rows=500000");
    }
}
