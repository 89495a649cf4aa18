package io.github.dbupgrader.examples.wildlife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillProgressTest {

    private final StringWriter out = new StringWriter();

    @Test
    void lines_whereNobodyWatches_tellStatesAndQuarters() {
        try (BackfillProgress progress = new BackfillProgress(new PrintWriter(out), false)) {
            progress.show(List.of(status(BackfillState.RUNNING, 0)));
            progress.show(List.of(status(BackfillState.RUNNING, 24)));
            progress.show(List.of(status(BackfillState.RUNNING, 25)));
            progress.show(List.of(status(BackfillState.PAUSED, 30)));
            progress.show(List.of(status(BackfillState.PAUSED, 30)));
            progress.show(List.of(status(BackfillState.COMPLETED, 100)));
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "  kwh: RUNNING, 0 of about 100 rows (0.0 %)",
                        "  kwh: RUNNING, 25 of about 100 rows (25.0 %)",
                        "  kwh: PAUSED, 30 of about 100 rows (30.0 %)",
                        "  kwh: COMPLETED, 100 rows");
    }

    private static BackfillStatus status(BackfillState state, long done) {
        return new BackfillStatus(
                "kwh",
                state,
                Optional.empty(),
                Instant.EPOCH,
                BackfillStatus.Registered.SAME,
                done,
                100,
                Optional.of((double) done),
                done,
                0,
                Optional.empty(),
                1,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty());
    }
}
