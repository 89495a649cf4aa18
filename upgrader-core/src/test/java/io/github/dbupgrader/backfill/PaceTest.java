package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    @Test
    void defaults_areAsDocumented() {
        assertThat(Pace.defaults()).isEqualTo(new Pace(Duration.ofMillis(250), 200, 1, 20_000, 1.0));
    }

    @Test
    void polite_isShortAndHalfOfTheTime() {
        assertThat(Pace.polite()).isEqualTo(new Pace(Duration.ofMillis(50), 200, 1, 20_000, 0.5));
    }

    @Test
    void copies_changeOneThing() {
        assertThat(Pace.polite().target(Duration.ofSeconds(1)))
                .isEqualTo(new Pace(Duration.ofSeconds(1), 200, 1, 20_000, 0.5));
        assertThat(Pace.polite().rows(10, 5, 50)).isEqualTo(new Pace(Duration.ofMillis(50), 10, 5, 50, 0.5));
        assertThat(Pace.polite().fixed(100)).isEqualTo(new Pace(Duration.ofMillis(50), 100, 100, 100, 0.5));
        assertThat(Pace.polite().dutyCycle(0.25)).isEqualTo(new Pace(Duration.ofMillis(50), 200, 1, 20_000, 0.25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT1H"})
    void target_atTheLimits_isTaken(Duration target) {
        assertThat(Pace.defaults().target(target).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000999999S", "PT0S", "PT-1S", "PT1H0.000000001S"})
    void target_beyondTheLimits_isRefused(Duration target) {
        assertRefused(() -> Pace.defaults().target(target));
    }

    @ParameterizedTest
    @CsvSource({"0,0,10", "1,0,10", "4,5,10", "11,5,10", "-1,-1,-1"})
    void rows_outOfOrder_areRefused(int initial, int min, int max) {
        assertRefused(() -> Pace.defaults().rows(initial, min, max));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0099, 1.0001, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void dutyCycle_beyondTheLimits_isRefused(double part) {
        assertRefused(() -> Pace.defaults().dutyCycle(part));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1})
    void dutyCycle_atTheLimits_isTaken(double part) {
        assertThat(Pace.defaults().dutyCycle(part).dutyCycle()).isEqualTo(part);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UpgradeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING));
    }
}
