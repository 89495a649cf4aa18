package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Backfills;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Works at the backfills in the background until nothing is left that would go on by itself. An application does without: it starts them and goes about its business. */
final class BackfillRun {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Backfills backfills;
    private final BackfillProgress progress;

    BackfillRun(Backfills backfills, BackfillProgress progress) {
        this.backfills = backfills;
        this.progress = progress;
    }

    /** Runs those that may begin at the version that the schema has reached. */
    void run(SchemaVersion reached) {
        Set<String> names = backfills.registered().entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(reached))
                .map(entry -> entry.getKey())
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            return;
        }
        backfills.start(LOOK_EVERY);
        try (progress) {
            List<BackfillStatus> statuses = look(names);
            while (statuses.size() < names.size() || !statuses.stream().allMatch(BackfillRun::isAtRest)) {
                pause();
                statuses = look(names);
            }
        } finally {
            backfills.stop();
        }
    }

    private List<BackfillStatus> look(Set<String> names) {
        List<BackfillStatus> statuses = backfills.status().stream()
                .filter(status -> names.contains(status.name()))
                .toList();
        progress.show(statuses);
        return statuses;
    }

    /** A paused one waits for a person, and one with another definition for another release: waiting here would help neither. */
    private static boolean isAtRest(BackfillStatus status) {
        return status.state().isOver()
                || status.state() == BackfillState.PAUSED
                || status.registered() == BackfillStatus.Registered.CHANGED;
    }

    private static void pause() {
        try {
            new CountDownLatch(1).await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; the backfills go on at the next start", e);
        }
    }
}
