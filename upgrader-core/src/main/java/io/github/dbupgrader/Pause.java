package io.github.dbupgrader;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A pause that can be interrupted. */
final class Pause {

    private Pause() {}

    static void of(Duration duration, String doing) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpgraderErrors.interrupted(doing);
        }
    }
}
