package io.github.dbupgrader.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbupgrader.backfill.Verdict.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each throttle makes of its figures. */
class ThrottlesTest {

    private static final long SEGMENT = 16L << 20;

    @ParameterizedTest
    @DisplayName("backfill 67: the lag counts; where an idle replica reports none, its bytes do")
    @CsvSource({
        "9.9, 99999999, GO, ''",
        "10, 0, GO, ''",
        "10.1, 0, HOLD, 'replica a is 10.1 s behind, more than 10.0 s'",
        ", 0, GO, ''",
        ", 16777216, GO, ''",
        ", 16777217, HOLD, 'replica a is 16777217 bytes behind, more than 16777216'",
        ", , UNKNOWN, 'replica a has not said yet how far it is'"
    })
    void replicaLag_ofAReplica(Double seconds, Long bytes, Kind kind, String reason) {
        ReplicaRow replica = new ReplicaRow("a", true, "me", Optional.ofNullable(seconds), Optional.ofNullable(bytes));

        assertThat(new ReplicaLagThrottle(Duration.ofSeconds(10)).judge(replica))
                .isEqualTo(new Verdict(kind, reason));
    }

    @ParameterizedTest
    @DisplayName("backfill 67: the backlog is counted over the files' names, labels of backups and time-lines included")
    @CsvSource({
        "00000001000000000000000A, 000000010000000000000008, , GO, ''",
        "00000001000000000000000A, 000000010000000000000007, , HOLD, 'the archiver is 3 segments behind, more than 2'",
        "000000010000000100000001, 0000000100000000000000FF, , GO, ''",
        "000000010000000100000002, 0000000100000000000000FF, , HOLD, 'the archiver is 3 segments behind, more than 2'",
        "00000002000000000000000A, 000000010000000000000009.partial, , GO, ''",
        "00000001000000000000000A, 000000010000000000000001.00000028.backup, , HOLD, 'the archiver is 9 segments behind, more than 2'",
        "00000001000000000000000A, , 000000010000000000000009, GO, ''",
        "00000001000000000000000A, , 000000010000000000000001, HOLD, 'the archiver is 10 segments behind, more than 2'",
        "00000001000000000000000A, 00000002.history, , UNKNOWN, 'the archiver has not said yet how far it is'",
        "00000001000000000000000A, , , UNKNOWN, 'the archiver has not said yet how far it is'"
    })
    void walBacklog_ofFiles(String current, String archived, String failing, Kind kind, String reason) {
        assertThat(new WalBacklogThrottle(2).judge(SEGMENT, current, archived, failing))
                .isEqualTo(new Verdict(kind, reason));
    }

    @Test
    @DisplayName("backfill 67: larger segments have fewer numbers")
    void walBacklog_ofLargeSegments() {
        WalBacklogThrottle throttle = new WalBacklogThrottle(2);

        assertThat(throttle.judge(1L << 30, "000000010000000100000001", "000000010000000000000003", null))
                .isEqualTo(Verdict.go());
        assertThat(throttle.judge(1L << 30, "000000010000000100000002", "000000010000000000000003", null))
                .isEqualTo(Verdict.hold("the archiver is 3 segments behind, more than 2"));
    }

    @Test
    @DisplayName("backfill 67: a table that is always being vacuumed is held for half of the time at most")
    void autovacuum_thatNeverEnds_isBounded() {
        AutovacuumThrottle throttle = new AutovacuumThrottle(Duration.ofSeconds(60));
        Optional<String> cow = Optional.of("cow");
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        Verdict hold = Verdict.hold("an autovacuum works on cow; the backfill waits for at most 60.0 s");

        assertThat(throttle.judge(cow, start, Duration.ZERO)).isEqualTo(hold);
        assertThat(throttle.judge(cow, start.plusSeconds(59), Duration.ofSeconds(59)))
                .isEqualTo(hold);
        assertThat(throttle.judge(cow, start.plusSeconds(60), Duration.ofSeconds(60)))
                .isEqualTo(Verdict.go());
        assertThat(throttle.judge(cow, start.plusSeconds(119), Duration.ZERO)).isEqualTo(Verdict.go());
        assertThat(throttle.judge(cow, start.plusSeconds(120), Duration.ZERO)).isEqualTo(hold);
    }

