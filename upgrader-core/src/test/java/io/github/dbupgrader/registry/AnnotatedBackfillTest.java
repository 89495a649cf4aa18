package io.github.dbupgrader.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.api.RegisterBackfill;
import io.github.dbupgrader.backfill.Backfill;
import io.github.dbupgrader.backfill.BackfillTask;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnnotatedBackfillTest {

    private static final Map<String, RegisteredBackfill> BACKFILLS =
            RegistryBuilderTest.build(new Wells()).backfills();

    private static final class Wells {

        @RegisterBackfill(value = "as defined", since = "1.1.0")
        Backfill asDefined() {
            return definition().revision("2");
        }

        @RegisterBackfill(value = "as annotated", since = "1.1.0", revision = "3")
        Backfill asAnnotated() {
            return definition().revision("2");
        }

        private static Backfill definition() {
            return Backfill.table("wells").set("depth_m = depth");
        }
    }

    @Test
    @DisplayName("backfill 63: the revision of the definition counts where the annotation names none")
    void revision_ofTheAnnotation_winsOnlyWhereThereIsOne() {
        assertThat(checksum("as defined")).isEqualTo(checksum(Wells.definition().revision("2")));
        assertThat(checksum("as annotated"))
                .isEqualTo(checksum(Wells.definition().revision("3")));
        assertThat(checksum("as defined")).isNotEqualTo(checksum("as annotated"));
    }

    private static String checksum(String name) {
        return BACKFILLS.get(name).task().checksum();
    }

    private static String checksum(Backfill definition) {
        return BackfillTask.background("any", definition, SchemaVersion.parse("1.1.0"))
                .checksum();
    }
}
