package io.github.dbupgrader.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.dbupgrader.architecture.samples.Sample;
import io.github.dbupgrader.testing.ApiSurface;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users can see, compared with the text in {@code src/test/resources/api.txt}: a change of it is made on purpose, and
 * read in review. {@code mvn test -pl upgrader-core -Dtest=ApiSurfaceTest -Dapi.update=true} writes it anew.
 */
class ApiSurfaceTest {
    private static final Set<String> PUBLIC_PACKAGES = Stream.of(
                    "", ".api", ".schema", ".backfill", ".version", ".error")
            .map(name -> MainClasses.BASE + name)
            .collect(Collectors.toSet());

    @Test
    void surface_ofThePublicPackages_isTheOneCheckedIn() throws IOException {
        ApiSurface.checkCheckedIn(MainClasses.CORE.main(), PUBLIC_PACKAGES);
    }

    @Test
    void surface_ofASample_hasWhatUsersCanSeeAndNothingElse() {
        String sample = Sample.class.getPackageName();
        assertThat(ApiSurface.of(new ClassFileImporter().importPackages(sample), Set.of(sample))
                        .lines())
                .containsExactly(
                        "public class io.github.dbupgrader.architecture.samples.Sample",
                        "  protected int field",
                        "  protected io.github.dbupgrader.architecture.samples.Sample(int)",
                        "  public <T> java.util.List<T> method(java.util.List<? extends T>) throws java.io.IOException",
                        "public record io.github.dbupgrader.architecture.samples.Sample$Shown"
                                + " implements java.lang.Runnable",
                        "  public final boolean equals(java.lang.Object)",
                        "  public final int hashCode()",
                        "  public final java.lang.String toString()",
                        "  public int number()",
                        "  public io.github.dbupgrader.architecture.samples.Sample$Shown(int)",
                        "  public void run()",
                        "public class io.github.dbupgrader.architecture.samples.SampleHeir",
                        "  public io.github.dbupgrader.architecture.samples.SampleHeir itself(java.lang.String)",
                        "  public io.github.dbupgrader.architecture.samples.SampleHeir()");
    }
}
