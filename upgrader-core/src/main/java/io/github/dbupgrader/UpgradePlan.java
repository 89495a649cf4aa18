package io.github.dbupgrader;

import io.github.dbupgrader.api.UpgradeMode;
import io.github.dbupgrader.schema.Impact;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code upgrade()} would do now.
 *
 * @param component whose versions these are
 * @param recorded the recorded version; empty where there is none
 * @param target the version that would be reached
 * @param entries what would happen, in order; empty when the database is as it should be
 */
public record UpgradePlan(
        String component, Optional<SchemaVersion> recorded, SchemaVersion target, List<Entry> entries) {

    /** So wide that plans of different runs look alike. */
    private static final int USUAL_WIDTH = 9;

    /** Makes the list immutable. */
    public UpgradePlan {
        entries = List.copyOf(entries);
    }

    /** What an entry is about. */
    public enum Kind {
        /** A version is recorded for the first time. */
        INITIALISE,
        /** An upgrade that was merged late runs; the recorded version stays. */
        MISSED,
        /** An upgrade runs, and its version is recorded. */
        UPGRADE,
        /** A version is recorded without an upgrade. */
        STAMP
    }

    /**
     * One thing that would happen.
     *
     * @param kind what it is about
     * @param version the upgrade's version, or the version to be recorded
     * @param mode how the upgrade runs; empty where there is none
     * @param description what its author wrote about it
     * @param origin where it was written, as {@code Class#method}; empty where there is none
     * @param subSteps the sub-steps of an ONLINE upgrade, in order
     * @param impacts what each schema change of an ONLINE upgrade means for this database as it is now, in order
     */
    public record Entry(
            Kind kind,
            SchemaVersion version,
            Optional<UpgradeMode> mode,
            String description,
            String origin,
            List<SubStepEntry> subSteps,
            List<Impact> impacts) {

        /** Makes the lists immutable. */
        public Entry {
            subSteps = List.copyOf(subSteps);
            impacts = List.copyOf(impacts);
        }
    }

    /**
     * One sub-step.
     *
     * @param name its name
     * @param kind how it runs
     * @param done whether it is recorded as finished, so that it would not run again
     */
    public record SubStepEntry(String name, SubStepKind kind, boolean done) {}

    /** How a sub-step runs. */
    public enum SubStepKind {
        /** In one transaction, committed with its record. */
        TRANSACTION("one transaction"),
        /** Outside a transaction; what became of it after an interruption is for a person to say. */
        OUTSIDE_TRANSACTION("outside a transaction, once"),
        /** Outside a transaction; after an interruption it runs again by itself. */
        REPEATABLE("outside a transaction, repeatable"),
        /** In many transactions of its own; after an interruption it goes on where it was. */
        BATCHES("in batches, each one transaction");

        private final String words;

        SubStepKind(String words) {
            this.words = words;
        }
    }

    /** {@return the versions of the upgrades that would run, in order} */
    public List<SchemaVersion> versions() {
        return entries.stream()
                .filter(e -> e.kind() == Kind.UPGRADE || e.kind() == Kind.MISSED)
                .map(Entry::version)
                .toList();
    }

    /** {@return whether nothing would happen} */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** {@return the plan as text for a terminal, several lines} */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(component)
                .append(": ")
                .append(recorded.map(SchemaVersion::toString).orElse("not recorded"))
                .append(" -> ")
                .append(target)
                .append('\n');
        if (entries.isEmpty()) {
            text.append("  nothing to do\n");
        }
        int width = entries.stream()
                .mapToInt(e -> e.version().toString().length())
                .max()
                .orElse(0);
        String format = "  %-10s %-" + Math.max(width, USUAL_WIDTH) + "s %-7s %s\n";
        for (Entry entry : entries) {
            text.append(line(format, entry));
            for (SubStepEntry subStep : entry.subSteps()) {
                text.append("             ")
                        .append(subStep.done() ? "[done] " : "       ")
                        .append(subStep.name())
                        .append(" (")
                        .append(subStep.kind().words)
                        .append(")\n");
            }
        }
        return text.toString();
    }

    /** {@return what each schema change of the pending ONLINE upgrades means for this database as it is now, as text for a terminal; empty if there is none} */
    public String renderImpact() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            entry.impacts()
                    .forEach(impact -> text.append(entry.version()).append("  ").append(impact.toText()));
        }
        return text.toString();
    }

    private static String line(String format, Entry entry) {
        String mode = entry.mode()
                .map(m -> m == UpgradeMode.ONLINE ? "online" : "one tx")
                .orElse("");
        String text = entry.description().isEmpty() ? entry.origin() : entry.description();
        return String.format(
                Locale.ROOT, format, entry.kind().name().toLowerCase(Locale.ROOT), entry.version(), mode, text);
    }
}
