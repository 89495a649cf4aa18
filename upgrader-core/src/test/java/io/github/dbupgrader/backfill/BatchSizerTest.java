package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BatchSizerTest {

    private static final Pace PACE = Pace.defaults();

    @Test
    void start_takesTheFirstSize_andKnowsNothing() {
        assertThat(BatchSizer.start(PACE)).isEqualTo(new BatchSizer(200, 0, 0));
    }

    @Test
    @DisplayName("backfill 66: the first batch is believed, at once downwards and by half upwards")
    void after_firstBatch_takesItsCost() {
        assertThat(BatchSizer.start(PACE).after(PACE, 200, Duration.ofSeconds(2)))
                .isEqualTo(new BatchSizer(25, 10, 0));
        assertThat(BatchSizer.start(PACE).after(PACE, 200, Duration.ofMillis(2)))
                .isEqualTo(new BatchSizer(300, 0.01, 0));
    }

    @Test
    @DisplayName("backfill 66: a later batch counts by 0.4")
    void after_laterBatch_isSmoothed() {
        assertThat(new BatchSizer(250, 1, 0).after(PACE, 250, Duration.ofMillis(500)))
                .isEqualTo(new BatchSizer(178, 1.4, 0));
    }

    @Test
    void after_emptyBatch_changesNothing() {
        BatchSizer sizer = new BatchSizer(250, 1, 7);

        assertThat(sizer.after(PACE, 0, Duration.ofSeconds(9))).isEqualTo(sizer);
    }

    @Test
    void after_firstBatchIsShort_changesNothingUnlessItWasLong() {
        BatchSizer start = BatchSizer.start(PACE);

        assertThat(start.after(PACE, 99, Duration.ofMillis(250))).isEqualTo(start);
        assertThat(start.after(PACE, 50, Duration.ofMillis(500))).isEqualTo(new BatchSizer(25, 10, 0));
        assertThat(start.after(PACE, 100, Duration.ofMillis(100))).isEqualTo(new BatchSizer(250, 1, 0));
    }

    @Test
    @DisplayName("backfill 66: a clock that saw no time lets the size grow by half")
    void after_noTime_grows() {
        BatchSizer first = BatchSizer.start(PACE).after(PACE, 200, Duration.ZERO);

        assertThat(first).isEqualTo(new BatchSizer(300, 1e-6, 0));
        assertThat(first.after(PACE, 300, Duration.ZERO).size()).isEqualTo(450);
    }

    @Test
    void after_aSizeOfOne_canGrow() {
        assertThat(new BatchSizer(1, 0.001, 0)
                        .after(PACE, 1, Duration.ofNanos(1000))
                        .size())
                .isEqualTo(2);
    }

    @Test
    void after_shortBatch_isNoStepOutOfCaution() {
        assertThat(new BatchSizer(100, 1, 5)
                        .after(PACE, 99, Duration.ofMillis(99))
                        .cautious())
                .isEqualTo(5);
    }

    @Test
    @DisplayName("backfill 65: one time-out after the other ends at 1 row, and caution is bounded")
    void afterTimeout_again_endsAtOne() {
        BatchSizer sizer = BatchSizer.start(PACE);
        for (int i = 0; i < 20; i++) {
            sizer = sizer.afterTimeout(PACE);
        }

        assertThat(sizer).isEqualTo(new BatchSizer(1, 0, 100));
    }

    @Test
    @DisplayName("backfill 65: a fixed size recovers as well, step by step")
    void afterTimeout_ofAFixedSize_recovers() {
        Pace fixed = PACE.fixed(100);
        BatchSizer sizer = BatchSizer.start(fixed).afterTimeout(fixed);
        assertThat(sizer.size()).isEqualTo(50);
        sizer = sizer.after(fixed, 50, Duration.ofMillis(1));
        assertThat(sizer.size()).isEqualTo(52);
        for (int i = 0; i < 20; i++) {
            sizer = sizer.after(fixed, sizer.size(), Duration.ofSeconds(50));
        }

        assertThat(sizer.size()).isEqualTo(100);
    }

    @Test
    void within_anotherPace_fitsIt() {
        assertThat(new BatchSizer(5000, 1, 0).within(PACE.rows(10, 1, 100))).isEqualTo(new BatchSizer(100, 1, 0));
        assertThat(new BatchSizer(50, 1, 0).within(PACE.fixed(100))).isEqualTo(new BatchSizer(100, 1, 0));
        assertThat(new BatchSizer(50, 1, 3).within(PACE.fixed(100))).isEqualTo(new BatchSizer(50, 1, 3));
        assertThat(new BatchSizer(50, 1, 0).within(PACE)).isEqualTo(new BatchSizer(50, 1, 0));
    }

    @Test
    void pauseAfter_allOfTheTime_isNone() {
        assertThat(BatchSizer.start(PACE).pauseAfter(PACE, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ZERO);
        assertThat(BatchSizer.start(PACE).pauseAfter(PACE.dutyCycle(0.5), Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(BatchSizer.start(PACE).pauseAfter(PACE.dutyCycle(0.25), Duration.ofMillis(-1)))
                .isEqualTo(Duration.ZERO);
    }
}
