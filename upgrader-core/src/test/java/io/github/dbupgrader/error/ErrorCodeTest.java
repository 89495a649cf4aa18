package io.github.dbupgrader.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

    @Test
    void ids_areUniqueAndAscending() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::id))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    /** The numbers are in logs and runbooks of users, so a code may be added but never renumbered. */
    @Test
    void ids_areStable() {
        assertThat(Arrays.stream(ErrorCode.values()).map(code -> code.id() + " " + code))
                .containsExactly(
                        "UPG-101 DUPLICATE_VERSION",
                        "UPG-102 MALFORMED_VERSION",
                        "UPG-103 UNUSABLE_METHOD",
                        "UPG-104 NOTHING_REGISTERED",
                        "UPG-105 UNKNOWN_VERSION",
                        "UPG-106 INVALID_SETTING",
                        "UPG-107 INVALID_DECLARATION",
                        "UPG-108 NEEDS_ONLINE_MODE",
                        "UPG-109 DUPLICATE_BACKFILL",
                        "UPG-201 UNINITIALISED",
                        "UPG-202 DEVELOPMENT_VERSION",
                        "UPG-203 UNREADABLE_RECORD",
                        "UPG-204 APPLICATION_TOO_OLD",
                        "UPG-205 INVALID_TARGET",
                        "UPG-206 INVALID_FROM",
                        "UPG-207 MISSED_UPGRADE",
                        "UPG-208 VERSION_TOO_OLD",
                        "UPG-209 PENDING_UPGRADES",
                        "UPG-210 ALREADY_INITIALISED",
                        "UPG-211 NOT_EMPTY",
                        "UPG-212 NEWER_LAYOUT",
                        "UPG-301 LOCK_TIMEOUT",
                        "UPG-302 LOCK_LOST",
                        "UPG-303 TRANSACTION_POOLER",
                        "UPG-304 CONCURRENT_CHANGE",
                        "UPG-305 INTERRUPTED",
                        "UPG-306 TABLE_LOCK_TIMEOUT",
                        "UPG-307 CALLED_FROM_WITHIN",
                        "UPG-401 STEP_FAILED",
                        "UPG-402 CONDITION_FAILED",
                        "UPG-403 TRANSACTION_ENDED",
                        "UPG-404 OUTCOME_UNKNOWN",
                        "UPG-405 CONTEXT_CLOSED",
                        "UPG-406 TRANSACTION_LEFT_OPEN",
                        "UPG-407 VERIFICATION_FAILED",
                        "UPG-501 DECLARATION_CHANGED",
                        "UPG-502 INTERRUPTED_SUB_STEP",
                        "UPG-503 UNKNOWN_SUB_STEP",
                        "UPG-504 UNFINISHED_UPGRADE",
                        "UPG-601 MISSING_ROLLBACK",
                        "UPG-602 INVALID_ROLLBACK",
                        "UPG-603 ROLLBACK_FAILED",
                        "UPG-701 SCRIPT_NOT_FOUND",
                        "UPG-702 SCRIPT_INVALID",
                        "UPG-703 SCRIPT_FAILED",
                        "UPG-704 INDEX_CONFLICT",
                        "UPG-705 SCHEMA_CHANGE_REFUSED",
                        "UPG-706 ROWS_VIOLATE_CONSTRAINT",
                        "UPG-801 BACKFILL_REFUSED",
                        "UPG-802 BACKFILL_CHANGED",
                        "UPG-803 BACKFILL_INCOMPLETE",
                        "UPG-804 BACKFILL_FAILED",
                        "UPG-805 BACKFILL_STATE",
                        "UPG-806 UNKNOWN_BACKFILL",
                        "UPG-901 DATABASE_UNREACHABLE",
                        "UPG-902 DATABASE_ERROR",
                        "UPG-903 UNSUPPORTED_CONNECTION");
    }

    @Test
    void isRefusal_isFalseWhereSomethingWasTried() {
        assertThat(Arrays.stream(ErrorCode.values())
                        .filter(code -> !new UpgradeException(code, "what", "why", "fix").isRefusal()))
                .containsExactly(
                        ErrorCode.LOCK_LOST,
                        ErrorCode.CONCURRENT_CHANGE,
                        ErrorCode.INTERRUPTED,
                        ErrorCode.TABLE_LOCK_TIMEOUT,
                        ErrorCode.STEP_FAILED,
                        ErrorCode.TRANSACTION_ENDED,
                        ErrorCode.OUTCOME_UNKNOWN,
                        ErrorCode.CONTEXT_CLOSED,
                        ErrorCode.TRANSACTION_LEFT_OPEN,
                        ErrorCode.VERIFICATION_FAILED,
                        ErrorCode.ROLLBACK_FAILED,
                        ErrorCode.SCRIPT_FAILED,
                        ErrorCode.DATABASE_UNREACHABLE,
                        ErrorCode.DATABASE_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void meaning_isOneOrTwoSentences(ErrorCode code) {
        assertThat(code.meaning()).matches("[A-Z].*\\.").doesNotContain("  ").hasSizeBetween(20, 180);
    }
}
