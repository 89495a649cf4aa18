package io.github.dbupgrader.examples.wildlife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        "CURRENT, DONE",
        "AHEAD_COMPATIBLE, DONE",
        "BEHIND, PENDING",
        "PENDING, PENDING",
        "INCOMPLETE, PENDING",
        "UNINITIALISED, REFUSED",
        "DEVELOPMENT, REFUSED",
        "AHEAD, REFUSED"
    })
    void of_state_saysWhetherToUpgradeAndWhetherOneMay(UpgradeStatus.State state, ExitCode expected) {
        assertThat(ExitCode.of(state)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, DONE",
        "PENDING, PENDING",
        "RUNNING, PENDING",
        "PAUSED, PENDING",
        "HELD, PENDING",
        "FAILED, FAILED",
        "COMPLETED_WITH_QUARANTINE, REFUSED",
        "CANCELLED, REFUSED"
    })
    void of_backfill_saysWhetherToWaitOrToAskAPerson(BackfillState state, ExitCode expected) {
        assertThat(ExitCode.of(state)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_SETTING, USAGE",
        "LOCK_TIMEOUT, REFUSED",
        "MISSED_UPGRADE, REFUSED",
        "VERSION_TOO_OLD, REFUSED",
        "CONDITION_FAILED, REFUSED",
        "DATABASE_UNREACHABLE, FAILED",
        "DATABASE_ERROR, FAILED",
        "OUTCOME_UNKNOWN, FAILED",
        "LOCK_LOST, FAILED"
    })
    void of_code_tellsRefusalFromFailure(ErrorCode code, ExitCode expected) {
        assertThat(ExitCode.of(new UpgradeException(code, "what", "why", "fix")))
                .isEqualTo(expected);
    }

    @Test
    void of_anythingElse_isAFailure() {
        assertThat(ExitCode.of(new IllegalStateException("x"))).isEqualTo(ExitCode.FAILED);
    }
}
