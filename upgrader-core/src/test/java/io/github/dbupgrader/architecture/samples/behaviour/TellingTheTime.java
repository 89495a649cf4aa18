package io.github.dbupgrader.architecture.samples.behaviour;

import java.time.Instant;

/** Asks the clock of the JVM. */
final class TellingTheTime {
    private TellingTheTime() {}

    static Instant now() {
        return Instant.now();
    }
}
