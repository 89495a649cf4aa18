package io.github.dbupgrader.backfill;

import io.github.dbupgrader.sql.TableNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The row of a backfill, as far as it decides what comes next. */
record BackfillRecord(
        BackfillState state,
        Duration since,
        String checksum,
        boolean started,
        Optional<List<String>> upperBound,
        Optional<List<String>> frontier,
        boolean carved,
        int pass,
        List<String> partitions,
        Optional<String> schemaVersion) {

    /** Reads it, and keeps others from deciding until the end of the transaction. */
    static Optional<BackfillRecord> lock(Handle handle, TableNames tables, String component, String name) {
        return handle.createQuery("""
                        select b.*, extract(epoch from clock_timestamp() - b.state_since) * 1000 as since,
                          (select m.schema_version from %s m where m.component = b.component) as version
                        from %s b where b.component = :component and b.name = :name for no key update of b""".formatted(
                                tables.metadata().quoted(), tables.backfills().quoted()))
                .bind("component", component)
                .bind("name", name)
                .map((row, context) -> new BackfillRecord(
                        BackfillState.valueOf(row.getString("state")),
                        Duration.ofMillis(Math.max(0, row.getLong("since"))),
                        row.getString("checksum"),
                        row.getObject("started_at") != null,
                        key(TableCatalogue.list(row, "upper_bound")),
                        key(TableCatalogue.list(row, "frontier")),
                        row.getBoolean("carved"),
                        row.getInt("pass"),
                        TableCatalogue.list(row, "partitions"),
                        Optional.ofNullable(row.getString("version"))))
                .findOne();
    }

    BackfillRecord nextPass(List<String> upper) {
        return new BackfillRecord(
                state,
                since,
                checksum,
                started,
                Optional.of(upper),
                Optional.empty(),
                false,
                pass + 1,
                partitions,
                schemaVersion);
    }

    private static Optional<List<String>> key(List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }
}
