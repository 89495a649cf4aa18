package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.time.Duration;

/** The errors of a {@link Pace}, each text in one place. */
final class PaceErrors {

    private PaceErrors() {}

    static UpgradeException unusableTarget(Duration target) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The target of the pace is " + target,
                "rows of the application are locked for the time of a batch, so it takes from 1 ms to 1 hour",
                "give a time in between, such as 250 ms");
    }

    static UpgradeException unusableRows(int initial, int min, int max) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The pace begins with " + initial + " rows, between " + min + " and " + max,
                "the fewest must be at least 1, and the first number must lie between the fewest and the most",
                "call rows(initial, min, max) with 1 <= min <= initial <= max");
    }

    static UpgradeException unusableDutyCycle(double dutyCycle) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The duty cycle of the pace is " + dutyCycle,
                "it is the part of the time that is worked",
                "give a number from 0.01 to 1, such as 0.5");
    }
}
