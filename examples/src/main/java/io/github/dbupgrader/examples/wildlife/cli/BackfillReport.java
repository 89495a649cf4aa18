package io.github.dbupgrader.examples.wildlife.cli;

import io.github.dbupgrader.backfill.BackfillState;
import io.github.dbupgrader.backfill.BackfillStatus;
import io.github.dbupgrader.backfill.Backfills;
import io.github.dbupgrader.backfill.QuarantinedRow;
import io.github.dbupgrader.examples.text.TextTable;
import io.github.dbupgrader.examples.text.Texts;
import io.github.dbupgrader.version.SchemaVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of the backfills, as text for a terminal. */
final class BackfillReport {

    private static final int EXAMPLES = 3;

    private BackfillReport() {}

    static String render(Backfills backfills) {
        List<BackfillStatus> recorded = backfills.status();
        TextTable table = new TextTable(
                "backfill", "state", "done>", "rows>", "rows/s>", "left>", "workers>", "failed>", "remark");
        recorded.forEach(status -> table.add(row(status)));
        unseen(backfills, recorded).forEach((name, since) -> table.add(unseen(name, since)));
        String quarantined = recorded.stream()
                .filter(status -> status.quarantined() > 0)
                .map(status -> quarantined(status, backfills.quarantine(status.name(), EXAMPLES)))
                .collect(Collectors.joining());
        return table.render() + quarantined;
    }

    /** What a deploy job should do: nothing, wait, start again, or ask a person. */
    static ExitCode exitCode(Backfills backfills) {
        List<BackfillStatus> recorded = backfills.status();
        Set<ExitCode> codes =
                recorded.stream().map(status -> ExitCode.of(status.state())).collect(Collectors.toSet());
        if (!unseen(backfills, recorded).isEmpty()) {
            codes.add(ExitCode.PENDING);
        }
        return List.of(ExitCode.REFUSED, ExitCode.FAILED, ExitCode.PENDING).stream()
                .filter(codes::contains)
                .findFirst()
                .orElse(ExitCode.DONE);
    }

    private static Map<String, SchemaVersion> unseen(Backfills backfills, List<BackfillStatus> recorded) {
        Set<String> seen = recorded.stream().map(BackfillStatus::name).collect(Collectors.toSet());
        return backfills.registered().entrySet().stream()
                .filter(entry -> !seen.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> row(BackfillStatus status) {
        boolean running = status.state() == BackfillState.RUNNING;
        return List.of(
                status.name(),
                status.state().name(),
                status.percent().map(percent -> percent + " %").orElse("-"),
                String.valueOf(status.rowsDone()),
                running ? String.valueOf(Math.round(status.rowsPerSecond())) : "-",
                status.remaining().map(Texts::duration).orElse("-"),
                String.valueOf(status.workers()),
                String.valueOf(status.quarantined()),
                Texts.orDash(remark(status)));
    }

    private static Optional<String> remark(BackfillStatus status) {
        return status.registered() == BackfillStatus.Registered.CHANGED
                ? Optional.of("begun with another definition")
                : status.reason();
    }

    private static List<String> unseen(String name, SchemaVersion since) {
        return List.of(name, "-", "-", "-", "-", "-", "-", "-", "not begun; it may begin at " + since);
    }

    private static String quarantined(BackfillStatus status, List<QuarantinedRow> rows) {
        return rows.stream()
                .map(row -> "  %s: row %s: %s%n".formatted(status.name(), String.join(", ", row.key()), row.message()))
                .collect(Collectors.joining());
    }
}
