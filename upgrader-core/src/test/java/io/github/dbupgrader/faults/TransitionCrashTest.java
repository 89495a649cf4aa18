package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The small form of {@link TransitionCrashAtEveryStatementTest}. A whole rename has some 300 statements and the widening of a key twice as many, so only reverting one is crashed at every statement here;
 * the others at each fifteenth from an offset that differs from run to run.
 */
@DatabaseTest
class TransitionCrashTest {

    @Test
    void start_undisturbed_leavesTheNewForm(TestDatabase database) {
        Host host = new Transitioning.WidenedKey();
        host.reinstall(database);
        host.start(database.dataSource());

        assertThat(host.fingerprint(database))
                .contains("column farm.meter #0002 id bigint not null identity by default")
                .contains("constraint farm.reading reading_meter_fkey FOREIGN KEY (meter) REFERENCES farm.meter(id)\n")
                .contains("number|21")
                .contains("|CONTRACTED|")
                .contains("history upgrade Optional[1.1.0] -> Optional[1.2.0]");
    }

    @Test
    @DisplayName("online 25: an error in the midst of expand and contract; the next start goes on")
    void start_afterErrorInRename_completes() throws InterruptedException {
        CrashSeries.run(new Transitioning.Rename(), Crash.THROW, Slice.everyFifteenth());
    }

    @Test
    @DisplayName("online 37, 46: a session that ends in the midst of a key's widening; the next start goes on")
    void start_afterKillInWidening_completes() throws InterruptedException {
        CrashSeries.run(new Transitioning.WidenedKey(), Crash.KILL, Slice.everyFifteenth());
    }

    @Test
    @DisplayName("online 40: an error at every statement of revert; the next start goes on")
    void start_afterErrorInRevert_completes() throws InterruptedException {
        CrashSeries.run(new Transitioning.RenameReverted(), Crash.THROW, Slice.all());
    }

    @TestFactory
    @DisplayName(
            "online 40: a session or an answer lost at each fifth statement of revert, a JVM at some; the next start goes on")
    Stream<DynamicTest> start_afterLossInRevert_completes() {
        return Stream.of(Crash.KILL, Crash.HALT, Crash.CUT)
                .map(crash -> DynamicTest.dynamicTest(
                        crash.toString(),
                        () -> CrashSeries.run(
                                new Transitioning.WidenedKeyReverted(),
                                crash,
                                crash == Crash.HALT ? Slice.everyFifteenth() : Slice.everyFifth())));
    }
}
