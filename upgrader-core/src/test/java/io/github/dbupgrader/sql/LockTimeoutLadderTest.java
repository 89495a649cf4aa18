package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.UpgradeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LockTimeoutLadderTest {

    private static final Duration DEADLOCK = Duration.ofSeconds(1);
    private final AtomicLong clock = new AtomicLong(-5);

    private LockTimeoutLadder ladder(LadderSettings settings, double random) {
        return new LockTimeoutLadder(settings, DEADLOCK, clock::get, () -> random);
    }

    private void advance(Duration duration) {
        clock.addAndGet(duration.toNanos());
    }

    @DisplayName("online 3: every sixth try waits longer than deadlock_timeout")
    @Test
    void timeout_doublesToASecond_andIsPatientEverySixth() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults(), 0);
        List<Long> timeouts = new ArrayList<>();
        do {
            timeouts.add(ladder.timeout().toMillis());
        } while (timeouts.size() < 13
                && ladder.delayAfterFailure(ladder.timeout()).isPresent());

        assertThat(timeouts)
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1500L, 1000L, 1000L, 1000L, 1000L, 1000L, 1500L, 1000L);
        assertThat(ladder.tries()).isEqualTo(13);
    }

    @Test
    void delay_isDrawnEvenlyUpToADoublingLimit() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults(), 0.5);
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            delays.add(ladder.delayAfterFailure(Duration.ZERO).orElseThrow().toMillis());
        }

        assertThat(delays).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L, 10_000L);
    }

    @DisplayName("online 1: time that passed without a try counts against the wall budget, and leaves room for one try")
    @Test
    void resume_cutsTheTimeoutToWhatIsLeft() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults().withWallBudget(Duration.ofSeconds(10)), 0);
        advance(Duration.ofMillis(9_950));

        assertThat(ladder.resume()).isEqualTo(Duration.ofMillis(50));
        assertThat(ladder.timeout()).isEqualTo(Duration.ofMillis(50));
        advance(Duration.ofSeconds(1));

        assertThat(ladder.resume()).isZero();
        assertThat(ladder.timeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(ladder.tries()).isEqualTo(1);
        assertThat(ladder.delayAfterFailure(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void blockedBudget_usedUp_ends() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults().withBlockedBudget(Duration.ofMillis(350)), 0);

        assertThat(ladder.delayAfterFailure(Duration.ofMillis(100))).isPresent();
        assertThat(ladder.delayAfterFailure(Duration.ofMillis(150))).isPresent();
        assertThat(ladder.timeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(ladder.delayAfterFailure(Duration.ofMillis(100))).isEmpty();
        assertThat(ladder.blocked()).isEqualTo(Duration.ofMillis(350));
    }

    @Test
    void wallBudget_pauseThatWouldEndBeyond_isNotBegun() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults().withWallBudget(Duration.ofSeconds(1)), 0.999);
        advance(Duration.ofMillis(700));

        assertThat(ladder.elapsed()).isEqualTo(Duration.ofMillis(700));
        assertThat(ladder.delayAfterFailure(Duration.ofMillis(100)).map(Duration::toMillis))
                .contains(199L);
        assertThat(ladder.timeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(ladder.delayAfterFailure(Duration.ofMillis(100))).isEmpty();
    }

    @Test
    void waited_countsWithAtMostTheTimeout() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults(), 0);

        ladder.delayAfterFailure(Duration.ofMinutes(10));
        assertThat(ladder.blocked()).isEqualTo(Duration.ofMillis(100));
        ladder.delayAfterFailure(Duration.ofMillis(-1));
        assertThat(ladder.blocked()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void disabled_triesOnceWithoutALimit() {
        LockTimeoutLadder ladder = ladder(LadderSettings.defaults().disabled(), 0);

        assertThat(ladder.timeout()).isZero();
        assertThat(ladder.delayAfterFailure(Duration.ofMillis(1))).isEmpty();
        assertThat(ladder.tries()).isOne();
    }

    @Test
    void realClockAndRandom() {
        LockTimeoutLadder ladder = new LockTimeoutLadder(LadderSettings.defaults(), DEADLOCK);

        Optional<Duration> delay = ladder.delayAfterFailure(Duration.ofMillis(1));
        assertThat(delay.orElseThrow()).isBetween(Duration.ZERO, Duration.ofMillis(200));
        assertThat(ladder.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void settings_whatNeverTriesOrWaitsIsRefused() {
        LadderSettings defaults = LadderSettings.defaults();

        assertThat(defaults)
                .isEqualTo(new LadderSettings(
                        true,
                        Duration.ofMillis(100),
                        6,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(20)));
        assertThatThrownBy(() -> defaults.withFirstTimeout(Duration.ofNanos(1))).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> defaults.withBlockedBudget(Duration.ZERO)).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> defaults.withWallBudget(Duration.ZERO)).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> defaults.withMaxDelay(Duration.ofMillis(-1))).isInstanceOf(UpgradeException.class);
        assertThatThrownBy(() -> new LadderSettings(true, DEADLOCK, 0, DEADLOCK, DEADLOCK, DEADLOCK))
                .isInstanceOf(UpgradeException.class);
    }
}
