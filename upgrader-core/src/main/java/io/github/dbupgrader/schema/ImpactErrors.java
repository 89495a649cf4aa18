package io.github.dbupgrader.schema;

import io.github.dbupgrader.error.ErrorCode;
import io.github.dbupgrader.error.UpgradeException;
import io.github.dbupgrader.sql.SecretMask;
import io.github.dbupgrader.sql.SqlState;

/** The error of looking up an impact. */
final class ImpactErrors {

    private ImpactErrors() {}

    /** What Jdbi throws has the whole statement in its text, so the driver's own words are quoted. */
    static UpgradeException unreadable(String change, Exception cause) {
        Throwable answer = SqlState.find(cause).map(e -> (Throwable) e).orElse(cause);
        return new UpgradeException(
                SqlState.isConnectionLost(cause) ? ErrorCode.DATABASE_UNREACHABLE : ErrorCode.DATABASE_ERROR,
                "The impact of \"" + change + "\" could not be read",
                "the database answered " + SecretMask.mask(sentence(answer)),
                "look after the connection and the role; only the catalogue and pg_stat_activity are read",
                cause);
    }

    /** The driver ends some of its sentences with a full stop, and the error adds one. */
    private static String sentence(Throwable answer) {
        String message = String.valueOf(answer.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
