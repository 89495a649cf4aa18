package io.github.dbupgrader.metrics.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.ApiSurface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users can see, compared with the text in {@code src/test/resources/api.txt}: a change of it is made on purpose, and
 * read in review. {@code mvn test -pl upgrader-metrics -am -Dtest=ApiSurfaceTest -Dapi.update=true} writes it anew. Core's
 * test of the same name shows on a sample that nothing is left out.
 */
class ApiSurfaceTest {
    private static final Path FILE = Path.of("src", "test", "resources", "api.txt");
    private static final Set<String> PUBLIC_PACKAGES = Stream.of(
                    "", ".model", ".profile", ".query", ".store", ".upgrade")
            .map(name -> MainClasses.BASE + name)
            .collect(Collectors.toSet());

    @Test
    void surface_ofThePublicPackages_isTheOneCheckedIn() throws IOException {
        String surface = ApiSurface.of(MainClasses.main(), PUBLIC_PACKAGES);
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(FILE, surface);
        }
        assertThat(surface.lines().toList())
                .as("changed on purpose? Run this test with -Dapi.update=true, and look at the difference of " + FILE)
                .containsExactlyElementsOf(Files.readAllLines(FILE));
    }
}
