package io.github.dbupgrader.faults;

import io.github.dbupgrader.load.LoadedChanges;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Crashes every schema change at every statement of expand and contract, as {@link CrashAtEveryStatementTest} does other upgrades. {@code -Dload.slice=2/4} and {@code -Dload.change=rename} choose the changes;
 * exceptions at every statement are in the default run, in each change's own test.
 */
@Tag("long")
class SchemaChangeCrashTest {

    @TestFactory
    @DisplayName(
            "upgrades 25, online 40: whatever happens at whichever statement, the next start ends in the same catalogue")
    Stream<DynamicTest> change_crashed_completes() {
        return LoadedChanges.chosen()
                .flatMap(change -> Crash.chosen()
                        .filter(crash -> crash != Crash.HALT)
                        .map(crash -> DynamicTest.dynamicTest(
                                change + " " + crash,
                                () -> CrashSeries.run(new ChangingHost(change), crash, Slice.ofProperty()))));
    }
}
