package io.github.dbupgrader.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every behaviour is cited by a test. */
class BehavioursTest {
    private static final Path TESTS = Path.of("src", "test", "java", "io", "github", "dbupgrader", "metrics");
    private static final Pattern CITATION = Pattern.compile("metrics (\\d+(?:, \\d+)*)");
    private static final Set<Integer> BEHAVIOURS =
            IntStream.rangeClosed(1, 77).boxed().collect(Collectors.toCollection(TreeSet::new));

    @Test
    void behaviours_areCited() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            Set<Integer> cited = new TreeSet<>();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("BehavioursTest.java"))
                    .toList()) {
                cited.addAll(citations(Files.readString(file)));
            }
            Set<Integer> missing = new TreeSet<>(BEHAVIOURS);
            missing.removeAll(cited);
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void citations_areReadOneByOne() {
        assertThat(citations("/** {@code metrics 3}, {@code metrics 14}. */ \"metrics 7, 21: both\" \"metric 9\""))
                .containsExactly(3, 7, 14, 21);
    }

    private static Set<Integer> citations(String text) {
        return CITATION.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .flatMap(numbers -> Stream.of(numbers.split(", ")))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
