package io.github.dbupgrader;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Durations {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private Durations() {}

    static String human(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds >= 3600) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (seconds >= 120) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
        }
        return duration.toNanos() < NANOS_PER_MILLI
                ? String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6)
                : duration.toMillis() + " ms";
    }

    static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
