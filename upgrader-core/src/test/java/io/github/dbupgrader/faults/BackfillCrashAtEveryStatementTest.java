package io.github.dbupgrader.faults;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Crashes a backfill at every statement in each of the four ways, as {@link CrashAtEveryStatementTest} does an upgrade. */
@Tag("long")
class BackfillCrashAtEveryStatementTest {

    @TestFactory
    @DisplayName(
            "backfill 55, backfill 79, backfill 80: whatever happens at whichever statement of an upgrade's backfill")
    Stream<DynamicTest> start_afterCrashInUpgrade_completes() {
        return series(new Counting.SqlInUpgrade(), new Counting.JavaInUpgrade());
    }

    @TestFactory
    @DisplayName("backfill 55: whatever happens at whichever statement in the background")
    Stream<DynamicTest> start_afterCrashInBackground_completes() {
        return series(new Counting.SqlInBackground(), new Counting.JavaInBackground());
    }

    @TestFactory
    @DisplayName("backfill 55, backfill 75: whatever happens at whichever statement of an upgrade that finishes it")
    Stream<DynamicTest> start_afterCrashWhileFinishing_completes() {
        return series(new Counting.FinishedByUpgrade());
    }

    private static Stream<DynamicTest> series(Host... hosts) {
        return Stream.of(hosts)
                .flatMap(host -> Crash.chosen()
                        .map(crash -> DynamicTest.dynamicTest(
                                host.getClass().getSimpleName() + " " + crash,
                                () -> CrashSeries.run(host, crash, Slice.ofProperty()))));
    }
}
