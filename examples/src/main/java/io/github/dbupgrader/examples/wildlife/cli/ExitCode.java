package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;

/** What a deploy job needs to know about how a command ended. */
enum ExitCode {
    /** The command did what it was asked for. */
    DONE(0),
    /** Something failed; a start again goes on where it stopped. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** Upgrades or backfills are pending. */
    PENDING(3),
    /** Refused before anything was done; somebody has to decide something. */
    REFUSED(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(UpgradeStatus.State state) {
        return switch (state) {
            case CURRENT, AHEAD_COMPATIBLE -> DONE;
            case BEHIND, PENDING, INCOMPLETE -> PENDING;
            case UNINITIALISED, DEVELOPMENT, AHEAD -> REFUSED;
        };
    }

    static ExitCode of(BackfillState state) {
        return switch (state) {
            case COMPLETED -> DONE;
            case PENDING, RUNNING, PAUSED, HELD -> PENDING;
            case FAILED -> FAILED;
            case COMPLETED_WITH_QUARANTINE, CANCELLED -> REFUSED;
        };
    }

    static ExitCode of(Exception failure) {
        if (!(failure instanceof UpgradeException known) || !known.isRefusal()) {
            return FAILED;
        }
        return known.code() == ErrorCode.INVALID_SETTING ? USAGE : REFUSED;
    }
}
