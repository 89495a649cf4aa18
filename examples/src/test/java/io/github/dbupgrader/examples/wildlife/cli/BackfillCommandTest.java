package io.github.dbupgrader.examples.wildlife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.Run;
import io.github.dbupgrader.examples.wildlife.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands about backfills, on release 1.5.0 with its backfill in the background. */
@Tag("database")
class BackfillCommandTest {

    private static final String COSTS = "costs in dollars of 2002";

    private String url = "";

    @BeforeEach
    void newDatabase() {
        url = TestServer.newDatabaseToBackfill();
    }

    @Test
    void start_worksUntilEverythingIsDone() {
        Run before = backfill("status");
        assertThat(before.exitCode()).isEqualTo(3);
        assertThat(before.out())
                .contains("kinds of animals          COMPLETED  100.0 %")
                .contains("not begun; it may begin at 1.5.0");

        Run start = backfill("start");

        assertThat(start.err()).isEmpty();
        assertThat(start.exitCode()).isZero();
        assertThat(start.out())
                .contains("  costs in dollars of 2002: COMPLETED, 10000 rows")
                .endsWith("positions of airports     COMPLETED  100.0 %   3376       -     -        0       0  -\n");
        assertThat(backfill("status").exitCode()).isZero();
        assertThat(count("usd_2002 is not null")).isEqualTo(10_000);
        assertThat(backfill("start").exitCode()).isZero();
    }

    @Test
    @DisplayName("backfill 62: what is paused is left alone until it is resumed")
    void pauseAndResume_stopAndGoOn() {
        change("update database_backfills set state = 'RUNNING', ended_at = null where name = 'kinds of animals'");
        assertThat(backfill("pause", "kinds of animals").out()).startsWith("  kinds of animals: PAUSED, ");
        assertThat(backfill("status").exitCode()).isEqualTo(3);
        assertThat(backfill("resume", "kinds of animals").out()).startsWith("  kinds of animals: RUNNING, ");

        make(COSTS);
        assertThat(backfill("pause", COSTS).out()).isEqualTo("  costs in dollars of 2002: PAUSED, 0 rows\n");
        Run start = backfill("start");
        assertThat(start.exitCode()).isEqualTo(3);
        assertThat(start.out()).contains("PAUSED");
        assertThat(count("usd_2002 is not null")).isZero();

        assertThat(backfill("resume", COSTS).exitCode()).isZero();
        backfill("start");
        assertThat(count("usd_2002 is not null")).isEqualTo(10_000);
    }

    @Test
    void cancelAndRestart_giveUpAndBeginAgain() {
        make(COSTS);
        assertThat(backfill("cancel", COSTS).out()).contains("CANCELLED");
        Run start = backfill("start");
        assertThat(start.exitCode()).isEqualTo(4);
        assertThat(count("usd_2002 is not null")).isZero();

        assertThat(backfill("restart", COSTS).out()).contains("PENDING");
        assertThat(backfill("start").exitCode()).isZero();
        assertThat(count("usd_2002 is not null")).isEqualTo(10_000);
    }

    @Test
    @DisplayName(
            "backfill 64, 75: a row that cannot be done goes to quarantine, keeps the next release out, and is tried again")
    void retry_afterTheRepair_doesTheRest() {
        change("update strikes set flown_on = date '2003-01-01' where id = 7");

        Run start = backfill("start");
        assertThat(start.exitCode()).isEqualTo(4);
        assertThat(start.out())
                .contains("COMPLETED_WITH_QUARANTINE")
                .endsWith("  costs in dollars of 2002: row 7: no price index is known for 2003\n");
        Run refused = Run.on(url, "upgrade");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "The backfill \"costs in dollars of 2002\" could not do 1 row",
                        "no price index is known for 2003");

        change("update strikes set flown_on = date '2002-01-01' where id = 7");
        assertThat(backfill("retry", COSTS).out()).startsWith("  rows to be tried again: 1\n");
        assertThat(backfill("start").exitCode()).isZero();
        assertThat(Run.on(url, "upgrade").exitCode()).isZero();
    }

    @Test
    @DisplayName("backfill 75: a release that relies on the backfill finishes it first")
    void upgrade_withoutStart_finishesTheBackfill() {
        assertThat(Run.on(url, "upgrade").exitCode()).isZero();
        assertThat(count("usd_2002 is not null")).isEqualTo(10_000);
    }

    @Test
    void unknownName_isRefused() {
        Run run = backfill("pause", "no such backfill");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).startsWith("UPG-806 ").hasLineCount(1);
    }

    @Test
    void start_onASchemaWithoutRecord_isRefused() {
        Run run = Run.of("backfill", "start", "--url", TestServer.newDatabase());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).contains("UNINITIALISED");
    }

    @Test
    @DisplayName("on a schema that has not reached the version, nothing is begun")
    void start_beforeItsVersion_leavesItAlone() {
        String early = TestServer.newDatabase();
        Run.on(early, "upgrade", "--from", "0.9.0", "--to", "1.2.0");

        Run run = Run.of("backfill", "start", "--url", early);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("not begun; it may begin at 1.5.0");
    }

    private Run backfill(String command, String... args) {
        List<String> line =
                new ArrayList<>(List.of("backfill", command, "--url", url, "--application-version", "1.5.0"));
        line.addAll(List.of(args));
        return Run.of(line.toArray(String[]::new));
    }

    /** Makes it known as an instance of the application would, without working at it. */
    private void make(String name) {
        change("insert into database_backfills (component, name, since_version, definition, checksum) "
                + "select component, '" + name + "', '1.5.0', '-', '-' from database_metadata");
        backfill("restart", name);
    }

    private void change(String sql) {
        Jdbi.create(url).useHandle(handle -> handle.execute(sql));
    }

    private long count(String condition) {
        return Jdbi.create(url)
                .withHandle(handle -> handle.createQuery("select count(*) from strikes where " + condition)
                        .mapTo(Long.class)
                        .one());
    }
}
