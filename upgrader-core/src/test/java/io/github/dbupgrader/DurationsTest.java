package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.0 ms",
        "PT0.000499S, 0.5 ms",
        "PT0.001S, 1 ms",
        "PT0.9999S, 999 ms",
        "PT1S, 1.0 s",
        "PT30S, 30.0 s",
        "PT119.9S, 119.9 s",
        "PT2M, 2 min 0 s",
        "PT59M59S, 59 min 59 s",
        "PT1H5M30S, 1 h 5 min",
        "PT50H, 50 h 0 min"
    })
    void human_isAsPeopleReadIt(Duration duration, String expected) {
        assertThat(Durations.human(duration)).isEqualTo(expected);
    }
}
