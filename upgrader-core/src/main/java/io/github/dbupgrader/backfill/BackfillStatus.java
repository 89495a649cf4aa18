package io.github.dbupgrader.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a backfill is.
 *
 * @param name its name
 * @param state where it stands
 * @param reason why it is held, failed or waits to try again; empty where there is nothing to say
 * @param stateSince since when it has this state, by the clock of the server
 * @param registered how it stands to this application
 * @param rowsDone how many rows were visited; counted when committed
 * @param rowsEstimated how many there are, by the statistics of the server at the start; 0 where nobody knows
 * @param percent how much is done; empty where nobody knows
 * @param rowsChanged how many rows were changed
 * @param rowsPerSecond the speed of late, of all workers together
 * @param remaining how long the rest may take; empty where nobody knows
 * @param batchRows how many rows a batch takes now
 * @param workers how many workers are at it, in all instances
 * @param quarantined how many rows could not be done
 * @param toRetry how many rows changed meanwhile and are looked at again
 * @param startedAt when its first batch could begin
 * @param endedAt when it was over
 */
public record BackfillStatus(
        String name,
        BackfillState state,
        Optional<String> reason,
        Instant stateSince,
        Registered registered,
        long rowsDone,
        long rowsEstimated,
        Optional<Double> percent,
        long rowsChanged,
        double rowsPerSecond,
        Optional<Duration> remaining,
        int batchRows,
        int workers,
        long quarantined,
        long toRetry,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** How the recorded backfill stands to what the application has registered. */
    public enum Registered {
        /** It is registered, with this definition. */
        SAME,
        /** It is registered with another definition: this instance takes no part in it. */
        CHANGED,
        /** It is not registered: it is a part of an upgrade, or its code was removed. This instance leaves it alone. */
        NO
    }

    /** {@return one line for a person, such as {@code kwh: RUNNING, 120000 of about 1000000 rows (12.0 %), 54000 rows/s, about 16 s left}} */
    public String describe() {
        StringBuilder text = new StringBuilder(name).append(": ").append(state);
        reason.ifPresent(r -> text.append(" (").append(r).append(')'));
        text.append(", ").append(rowsDone);
        boolean complete = state.isComplete();
        if (rowsEstimated > 0 && !complete) {
            text.append(" of about ").append(rowsEstimated);
        }
        text.append(" rows");
        percent.filter(p -> !complete)
                .ifPresent(p -> text.append(" (").append(p).append(" %)"));
        if (state == BackfillState.RUNNING && rowsPerSecond > 0) {
            text.append(", ").append(Math.round(rowsPerSecond)).append(" rows/s");
        }
        remaining.ifPresent(r -> text.append(", about ").append(human(r)).append(" left"));
        if (quarantined > 0) {
            text.append(", ").append(quarantined).append(" in quarantine");
        }
        if (toRetry > 0) {
            text.append(", ").append(toRetry).append(" to be tried again");
        }
        return text.toString();
    }

    private static String human(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
