package io.github.dbupgrader.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.benchmarks.measure.Section;
import io.github.dbupgrader.benchmarks.measure.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The place of the results in their page. */
class ReportTest {

    private static final List<String> ORDER = List.of("jars", "no-op", "stall");

    @TempDir
    private Path directory;

    @Test
    void writeInto_emptyPlace_putsTheBlocksInOrderAndLeavesTheProse() throws Exception {
        Path page = page("");
        Report report = new Report("Run of today.");
        report.add("stall", section("Stalls", "9 s"));
        report.add("jars", section("Jars", "4 MB"));
        report.writeInto(page, ORDER);
        assertThat(page).content().isEqualTo("""
                before
                <!-- results: written by the benchmarks, not by hand -->
                <!-- jars -->
                ## Jars

                | figure |
                | --- |
                | 4 MB |

                | target | measured | limit |  |
                | --- | --- | --- | --- |
                | small | 3 | ≤ 2 | **MISSED** |

                Run of today.

                <!-- stall -->
                ## Stalls

                | figure |
                | --- |
                | 9 s |

                | target | measured | limit |  |
                | --- | --- | --- | --- |
                | small | 3 | ≤ 2 | **MISSED** |

                Run of today.

                <!-- end of results -->
                after
                """);
    }

    @Test
    void writeInto_oneMeasurementAgain_keepsTheOthers() throws Exception {
        Path page = page("");
        Report first = new Report("Run of yesterday.");
        first.add("jars", section("Jars", "4 MB"));
        first.add("stall", section("Stalls", "9 s"));
        first.writeInto(page, ORDER);
        Report second = new Report("Run of today.");
        second.add("no-op", section("Starts", "1 ms"));
        second.add("stall", section("Stalls", "1 s"));
        second.writeInto(page, ORDER);
        assertThat(page)
                .content()
                .containsSubsequence("4 MB", "Run of yesterday.", "1 ms", "Run of today.", "1 s", "Run of today.")
                .doesNotContain("9 s");
    }

    @Test
    void writeInto_pageWithoutAPlace_isRefused() throws Exception {
        Path page = Files.writeString(directory.resolve("page.md"), "nothing\n");
        assertThatThrownBy(() -> new Report("").writeInto(page, ORDER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no place for results");
    }

    private Path page(String results) throws Exception {
        return Files.writeString(
                directory.resolve("page.md"),
                "before\n<!-- results: written by the benchmarks, not by hand -->\n" + results
                        + "<!-- end of results -->\nafter\n");
    }

    private static Section section(String title, String figure) {
        return new Section(
                title, List.of("figure"), List.of(List.of(figure)), List.of(Target.atMost("small", 3, 2, "")));
    }
}
