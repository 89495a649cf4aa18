package io.github.dbupgrader.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** {@code metrics 23}, {@code metrics 28}: exact up to the bound, an estimate within 3 % beyond it, and never capped. */
class DistinctCounterTest {

    @Test
    void count_upToTheBound_isExact() {
        DistinctCounter counter = new DistinctCounter(10_000);
        for (int round = 0; round < 3; round++) {
            for (int value = 0; value < 10_000; value++) {
                counter.add(Hashes.ofLong(value));
            }
        }
        assertThat(counter.count()).isEqualTo(10_000);
        assertThat(counter.isExact()).isTrue();
    }

    @Test
    void count_oneAboveTheBound_isAnEstimate() {
        DistinctCounter counter = new DistinctCounter(10_000);
        for (int value = 0; value <= 10_000; value++) {
            counter.add(Hashes.ofLong(value));
        }
        assertThat(counter.isExact()).isFalse();
        assertThat(counter.count()).isCloseTo(10_001, Percentage.withPercentage(3));
    }

    @Test
    void count_ofAMillion_isWithinThreePercent() {
        for (String prefix : new String[] {"a", "order-", "日本"}) {
            DistinctCounter counter = new DistinctCounter(10_000);
            for (int value = 0; value < 1_000_000; value++) {
                counter.add(Hashes.ofText(prefix + value));
            }
            double error = Math.abs(counter.count() - 1_000_000) / 1_000_000.0;
            assertThat(error).as(prefix).isLessThan(0.03);
        }
    }

    @Test
    void hashOfZero_isAValueLikeOthers() {
        DistinctCounter counter = new DistinctCounter(2);
        counter.add(0);
        counter.add(0);
        assertThat(counter.count()).isEqualTo(1);
        counter.add(Hashes.ofLong(5));
        assertThat(counter.count()).isEqualTo(2);
        assertThat(counter.isExact()).isTrue();
        counter.add(Hashes.ofLong(9));
        assertThat(counter.isExact()).isFalse();
        assertThat(counter.count()).isEqualTo(3);
    }

    @Test
    void hashesThatCollideInTheTable_areAllKept() {
        DistinctCounter counter = new DistinctCounter(1_000);
        for (long value = 1; value <= 500; value++) {
            counter.add(value << 20);
        }
        assertThat(counter.count()).isEqualTo(500);
    }
}
