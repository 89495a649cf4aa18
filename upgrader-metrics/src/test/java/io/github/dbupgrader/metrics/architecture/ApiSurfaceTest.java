package io.github.dbupgrader.metrics.architecture;

import io.github.dbupgrader.testing.ApiSurface;
import java.io.IOException;
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
    private static final Set<String> PUBLIC_PACKAGES = Stream.of(
                    "", ".model", ".profile", ".query", ".store", ".upgrade")
            .map(name -> MainClasses.BASE + name)
            .collect(Collectors.toSet());

    @Test
    void surface_ofThePublicPackages_isTheOneCheckedIn() throws IOException {
        ApiSurface.checkCheckedIn(MainClasses.METRICS.main(), PUBLIC_PACKAGES);
    }
}
