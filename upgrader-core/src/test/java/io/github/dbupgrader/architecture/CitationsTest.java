package io.github.dbupgrader.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every behaviour of the specification is cited by a test, as in {@code upgrades 39} or {@code online 25, 26}. */
class CitationsTest {

    private static final Path TESTS = Path.of("src", "test", "java", "io", "github", "dbupgrader");

    @ParameterizedTest
    @CsvSource({"upgrades, 1, 77", "online, 1, 46", "backfill, 55, 81"})
    void behaviours_areCited(String part, int first, int last) throws IOException {
        Set<Integer> missing =
                new TreeSet<>(IntStream.rangeClosed(first, last).boxed().toList());
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("CitationsTest.java"))
                    .toList();
            for (Path source : sources) {
                missing.removeAll(cited(part, Files.readString(source)));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void citations_areReadOneByOne() {
        assertThat(cited("online", "\"online 25, 26: x\" {@code online 7}, upgrades 3, backfill 55, offline 9"))
                .containsExactly(7, 25, 26);
    }

    private static Set<Integer> cited(String part, String text) {
        Set<Integer> numbers = new TreeSet<>();
        Pattern.compile("\\b" + part + " (\\d+(?:, \\d+)*)")
                .matcher(text)
                .results()
                .flatMap(citation -> Stream.of(citation.group(1).split(", ", -1)))
                .map(Integer::valueOf)
                .forEach(numbers::add);
        return numbers;
    }
}
