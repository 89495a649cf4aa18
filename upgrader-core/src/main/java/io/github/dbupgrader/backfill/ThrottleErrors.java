package io.github.dbupgrader.backfill;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import java.time.LocalTime;

/** The errors of throttles, each text in one place. */
final class ThrottleErrors {

    private ThrottleErrors() {}

    static UpgradeException notPositive(String throttle, String limit) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The limit of the throttle " + throttle + " is " + limit,
                "with such a limit the work would never go on",
                "give more than zero");
    }

    static UpgradeException emptyWindow(LocalTime time) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The window of a throttle begins and ends at " + time,
                "that is no time at all, or all of the day",
                "give two times, or leave the throttle out");
    }

    static UpgradeException probeWithoutName() {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "The name of a probe is blank",
                "it tells an operator why a backfill holds",
                "say in a few words what the probe looks at");
    }

    static UpgradeException verdictWithoutReason(Verdict.Kind kind) {
        return new UpgradeException(
                ErrorCode.INVALID_SETTING,
                "A throttle's verdict " + kind + " has no reason",
                "it tells an operator why a backfill holds, or why nobody knows",
                "give a reason of a few words");
    }
}
