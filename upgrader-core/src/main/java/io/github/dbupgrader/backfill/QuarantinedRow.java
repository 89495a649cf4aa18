package io.github.dbupgrader.backfill;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row that a backfill could not do.
 *
 * @param key the row's key, each column as the server writes it
 * @param errorClass what kind of error it was
 * @param sqlState the SQLSTATE, where the database refused the row
 * @param message what went wrong
 * @param tries how often it was tried again
 * @param applicationVersion the version of the application that tried
 * @param lastSeenAt when it went wrong last, by the clock of the server
 */
public record QuarantinedRow(
        List<String> key,
        String errorClass,
        Optional<String> sqlState,
        String message,
        int tries,
        String applicationVersion,
        Instant lastSeenAt) {

    /** Copies the key. */
    public QuarantinedRow {
        key = List.copyOf(key);
    }
}
