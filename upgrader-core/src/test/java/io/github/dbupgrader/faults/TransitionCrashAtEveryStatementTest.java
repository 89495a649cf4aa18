package io.github.dbupgrader.faults;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Crashes renames and changes of type at every statement in each of the four ways, as {@link CrashAtEveryStatementTest} does an upgrade. */
@Tag("long")
class TransitionCrashAtEveryStatementTest {

    @TestFactory
    @DisplayName("online 25, 40, 46: whatever happens at whichever statement of expand, contract and revert")
    Stream<DynamicTest> start_afterCrash_endsInTheSameCatalogue() {
        return Stream.of(
                        new Transitioning.Rename(),
                        new Transitioning.RenameReverted(),
                        new Transitioning.WidenedKey(),
                        new Transitioning.WidenedKeyReverted())
                .flatMap(host -> Crash.chosen()
                        .map(crash -> DynamicTest.dynamicTest(
                                host.getClass().getSimpleName() + " " + crash,
                                () -> CrashSeries.run(host, crash, Slice.ofProperty()))));
    }
}
