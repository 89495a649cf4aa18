package io.github.dbupgrader;

import io.github.dbupgrader.history.HistoryReader;
import io.github.dbupgrader.history.HistoryRow;
import io.github.dbupgrader.sql.ExecutedStatement;
import java.util.List;

/** Shows the history to the host. */
final class HistoryView {

    private HistoryView() {}

    static List<HistoryEntry> read(Configuration configuration) {
        return ReadOnly.ask(
                configuration,
                reading -> reading.history().stream().map(HistoryView::entry).toList());
    }

    private static HistoryEntry entry(HistoryReader.Entry entry) {
        HistoryRow row = entry.content();
        return new HistoryEntry(
                entry.id(),
                row.action().word(),
                entry.succeeded(),
                row.from(),
                row.to(),
                row.step(),
                row.subStep(),
                row.description(),
                row.compatibleAfter(),
                row.skippedConditions(),
                entry.startedAt(),
                entry.endedAt(),
                entry.host(),
                entry.databaseUser(),
                entry.applicationName(),
                entry.applicationVersion(),
                entry.libraryVersion(),
                statements(row.statements()),
                row.statementsOmitted(),
                entry.error());
    }

    static List<HistoryEntry.Statement> statements(List<ExecutedStatement> statements) {
        return statements.stream()
                .map(s -> new HistoryEntry.Statement(s.text(), s.times(), s.rows(), s.duration()))
                .toList();
    }
}
