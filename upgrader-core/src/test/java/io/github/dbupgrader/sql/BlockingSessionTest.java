package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BlockingSessionTest {

    private static final Optional<Instant> SINCE = Optional.of(Instant.parse("2026-01-01T12:03:11Z"));

    @Test
    void describe_allVisible() {
        assertThat(new BlockingSession(
                                4711, "billing", Optional.of("idle in transaction"), SINCE, Optional.of("select 1"))
                        .describe())
                .isEqualTo("session 4711 (\"billing\", idle in transaction, since 2026-01-01T12:03:11Z: select 1)");
    }

    @Test
    void describe_noNameNoQuery() {
        assertThat(new BlockingSession(1, "", Optional.empty(), SINCE, Optional.of("")).describe())
                .isEqualTo("session 1 (no application name, since 2026-01-01T12:03:11Z)");
    }

    @DisplayName("upgrades 65: else the grant that would show more")
    @Test
    void describe_hidden_namesTheGrant() {
        assertThat(new BlockingSession(1, "app", Optional.empty(), Optional.empty(), Optional.empty()).describe())
                .isEqualTo("session 1 (\"app\"; more is visible to a role with pg_read_all_stats)");
    }

    @Test
    void describe_preparedTransaction() {
        assertThat(new BlockingSession(0, "", Optional.empty(), Optional.empty(), Optional.empty()).describe())
                .isEqualTo("a prepared transaction (see pg_prepared_xacts)");
        assertThat(new BlockingSession(0, "order\n12", Optional.of("prepared by billing"), SINCE, Optional.empty())
                        .describe())
                .isEqualTo(
                        "prepared transaction \"order 12\" (prepared by billing, since 2026-01-01T12:03:11Z; commit prepared or rollback prepared ends it)");
    }
}
