package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 38: a specific exception names the holder's pid, application name and since when")
class LockTimeoutExceptionTest {

    private static final Optional<Instant> SINCE = Optional.of(Instant.parse("2026-01-01T12:03:11Z"));

    @Test
    void message_holderKnown() {
        LockTimeoutException error = new LockTimeoutException(
                "application",
                Duration.ofSeconds(30),
                4711,
                "billing",
                SINCE,
                "session 4711 (\"billing\", since 2026-01-01T12:03:11Z, active)");

        assertThat(error)
                .hasMessage(
                        "UPG-301 Could not take the upgrade lock of component \"application\" within 30.0 s: session"
                                + " 4711 (\"billing\", since 2026-01-01T12:03:11Z, active) holds it. Fix: wait until that"
                                + " session has finished and start again, or raise maxWait of the LockSettings; if the session"
                                + " is an orphan, end it with pg_terminate_backend(4711).");
        assertThat(error.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
        assertThat(error.holderPid()).isEqualTo(4711);
        assertThat(error.holderApplicationName()).isEqualTo("billing");
        assertThat(error.holderSince()).isEqualTo(SINCE);
    }

    @Test
    void message_holderGoneMeanwhile_tellsNobodyToTerminateNothing() {
        LockTimeoutException error = new LockTimeoutException(
                "application", Duration.ofSeconds(30), 0, "", Optional.empty(), "a session that has just ended");

        assertThat(error)
                .hasMessage("UPG-301 Could not take the upgrade lock of component \"application\" within 30.0 s: the"
                        + " session that held it has just ended. Fix: start again, or raise maxWait of the"
                        + " LockSettings.");
        assertThat(error.holderPid()).isZero();
        assertThat(error.holderSince()).isEmpty();
    }
}
