package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The controller with simulated costs: a batch costs {@code rows * cost}, times some noise; no clock. */
class BatchSizerProperties {

    private static final double SHARE_OF_NOISE = 0.15;
    private static final Pace WIDE = Pace.defaults().rows(200, 1, 1_000_000);

    @Label("backfill 66: within 25 % of the target after 20 batches, for rows of 10 µs to 10 ms, whatever the noise")
    @Property
    void size_after20Batches_hitsTheTarget(
            @ForAll("costs") double cost,
            @ForAll @IntRange(min = 250, max = 1000) int target,
            @ForAll @IntRange(min = 100, max = 5000) int initial,
            @ForAll long seed) {
        Pace pace = WIDE.rows(initial, 1, 1_000_000).target(Duration.ofMillis(target));
        DoubleSupplier noise = noise(seed);
        BatchSizer sizer = BatchSizer.start(pace);
        for (int batch = 0; batch < 20; batch++) {
            sizer = sizer.after(pace, sizer.size(), took(sizer.size(), cost * noise.getAsDouble()));
        }
        for (int batch = 0; batch < 30; batch++) {
            assertThat(sizer.size() * cost).isCloseTo(target, within(0.25 * target));
            sizer = sizer.after(pace, sizer.size(), took(sizer.size(), cost * noise.getAsDouble()));
        }
    }

    @Label("backfill 66: each batch also costs something of its own, and still hits the target")
    @Property
    void size_withACostPerBatch_hitsTheTarget(
            @ForAll("costs") double cost, @ForAll @DoubleRange(min = 0, max = 50) double perBatch) {
        BatchSizer sizer = BatchSizer.start(WIDE);
        for (int batch = 0; batch < 20; batch++) {
            sizer = sizer.after(WIDE, sizer.size(), took(sizer.size(), cost + perBatch / sizer.size()));
        }

        assertThat(sizer.size() * cost + perBatch).isCloseTo(250, within(62.5));
    }

    @Label("backfill 66: when the cost doubles, the size falls to half and never swings")
    @Property
    void size_whenTheCostDoubles_fallsWithoutSwinging(@ForAll("costs") double cost) {
        BatchSizer sizer = settled(cost);
        int half = (int) Math.floor(250 / (2 * cost));
        for (int batch = 0; batch < 20; batch++) {
            BatchSizer next = sizer.after(WIDE, sizer.size(), took(sizer.size(), 2 * cost));
            assertThat(next.size()).isBetween(half - 1, sizer.size());
            sizer = next;
        }

        assertThat(sizer.size() * 2 * cost).isCloseTo(250, within(62.5));
    }

    @Label("backfill 66: when the cost halves, the size rises to double and never swings")
    @Property
    void size_whenTheCostHalves_risesWithoutSwinging(@ForAll("costs") double cost) {
        BatchSizer sizer = settled(cost);
        int doubled = (int) Math.floor(250 / (cost / 2));
        for (int batch = 0; batch < 20; batch++) {
            BatchSizer next = sizer.after(WIDE, sizer.size(), took(sizer.size(), cost / 2));
            assertThat(next.size()).isBetween(sizer.size(), doubled + 1);
            sizer = next;
        }

        assertThat(sizer.size() * cost / 2).isCloseTo(250, within(62.5));
    }

    @Label("backfill 66: whatever happens, the size stays within min and max and grows by half at most")
    @Property
    void size_afterAnything_staysWithinTheLimits(
            @ForAll @IntRange(min = 1, max = 500) int min,
            @ForAll @IntRange(max = 500) int between,
            @ForAll @IntRange(max = 100_000) int above,
            @ForAll long seed) {
        Pace pace = WIDE.rows(min + between, min, min + between + above);
        Random random = new Random(seed);
        BatchSizer sizer = BatchSizer.start(pace);
        for (int batch = 0; batch < 50; batch++) {
            int rows = random.nextBoolean() ? sizer.size() : random.nextInt(sizer.size() + 1);
            Duration took = Duration.ofNanos((long) Math.pow(10, random.nextDouble() * 13));
            BatchSizer next = sizer.after(pace, rows, random.nextInt(10) == 0 ? Duration.ZERO : took);
            assertThat(next.size())
                    .isBetween(pace.min(), pace.max())
                    .isLessThanOrEqualTo(Math.max(sizer.size() + 1, sizer.size() * 3 / 2));
            assertThat(next.millisPerRow()).isFinite().isNotNegative();
            sizer = next;
        }
    }

