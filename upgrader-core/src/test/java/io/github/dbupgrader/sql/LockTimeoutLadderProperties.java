package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LockTimeoutLadderProperties {

    @Provide
    Arbitrary<LadderSettings> settings() {
        return Combinators.combine(
                        millis(1, 3_000),
                        Arbitraries.integers().between(1, 8),
                        millis(1, 40_000),
                        millis(1, 900_000),
                        millis(0, 20_000))
                .as((first, every, blocked, wall, delay) ->
                        new LadderSettings(true, first, every, blocked, wall, delay));
    }

    private static Arbitrary<Duration> millis(int from, int to) {
        return Arbitraries.integers().between(from, to).map(Duration::ofMillis);
    }

    /** Plays a ladder to its end: each try waits for its whole timeout, or for some share of it. */
    private static final class Play {
        final List<Duration> timeouts = new ArrayList<>();
        final List<Duration> delays = new ArrayList<>();
        final LockTimeoutLadder ladder;
        private long now;

        Play(LadderSettings settings, Duration deadlock, long seed, boolean alwaysFull) {
            Random random = new Random(seed);
            ladder = new LockTimeoutLadder(settings, deadlock, () -> now, random::nextDouble);
            Optional<Duration> delay;
            do {
                timeouts.add(ladder.timeout());
                long waited = (long) (ladder.timeout().toNanos() * (alwaysFull ? 1 : random.nextDouble()));
                now += waited;
                delay = ladder.delayAfterFailure(Duration.ofNanos(waited));
                delay.ifPresent(d -> {
                    delays.add(d);
                    now += d.toNanos();
                });
            } while (delay.isPresent() && timeouts.size() < 20_000);
        }
    }

    @Property(tries = 300)
    void budgetsAreNeverExceeded(
            @ForAll("settings") LadderSettings settings,
            @ForAll @IntRange(min = 0, max = 3_000) int deadlock,
            @ForAll long seed) {
        Play play = new Play(settings, Duration.ofMillis(deadlock), seed, true);
        Duration sum = play.timeouts.stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(sum).isLessThanOrEqualTo(settings.blockedBudget()).isEqualTo(play.ladder.blocked());
        assertThat(play.ladder.elapsed()).isLessThanOrEqualTo(settings.wallBudget());
        assertThat(play.timeouts).allSatisfy(t -> assertThat(t).isPositive());
    }

    @Property(tries = 300)
    void pausesLieWithinTheirLimit(@ForAll("settings") LadderSettings settings, @ForAll long seed) {
        Play play = new Play(settings, Duration.ofSeconds(1), seed, false);

        assertThat(play.delays).allSatisfy(d -> assertThat(d).isBetween(Duration.ZERO, settings.maxDelay()));
        assertThat(play.ladder.tries()).isEqualTo(play.timeouts.size());
    }

    @Property(tries = 300)
    void withinTheDefaultBudgets_oneTryInSixIsPatient(
            @ForAll @IntRange(min = 10, max = 2_000) int deadlock, @ForAll long seed) {
        Duration deadlockTimeout = Duration.ofMillis(deadlock);
        Play play = new Play(LadderSettings.defaults(), deadlockTimeout, seed, true);

        // The last try may be cut to what is left of a budget.
        for (int from = 0; from + 6 < play.timeouts.size(); from++) {
            assertThat(play.timeouts.subList(from, from + 6))
                    .anySatisfy(t -> assertThat(t).isGreaterThan(deadlockTimeout));
        }
    }
}
