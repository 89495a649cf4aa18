package io.github.dbupgrader.faults;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Crashes at every statement in each of the four ways, or in those of {@code -Dfaults.mode=ac}, at the statements of
 * {@code -Dfaults.slice=1/4}.
 */
@Tag("long")
class CrashAtEveryStatementTest {

    @TestFactory
    @DisplayName(
            "upgrades 25, upgrades 59, upgrades 77: whatever happens at whichever statement, the next start completes")
    Stream<DynamicTest> start_afterCrash_completes() {
        return Crash.chosen()
                .map(crash -> DynamicTest.dynamicTest(
                        crash.toString(), () -> CrashSeries.run(new Bookkeeping(), crash, Slice.ofProperty())));
    }

    @TestFactory
    @DisplayName("upgrades 61: what is not repeatable runs once, if somebody says what became of it")
    Stream<DynamicTest> start_afterCrashInWhatIsNotRepeatable_completes() {
        return Crash.chosen()
                .map(crash -> DynamicTest.dynamicTest(
                        crash.toString(), () -> CrashSeries.run(new Notary(), crash, Slice.ofProperty())));
    }
}
