package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.ExecutedStatement;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one history row is to say, as far as the library knows it; the server adds the times and the user.
 *
 * <p>Public for the library's other packages; not API.
 *
 * @param action what was done
 * @param from the recorded version before
 * @param to the recorded version after
 * @param step the version of the upgrade that ran
 * @param subStep the sub-step that ran
 * @param description what the author wrote about it
 * @param compatibleBefore {@code compatible_from} before
 * @param compatibleAfter {@code compatible_from} after
 * @param skippedConditions the conditions that were skipped
 * @param elapsed how long it took, for work without a transaction of its own; empty: the row's transaction is the work
 * @param statements what SQL it ran
 * @param statementsRun how many statements it ran
 * @param statementsOmitted how many of them are not listed
 */
public record HistoryRow(
        HistoryAction action,
        Optional<SchemaVersion> from,
        Optional<SchemaVersion> to,
        Optional<SchemaVersion> step,
        Optional<String> subStep,
        String description,
        Optional<SchemaVersion> compatibleBefore,
        Optional<SchemaVersion> compatibleAfter,
        List<String> skippedConditions,
        Optional<Duration> elapsed,
        List<ExecutedStatement> statements,
        long statementsRun,
        long statementsOmitted) {

    /**
     * {@return a row that says only what was done}
     *
     * @param action what was done
     */
    public static HistoryRow of(HistoryAction action) {
        return new HistoryRow(
                action,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                0,
                0);
    }

    /**
     * {@return a copy with the recorded versions before and after}
     *
     * @param before the version before; empty where nothing was recorded
     * @param after the version after
     */
    public HistoryRow versions(Optional<SchemaVersion> before, SchemaVersion after) {
        return new HistoryRow(
                action,
                before,
                Optional.of(after),
                step,
                subStep,
                description,
                compatibleBefore,
                compatibleAfter,
                skippedConditions,
                elapsed,
                statements,
                statementsRun,
                statementsOmitted);
    }

    /**
     * {@return a copy that is about an upgrade}
     *
     * @param version the upgrade's version
     * @param text what its author wrote about it
     */
    public HistoryRow step(SchemaVersion version, String text) {
        return new HistoryRow(
                action,
                from,
                to,
                Optional.of(version),
                subStep,
                text,
                compatibleBefore,
                compatibleAfter,
                skippedConditions,
                elapsed,
                statements,
                statementsRun,
                statementsOmitted);
    }

    /**
     * {@return a copy that is about a sub-step}
     *
     * @param name the sub-step's name
     */
    public HistoryRow subStep(String name) {
        return new HistoryRow(
                action,
                from,
                to,
                step,
                Optional.of(name),
                description,
                compatibleBefore,
                compatibleAfter,
                skippedConditions,
                elapsed,
                statements,
                statementsRun,
                statementsOmitted);
    }

    /**
     * {@return a copy that keeps the oldest compatible version before and after}
     *
     * @param before the value before; empty where nothing was recorded
     * @param after the value after
     */
    public HistoryRow compatible(Optional<SchemaVersion> before, SchemaVersion after) {
        return new HistoryRow(
                action,
                from,
                to,
                step,
                subStep,
                description,
                before,
                Optional.of(after),
                skippedConditions,
                elapsed,
                statements,
                statementsRun,
                statementsOmitted);
    }

    /**
     * {@return a copy that names skipped conditions}
     *
     * @param conditions their descriptions
     */
    public HistoryRow skipping(List<String> conditions) {
        return new HistoryRow(
                action,
                from,
                to,
                step,
                subStep,
                description,
                compatibleBefore,
                compatibleAfter,
                List.copyOf(conditions),
                elapsed,
                statements,
                statementsRun,
                statementsOmitted);
    }

    /**
     * {@return a copy for work that began before the row's own transaction}
     *
     * @param duration how long ago
     */
    public HistoryRow lasting(Duration duration) {
        return new HistoryRow(
                action,
                from,
                to,
                step,
                subStep,
                description,
                compatibleBefore,
                compatibleAfter,
                skippedConditions,
                Optional.of(duration),
                statements,
                statementsRun,
                statementsOmitted);
    }

    /**
     * {@return a copy with the statements that ran}
     *
     * @param entries the listed ones
     * @param run how many ran
     * @param omitted how many of them are not listed
     */
    public HistoryRow statements(List<ExecutedStatement> entries, long run, long omitted) {
        return new HistoryRow(
                action,
                from,
                to,
                step,
                subStep,
                description,
                compatibleBefore,
                compatibleAfter,
                skippedConditions,
                elapsed,
                List.copyOf(entries),
                run,
                omitted);
    }
}
