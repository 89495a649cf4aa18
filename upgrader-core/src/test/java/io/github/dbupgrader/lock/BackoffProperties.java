package io.github.dbupgrader.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class BackoffProperties {

    private static final double ALMOST_ONE = Math.nextDown(1.0);
    private static final long A_DAY_IN_NANOS = 86_400_000_000_000L;

    @Label("upgrades 76: 20 ms first, a quarter of the time waited then, at most 2 s; jittered down to a half at most")
    @Property
    void pauseAfter_anyWait_isBetweenHalfAndWhole(
            @ForAll @LongRange(max = A_DAY_IN_NANOS) long waitedNanos,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        long whole = Math.min(2_000_000_000L, Math.max(20_000_000L, waitedNanos / 4));

        assertThat(new Backoff(() -> random).pauseAfter(Duration.ofNanos(waitedNanos)))
                .isBetween(Duration.ofNanos(whole / 2), Duration.ofNanos(whole));
    }

    @Label("upgrades 76: the jitter is spread evenly over the upper half")
    @Property
    void pauseAfter_anyRandomNumber_growsWithIt(
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        long half = 500_000_000L;

        assertThat(new Backoff(() -> random).pauseAfter(Duration.ofSeconds(4)))
                .isEqualTo(Duration.ofNanos(half + (long) (random * half)));
    }

    @Label("upgrades 76: whoever has waited waits at most a quarter more than needed, and at most 2 s")
    @Property
    void pauses_untilTheLockIsFree_costAtMostAQuarter(
            @ForAll @LongRange(min = 1, max = 600_000) long freeAfterMillis,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        Backoff backoff = new Backoff(() -> random);
        Duration free = Duration.ofMillis(freeAfterMillis);
        Duration waited = Duration.ZERO;
        while (waited.compareTo(free) < 0) {
            waited = waited.plus(backoff.pauseAfter(waited));
        }

        assertThat(waited.minus(free))
                .isLessThanOrEqualTo(Duration.ofSeconds(2))
                .isLessThanOrEqualTo(max(Duration.ofMillis(20), free.dividedBy(4)));
    }

    @Label("upgrades 76: the values in words")
    @Example
    void pauseAfter_longestPauses() {
        Backoff backoff = new Backoff(() -> ALMOST_ONE);

        assertThat(backoff.pauseAfter(Duration.ZERO)).isCloseTo(Duration.ofMillis(20), Duration.ofNanos(2));
        assertThat(backoff.pauseAfter(Duration.ofMillis(80))).isCloseTo(Duration.ofMillis(20), Duration.ofNanos(2));
        assertThat(backoff.pauseAfter(Duration.ofSeconds(1))).isCloseTo(Duration.ofMillis(250), Duration.ofNanos(2));
        assertThat(backoff.pauseAfter(Duration.ofMinutes(30))).isCloseTo(Duration.ofSeconds(2), Duration.ofNanos(2));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
