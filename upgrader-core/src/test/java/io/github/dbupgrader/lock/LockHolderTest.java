package io.github.dbupgrader.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("upgrades 38: the holder's pid, application name and since when")
class LockHolderTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T12:03:11Z");

    @Test
    void describe_allVisible_tellsAll() {
        assertThat(new LockHolder(4711, "billing", Optional.of(SINCE), Optional.of("active")).describe())
                .isEqualTo("session 4711 (\"billing\", since 2026-01-01T12:03:11Z, active)");
    }

    @Test
    void describe_hiddenFromTheRole_tellsTheRest() {
        assertThat(new LockHolder(4711, "billing", Optional.empty(), Optional.empty()).describe())
                .isEqualTo("session 4711 (\"billing\")");
    }

    @Test
    void describe_noApplicationName_saysSo() {
        assertThat(new LockHolder(4711, "", Optional.of(SINCE), Optional.empty()).describe())
                .isEqualTo("session 4711 (no application name, since 2026-01-01T12:03:11Z)");
    }
}