    @Label(
            "backfill 66: a batch at the end of a range disturbs by its part of the rows at most, even if it waited for a lock")
    @Property
    void size_afterAShortBatch_isHardlyDisturbed(
            @ForAll("costs") double cost,
            @ForAll @DoubleRange(min = 0, max = 0.25) double part,
            @ForAll @LongRange(max = 3_600_000) long tookMillis) {
        BatchSizer sizer = settled(cost);
        int rows = (int) (sizer.size() * part);

        BatchSizer after = sizer.after(WIDE, rows, Duration.ofMillis(tookMillis));

        assertThat((double) after.size()).isCloseTo(sizer.size(), within(0.12 * sizer.size() + 1));
    }

    @Label("backfill 66: ranges that are always shorter than the size do not hide that rows have become dear")
    @Property
    void size_ofShortBatchesOnly_followsTheCost(@ForAll("costs") double cost) {
        BatchSizer sizer = settled(cost);
        int range = Math.max(1, sizer.size() / 2);
        for (int batch = 0; batch < 100; batch++) {
            int rows = Math.min(range, sizer.size());
            sizer = sizer.after(WIDE, rows, took(rows, 8 * cost));
        }

        assertThat(sizer.size()).isLessThanOrEqualTo((int) (250 * 1.25 / (8 * cost)) + 1);
    }

    @Label("backfill 65: time-outs halve the size down to 1, even below the least one, and keep the estimate")
    @Property
    void afterTimeout_anySize_halvesIt(
            @ForAll @IntRange(min = 1, max = 20_000) int size, @ForAll @DoubleRange(min = 0, max = 10) double cost) {
        BatchSizer after =
                new BatchSizer(size, cost, 0).afterTimeout(Pace.defaults().rows(size, size, 20_000));

        assertThat(after).isEqualTo(new BatchSizer(Math.max(1, size / 2), cost, 20));
    }

    @Label("backfill 65: after a time-out the size recovers slowly, and it does recover")
    @Property
    void size_afterATimeout_recoversSlowly(@ForAll("costs") double cost) {
        BatchSizer before = settled(cost);
        BatchSizer sizer = before.afterTimeout(WIDE);
        for (int batch = 0; batch < 20; batch++) {
            assertThat(sizer.cautious()).isEqualTo(20 - batch);
            BatchSizer next = sizer.after(WIDE, sizer.size(), took(sizer.size(), cost));
            assertThat(next.size()).isLessThanOrEqualTo(Math.max(sizer.size() + 1, (int) (sizer.size() * 1.05)));
            sizer = next;
        }
        assertThat(sizer.cautious()).isZero();
        sizer = sizer.after(WIDE, sizer.size(), took(sizer.size(), cost));

        assertThat(sizer.size()).isBetween(before.size() - 1, before.size() + 1);
    }

    @Label("a pause makes the batch the wanted part of the time")
    @Property
    void pauseAfter_anyBatch_keepsTheDutyCycle(
            @ForAll @DoubleRange(min = 0.01, max = 1) double dutyCycle, @ForAll @LongRange(max = 3_600_000) long took) {
        Pace pace = Pace.defaults().dutyCycle(dutyCycle);

        Duration pause = BatchSizer.start(pace).pauseAfter(pace, Duration.ofMillis(took));

        assertThat(pause.isNegative()).isFalse();
        assertThat((took + pause.toNanos() / 1e6) * dutyCycle).isCloseTo(took, within(0.001));
    }

    @Provide
    Arbitrary<Double> costs() {
        // evenly over the powers of ten, in milliseconds per row
        return Arbitraries.doubles().between(-2, 1).map(exponent -> Math.pow(10, exponent));
    }

    private static BatchSizer settled(double cost) {
        BatchSizer sizer = BatchSizer.start(WIDE);
        for (int batch = 0; batch < 40; batch++) {
            sizer = sizer.after(WIDE, sizer.size(), took(sizer.size(), cost));
        }
        return sizer;
    }

    private static DoubleSupplier noise(long seed) {
        Random random = new Random(seed);
        return () -> 1 + SHARE_OF_NOISE * (2 * random.nextDouble() - 1);
    }

    private static Duration took(int rows, double millisPerRow) {
        return Duration.ofNanos(Math.round(rows * millisPerRow * 1e6));
    }
}
