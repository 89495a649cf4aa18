package io.github.dbupgrader.backfill;

import io.github.dbupgrader.backfill.Statements.Boundary;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** The work on the first few rows, for a dry run: without position, lease and quarantine, in the transaction that is there. */
final class Rehearsal {

    private final VisitedTable table;
    private final Backfill definition;

    Rehearsal(VisitedTable table, Backfill definition) {
        this.table = table;
        this.definition = definition;
    }

    void run(Connection connection, int atMost) throws Exception {
        BatchSql sql = new BatchSql(table, definition);
        Optional<List<String>> last = Statements.lastKey(connection, sql.lastKey());
        if (last.isEmpty()) {
            return;
        }
        KeyRange all = KeyRange.of(Optional.empty(), last.get());
        Optional<Boundary> boundary = Statements.boundary(connection, sql.boundary(all), all, atMost);
        KeyRange first = KeyRange.of(Optional.empty(), boundary.orElseThrow().key());
        Optional<Work.Compute> compute = definition.work().compute();
        if (compute.isEmpty()) {
            Statements.change(connection, sql.change(first), first);
            return;
        }
        List<BackfillRow> rows = Statements.rows(connection, sql.read(first, compute.get()), first, compute.get());
        if (!rows.isEmpty()) {
            compute.get().work().compute(rows);
            ComputedValues.write(connection, sql, first, compute.get(), rows);
        }
    }
}
