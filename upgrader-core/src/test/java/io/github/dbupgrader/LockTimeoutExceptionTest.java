package io.github.dbupgrader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.error.ErrorTexts;
import io.github.dbupgrader.error.PinnedTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 38: a specific exception names the holder's pid, application name and since when")
public class LockTimeoutExceptionTest implements PinnedTexts {

    private static final Optional<Instant> SINCE = Optional.of(Instant.parse("2026-01-01T12:03:11Z"));

    @Override
    public ErrorTexts texts() {
        return ErrorTexts.of(LockTimeoutException.class)
                .text(
                        heldByBilling(),
                        "UPG-301 Could not take the upgrade lock of component \"application\" within 30.0 s: session"
                                + " 4711 (\"billing\", since 2026-01-01T12:03:11Z, active) holds it. Fix: wait until"
                                + " that session has finished and start again, or raise maxWait of the LockSettings; if"
                                + " the session is an orphan, end it with pg_terminate_backend(4711).")
                .text(
                        heldByNobodyAnyMore(),
                        "UPG-301 Could not take the upgrade lock of component \"application\" within 30.0 s: the"
                                + " session that held it has just ended. Fix: start again, or raise maxWait of the"
                                + " LockSettings.")
                .text(
                        LockTimeoutException.ofThread("application", Duration.ofSeconds(30), "main"),
                        "UPG-301 Could not take the upgrade lock of component \"application\" within 30.0 s: the thread"
                                + " \"main\" of this process holds it and works with the same DatabaseUpgrader. Fix:"
                                + " wait until it has finished, or raise maxWait of the LockSettings.");
    }

    @Test
    void holder_known_isTold() {
        LockTimeoutException error = heldByBilling();

        assertThat(error.holderPid()).isEqualTo(4711);
        assertThat(error.holderApplicationName()).isEqualTo("billing");
        assertThat(error.holderSince()).isEqualTo(SINCE);
    }

    @Test
    void holder_goneMeanwhile_isNobody() {
        LockTimeoutException error = heldByNobodyAnyMore();

        assertThat(error.holderPid()).isZero();
        assertThat(error.holderApplicationName()).isEmpty();
        assertThat(error.holderSince()).isEmpty();
    }

    private static LockTimeoutException heldByBilling() {
        return new LockTimeoutException(
                "application",
                Duration.ofSeconds(30),
                4711,
                "billing",
                SINCE,
                "session 4711 (\"billing\", since 2026-01-01T12:03:11Z, active)");
    }

    private static LockTimeoutException heldByNobodyAnyMore() {
        return new LockTimeoutException(
                "application", Duration.ofSeconds(30), 0, "", Optional.empty(), "a session that has just ended");
    }
}
