package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.TableNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One statement that changes the component's row, its sub-steps and its history together, or nothing at all.
 *
 * <p>It is a compare-and-set on the row's revision, and in the same breath proves that this session still holds the upgrade lock and is still in the
 * transaction in which the step began. A step that ended its own transaction, or gave the lock away, so cannot be recorded as done.
 */
final class GuardedWrite {

    private static final String UPDATE = """
             revision = m.revision + 1, updated_at = clock_timestamp(), updated_by = session_user
              from proof where proof.held and proof.same and m.component = :component and m.revision = :revision
              returning m.revision)""";

    private final TableNames tables;
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private String change = "";
    private String stepsChange = "";
    private String backfillsChange = "";
    private Optional<HistoryInsert> insert = Optional.empty();
    private Optional<HistoryRow> row = Optional.empty();

    GuardedWrite(TableNames tables, String component) {
        this.tables = tables;
        values.put("component", component);
    }

    /** Assignments to the component's row, each followed by a comma. */
    GuardedWrite set(String assignments) {
        this.change = assignments;
        return this;
    }

    /** A statement on the sub-steps, to be run only if the row was changed; it may select from {@code guarded}. */
    GuardedWrite steps(String sql) {
        this.stepsChange = ", steps_changed as (" + sql + ")";
        return this;
    }

    /** A statement on the backfills, under the same condition. */
    GuardedWrite backfills(String sql) {
        this.backfillsChange = ", backfills_changed as (" + sql + ")";
        return this;
    }

    GuardedWrite bind(String name, Object value) {
        values.put(name, value);
        return this;
    }

    GuardedWrite history(HistoryInsert historyInsert, HistoryRow historyRow) {
        this.insert = Optional.of(historyInsert);
        this.row = Optional.of(historyRow);
        return this;
    }

    /** Runs it and returns the row's new revision. */
    long run(Handle handle, Fence fence) {
        values.put("revision", fence.revision());
        fence.transactionId().ifPresent(id -> values.put("transaction", id));
        row.ifPresent(r -> insert.orElseThrow().bind(values, r, Optional.empty()));
        Answer answer = new NamedStatement(sql(fence))
                .one(
                        handle.getConnection(),
                        values,
                        result -> new Answer(result.getBoolean(1), result.getBoolean(2), result.getInt(3)));
        if (!answer.same()) {
            throw HistoryErrors.transactionEnded();
        }
        if (!answer.held()) {
            throw HistoryErrors.lockLost();
        }
        if (answer.written() != 1) {
            throw HistoryErrors.concurrentChange(tables, String.valueOf(values.get("component")), fence.revision());
        }
        return fence.revision() + 1;
    }

    private record Answer(boolean held, boolean same, int written) {}

    private String sql(Fence fence) {
        String same = fence.transactionId().isPresent() ? "pg_current_xact_id()::text = :transaction" : "true";
        String written =
                insert.map(i -> ", written as (" + i.sql() + " from guarded)").orElse("");
        // Put together without a formatter, because it is done for every step.
        return "with proof as materialized (select " + fence.lockProof() + " as held, " + same + " as same),\n"
                + "guarded as (update " + tables.metadata().quoted() + " m set " + change + UPDATE + stepsChange
                + backfillsChange + written
                + "\nselect proof.held, proof.same, (select count(*) from guarded) as written from proof";
    }
}
