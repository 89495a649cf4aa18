package io.github.dbupgrader.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.testing.DatabaseTest;
import io.github.dbupgrader.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The small form of {@link CrashAtEveryStatementTest}: throwing is cheap, the others take each fifth statement. */
@DatabaseTest
class CrashAtAnyStatementTest {

    @Test
    void start_undisturbed_runsEachStepOnce(TestDatabase database) {
        Host host = new Bookkeeping();
        host.reinstall(database);
        host.start(database.dataSource());

        assertThat(database.rows("select step from effect order by step collate \"C\""))
                .containsExactly("1.3.0", "charge", "close", "interest", "state");
        assertThat(host.fingerprint(database))
                .contains("account_owner_idx")
                .contains("history upgrade Optional[1.2.0] -> Optional[1.3.0]")
                .contains("history stamp Optional[1.3.0] -> Optional[1.4.0]");
    }

    @Test
    @DisplayName(
            "upgrades 25, upgrades 28, upgrades 48: an error at every statement leaves a whole version, a clean session")
    void start_afterErrorAtEveryStatement_completes() throws InterruptedException {
        CrashSeries.run(new Bookkeeping(), Crash.THROW, Slice.all());
    }

    @Test
    @DisplayName(
            "upgrades 25, upgrades 50, upgrades 59: the server ending the session at any statement leaves a whole version")
    void start_afterSessionKilledAtEachFifthStatement_completes() throws InterruptedException {
        Map<String, Integer> ends = CrashSeries.run(new Bookkeeping(), Crash.KILL, Slice.everyFifth());

        assertThat(ends).as("a lost session is not told as a refusal").doesNotContainKey("UPG-902");
    }

    @Test
    @DisplayName("upgrades 25, upgrades 59: the JVM halting at any statement leaves a whole version")
    void start_afterHaltAtEachFifthStatement_completes() throws InterruptedException {
        CrashSeries.run(new Bookkeeping(), Crash.HALT, Slice.everyFifth());
    }

    @Test
    @DisplayName("upgrades 25, upgrades 77: a lost answer is told as an unknown outcome; the next start finds it out")
    void start_afterAnswerLostAtEachFifthStatement_completes() throws InterruptedException {
        Map<String, Integer> ends = CrashSeries.run(new Bookkeeping(), Crash.CUT, Slice.everyFifth());

        assertThat(ends).containsKey("UPG-404");
    }

    @Test
    @DisplayName(
            "upgrades 61: an interrupted sub-step that is not repeatable is refused until somebody says what became of it")
    void start_afterCrashInWhatIsNotRepeatable_wantsAMark() throws InterruptedException {
        Map<String, Integer> ends = CrashSeries.run(new Notary(), Crash.KILL, Slice.all());

        assertThat(ends).containsKeys("marked DONE", "marked NOT_DONE");
    }
}
