package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.HistoryEntry;
import io.github.dbupgrader.StepResult;
import io.github.dbupgrader.UpgradeResult;
import io.github.dbupgrader.UpgradeStatus;
import io.github.dbupgrader.examples.text.TextTable;
import io.github.dbupgrader.examples.text.Texts;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** What the upgrader says, as text for a terminal. */
final class Report {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private Report() {}

    static String status(UpgradeStatus status) {
        TextTable table = new TextTable("state", status.state().name());
        table.add(List.of("application", status.applicationVersion()));
        table.add(List.of("recorded", Texts.orDash(status.recorded())));
        table.add(List.of("compatible from", Texts.orDash(status.compatibleFrom())));
        table.add(List.of("pending", Texts.list(status.pending())));
        table.add(List.of("missed", Texts.list(status.missed())));
        table.add(List.of("unfinished", Texts.list(status.unfinished())));
        return table.render();
    }

    static String result(UpgradeResult result) {
        String summary = switch (result.outcome()) {
            case APPLIED ->
                result.from().map(from -> from + " -> ").orElse("") + result.to() + " in "
                        + Texts.duration(result.duration());
            case STAMPED_ONLY -> "recorded " + result.to() + "; there was no upgrade to run";
            case NOTHING_TO_DO ->
                "nothing to do: the database is at " + result.to() + " (" + Texts.duration(result.duration()) + ")";
            case LEFT_TO_ANOTHER -> "another session is upgrading the database";
        };
        return "  " + summary + "\n" + (result.steps().isEmpty() ? "" : steps(result.steps()));
    }

    private static String steps(List<StepResult> steps) {
        TextTable table = new TextTable("version", "took>", "statements>", "sub-steps>", "description");
        for (StepResult step : steps) {
            table.add(List.of(
                    step.version().toString(),
                    Texts.duration(step.duration()),
                    String.valueOf(step.statements()),
                    String.valueOf(step.subSteps()),
                    step.description()));
        }
        return table.render();
    }

    static String history(List<HistoryEntry> history) {
        if (history.isEmpty()) {
            return "  no history: the database was never initialised\n";
        }
        TextTable table =
                new TextTable("when", "action", "from", "to", "outcome", "took>", "statements>", "application", "what");
        for (HistoryEntry entry : history) {
            table.add(List.of(
                    TIME.format(entry.startedAt()),
                    entry.action(),
                    Texts.orDash(entry.from()),
                    Texts.orDash(entry.to()),
                    entry.succeeded() ? "ok" : "failed",
                    Texts.duration(entry.duration()),
                    String.valueOf(statements(entry)),
                    entry.applicationVersion(),
                    what(entry)));
        }
        return table.render();
    }

    private static long statements(HistoryEntry entry) {
        return entry.statementsOmitted()
                + entry.statements().stream()
                        .mapToLong(HistoryEntry.Statement::times)
                        .sum();
    }

    private static String what(HistoryEntry entry) {
        String skipped = entry.skippedConditions().stream()
                .map(c -> "; skipped the condition \"" + c + "\"")
                .collect(Collectors.joining());
        String error = entry.error().map(e -> "; " + e).orElse("");
        return entry.subStep().orElse(entry.description()) + skipped + error;
    }
}
