package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of the history.
 *
 * @param id the order of the rows
 * @param action what was done: {@code initialise}, {@code stamp}, {@code upgrade}, {@code start}, {@code sub-step}, {@code rollback}, {@code revert} or {@code mark}
 * @param succeeded whether it succeeded; what failed changed nothing
 * @param from the recorded version before; empty before the first record
 * @param to the recorded version after
 * @param step the version of the upgrade or rollback that ran; empty where none ran
 * @param subStep the sub-step; empty where it is not about one
 * @param description what the author wrote about it
 * @param compatibleFrom the oldest compatible application version afterwards; empty where it did not change hands
 * @param skippedConditions the conditions that were skipped
 * @param startedAt when it began, by the clock of the server
 * @param endedAt when it ended, by the clock of the server
 * @param host the host on which the application ran
 * @param databaseUser the database user
 * @param applicationName the {@code application_name} of the session
 * @param applicationVersion the version of the application
 * @param libraryVersion the version of this library
 * @param statements the SQL statements that ran
 * @param statementsOmitted how many more ran that are not listed
 * @param error what went wrong
 */
public record HistoryEntry(
        long id,
        String action,
        boolean succeeded,
        Optional<SchemaVersion> from,
        Optional<SchemaVersion> to,
        Optional<SchemaVersion> step,
        Optional<String> subStep,
        String description,
        Optional<SchemaVersion> compatibleFrom,
        List<String> skippedConditions,
        Instant startedAt,
        Instant endedAt,
        String host,
        String databaseUser,
        String applicationName,
        String applicationVersion,
        String libraryVersion,
        List<Statement> statements,
        long statementsOmitted,
        Optional<String> error) {

    /**
     * An SQL statement, or several equal ones in a row.
     *
     * @param sql its text, secrets masked, without parameters
     * @param times how often it ran in a row
     * @param rows how many rows it changed or gave
     * @param duration how long it took in all
     */
    public record Statement(String sql, long times, long rows, Duration duration) {}

    /** {@return how long it took} */
    public Duration duration() {
        return Duration.between(startedAt, endedAt);
    }
}
