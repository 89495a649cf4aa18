package io.github.dbupgrader;

import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.List;

/**
 * What the pending upgrades did in a transaction that was rolled back.
 *
 * <p>Nothing of it stays, apart from what PostgreSQL never rolls back: numbers drawn from sequences are gone.
 *
 * @param steps the upgrades, in order
 * @param duration how long it took
 */
public record DryRunReport(List<Step> steps, Duration duration) {

    /** Makes the list immutable. */
    public DryRunReport {
        steps = List.copyOf(steps);
    }

    /**
     * One upgrade.
     *
     * @param version its version
     * @param description what its author wrote about it
     * @param parts what ran: one part for a transactional upgrade, one for each sub-step of an ONLINE one
     */
    public record Step(SchemaVersion version, String description, List<Part> parts) {

        /** Makes the list immutable. */
        public Step {
            parts = List.copyOf(parts);
        }
    }

    /** How a part was tried. */
    public enum Rehearsal {
        /** It ran as it would. */
        AS_IT_IS,
        /** It cannot run in a transaction, so its transactional equivalent ran. */
        EQUIVALENT,
        /** It was written by hand to run outside a transaction, so it did not run. */
        NOT_RUN,
        /** It is recorded as finished, so it would not run. */
        DONE_BEFORE,
        /** It is a verification that does not hold here, where something before it ran only in part or not at all. */
        UNDECIDED
    }

    /**
     * A part of an upgrade.
     *
     * @param name the sub-step's name; empty for a transactional upgrade
     * @param rehearsal how it was tried
     * @param statements the SQL statements that ran
     * @param statementsOmitted how many more ran that are not listed
     * @param duration how long it took
     */
    public record Part(
            String name,
            Rehearsal rehearsal,
            List<HistoryEntry.Statement> statements,
            long statementsOmitted,
            Duration duration) {

        /** Makes the list immutable. */
        public Part {
            statements = List.copyOf(statements);
        }
    }

    /** {@return the versions that would run, in order} */
    public List<SchemaVersion> versions() {
        return steps.stream().map(Step::version).toList();
    }

    /** {@return the report as text for a terminal, several lines} */
    public String render() {
        if (steps.isEmpty()) {
            return "nothing to do\n";
        }
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.version()).append("  ").append(step.description()).append('\n');
            for (Part part : step.parts()) {
                text.append("  ")
                        .append(part.name().isEmpty() ? "in one transaction" : part.name())
                        .append(": ")
                        .append(words(part.rehearsal()))
                        .append(", ")
                        .append(Durations.human(part.duration()))
                        .append('\n');
                for (HistoryEntry.Statement s : part.statements()) {
                    text.append("    ")
                            .append(s.times() == 1 ? "" : s.times() + " x ")
                            .append(StepErrors.shortened(s.sql()))
                            .append("  [")
                            .append(s.rows())
                            .append(" rows, ")
                            .append(Durations.human(s.duration()))
                            .append("]\n");
                }
                if (part.statementsOmitted() > 0) {
                    text.append("    and ").append(part.statementsOmitted()).append(" more statements\n");
                }
            }
        }
        return text.append("everything was rolled back; only numbers drawn from sequences are gone\n")
                .toString();
    }

    private static String words(Rehearsal rehearsal) {
        return switch (rehearsal) {
            case AS_IT_IS -> "ran";
            case EQUIVALENT -> "its transactional equivalent ran";
            case NOT_RUN -> "not run, because it works outside a transaction";
            case DONE_BEFORE -> "done before";
            case UNDECIDED -> "does not hold here, where something before it ran only in part or not at all";
        };
    }
}
