package io.github.dbupgrader.examples.wildlife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.examples.wildlife.testing.Run;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class DemoTest {

    /** The counts are those of the files themselves: lines, less the header. */
    @Test
    void demo_withoutArguments_tellsTheWholeWay() {
        Run demo = Run.of();

        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.out())
                .containsSubsequence(
                        "recorded 0.9.0",
                        "application: 0.9.0 -> 1.5.0",
                        "create index strikes_by_airport on strikes concurrently (outside a transaction, repeatable)",
                        "1.0.0  Airports and strikes as in their files",
                        "1,223,329 bytes of birdstrikes.csv",
                        "10,000 strikes with their aircraft",
                        "3,376 rows of backfill positions of airports",
                        "10,000 rows of backfill kinds of animals",
                        "0.9.0 -> 1.5.0 in",
                        "Release 1.5.0 is up",
                        "costs in dollars of 2002: COMPLETED, 10000 rows",
                        "costs in dollars of 2002  COMPLETED  100.0 %  10000",
                        "Release 1.6.0 relies on that backfill",
                        "1.5.0 -> 1.6.0 in",
                        "initialise",
                        "sub-step",
                        "What is in the database now",
                        "Austin-Bergstrom International  AUSTIN-BERGSTROM INTL     Boeing        727-200",
                        "BARKSDALE AIR FORCE BASE ARPT",
                        "ducks and geese",
                        "Chicago O'Hare International  ORD        0.0",
                        "The application starts again",
                        "nothing to do: the database is at 1.6.0",
                        "CURRENT",
                        "What each release does, and how to try it on a server of your own: examples/README.md");
        assertThat(demo.out())
                .containsPattern(
                        "airports +strikes +linked +not linked +counted as such\n +3376 +10000 +9565 +435 +435\n");
    }
}