    @Test
    @DisplayName("backfill 67: when an autovacuum has ended, the next one is held for anew")
    void autovacuum_thatEnded_isForgotten() {
        AutovacuumThrottle throttle = new AutovacuumThrottle(Duration.ofSeconds(60));
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        throttle.judge(Optional.of("cow"), start, Duration.ofSeconds(60));

        assertThat(throttle.judge(Optional.empty(), start.plusSeconds(1), Duration.ZERO))
                .isEqualTo(Verdict.go());
        assertThat(throttle.judge(Optional.of("cow"), start.plusSeconds(2), Duration.ZERO)
                        .kind())
                .isEqualTo(Kind.HOLD);
    }

    @ParameterizedTest
    @DisplayName("backfill 67: a window of the day, also across midnight")
    @CsvSource({
        "08:00, 12:00, 07:59:59.999, HOLD",
        "08:00, 12:00, 08:00, GO",
        "08:00, 12:00, 11:59:59.999, GO",
        "08:00, 12:00, 12:00, HOLD",
        "22:00, 05:00, 21:59, HOLD",
        "22:00, 05:00, 22:00, GO",
        "22:00, 05:00, 00:00, GO",
        "22:00, 05:00, 04:59, GO",
        "22:00, 05:00, 05:00, HOLD"
    })
    void window_atATime(LocalTime from, LocalTime to, LocalTime now, Kind kind) {
        ZoneId zone = ZoneId.of("Europe/Zurich");
        Instant instant =
                now.atDate(java.time.LocalDate.of(2024, 7, 1)).atZone(zone).toInstant();

        assertThat(new WindowThrottle(from, to, zone).judge(instant).kind()).isEqualTo(kind);
    }

    @Test
    void window_outside_saysWhenItIs() {
        assertThat(new WindowThrottle(LocalTime.of(22, 0), LocalTime.of(5, 0), ZoneId.of("Europe/Zurich"))
                        .judge(Instant.parse("2024-07-01T10:11:12Z")))
                .isEqualTo(Verdict.hold("it is 12:11 in Europe/Zurich, and the work is done from 22:00 to 05:00"));
    }

    @Test
    @DisplayName("backfill 67: a probe of the host holds with its reason, and goes on without one")
    void probe_answers() throws Exception {
        ThrottleContext context = context();

        assertThat(Throttles.probe("queue", () -> Optional.of("the queue has 9000 entries"))
                        .check(context))
                .isEqualTo(Verdict.hold("the queue has 9000 entries"));
        assertThat(Throttles.probe("queue", Optional::empty).check(context)).isEqualTo(Verdict.go());
        assertThat(Throttles.probe("queue", Optional::empty).name()).isEqualTo("queue");
    }

    @Test
    void probe_thatThrows_lets_itThrough() {
        Callable<Optional<String>> broken = () -> {
            throw new IOException("no answer");
        };

        assertThatThrownBy(() -> Throttles.probe("queue", broken).check(context()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void verdicts_carryTheirReason() {
        assertThat(Verdict.go()).isEqualTo(new Verdict(Kind.GO, ""));
        assertThat(Verdict.hold("busy")).isEqualTo(new Verdict(Kind.HOLD, "busy"));
        assertThat(Verdict.unknown("hidden")).isEqualTo(new Verdict(Kind.UNKNOWN, "hidden"));
    }

    /** A probe looks at nothing of it. */
    private static ThrottleContext context() {
        java.sql.Connection none = (java.sql.Connection) java.lang.reflect.Proxy.newProxyInstance(
                ThrottlesTest.class.getClassLoader(), new Class<?>[] {java.sql.Connection.class}, (p, m, a) -> {
                    throw new AssertionError("used");
                });
        return new ThrottleContext(none, "public.cow", Duration.ZERO);
    }
}
