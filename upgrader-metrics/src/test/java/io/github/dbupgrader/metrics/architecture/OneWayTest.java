package io.github.dbupgrader.metrics.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.dbupgrader.metrics.architecture.samples.SecondWay;
import io.github.dbupgrader.metrics.profile.ColumnFacts;
import io.github.dbupgrader.metrics.profile.ResultProfiler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Metadata is computed in one place. */
class OneWayTest {
    private static final ArchRule ONE_WAY = noClasses()
            .that()
            .resideOutsideOfPackages(MainClasses.BASE + ".profile", MainClasses.BASE + ".query")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ResultProfiler.class, ColumnFacts.class)
            .because("a second way to compute metadata would soon give other numbers");

    @Test
    @DisplayName("metrics 29: only the query engine computes metadata")
    void metadata_isComputedByTheEngineAlone() {
        ONE_WAY.check(MainClasses.METRICS.main());
    }

    @Test
    void metadata_computedElsewhere_isReported() {
        assertThatThrownBy(() -> ONE_WAY.check(new ClassFileImporter().importClasses(SecondWay.class)))
                .isInstanceOf(AssertionError.class)
                .satisfies(error -> assertThat(error).hasMessageContaining("SecondWay"));
    }
}
