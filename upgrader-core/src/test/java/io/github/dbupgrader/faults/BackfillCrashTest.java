package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The small form of {@link BackfillCrashAtEveryStatementTest}: one way of working at every statement, the others at each fifth. */
@DatabaseTest
class BackfillCrashTest {

    @Test
    void start_undisturbed_countsEachRowOnce(TestDatabase database) {
        Host host = new Counting.SqlInUpgrade();
        host.reinstall(database);
        host.start(database.dataSource());

        assertThat(database.rows("select n, count(*) from tally group by n")).containsExactly("1|300");
        assertThat(database.queryLong("select count(*) from change")).isEqualTo(300);
        assertThat(host.fingerprint(database))
                .contains("rows 300 with 1 counted and 1 noted")
                .contains("\"cursor_key\": [\"700\"]")
                .contains("\"cursor_key\": [\"1400\"]")
                .contains("\"cursor_key\": [\"2100\"]")
                .contains("history upgrade Optional[1.0.0] -> Optional[1.1.0]");
    }

    @Test
    @DisplayName(
            "backfill 55, backfill 79, backfill 80: an error at every statement; no row is skipped or counted twice")
    void start_afterErrorAtEveryStatement_completes() throws InterruptedException {
        CrashSeries.run(new Counting.SqlInUpgrade(), Crash.THROW, Slice.all());
    }

    @TestFactory
    @DisplayName(
            "backfill 55, backfill 79, backfill 80: whatever happens at whichever statement of an upgrade's backfill, each row is counted once")
    Stream<DynamicTest> start_afterCrashInUpgrade_completes() {
        return sparsely(new Counting.JavaInUpgrade(), Crash.KILL, Crash.HALT, Crash.CUT);
    }

    @TestFactory
    @DisplayName("backfill 55: whatever happens at whichever statement in the background, each row is counted once")
    Stream<DynamicTest> start_afterCrashInBackground_completes() {
        return Stream.concat(
                sparsely(new Counting.SqlInBackground(), Crash.HALT),
                sparsely(new Counting.JavaInBackground(), Crash.KILL, Crash.THROW, Crash.CUT));
    }

    /** A JVM takes a second of the processor to start. */
    private static Stream<DynamicTest> sparsely(Host host, Crash... crashes) {
        return Stream.of(crashes)
                .map(crash -> DynamicTest.dynamicTest(
                        crash.toString(),
                        () -> CrashSeries.run(
                                host, crash, crash == Crash.HALT ? Slice.everyFifteenth() : Slice.everyFifth())));
    }
}
