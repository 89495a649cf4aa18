package io.github.dbupgrader.history;

import io.github.dbupgrader.sql.SecretMask;
import io.github.dbupgrader.sql.TableNames;
import io.github.dbupgrader.version.SchemaVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of a history row, to be used alone or inside the statement that also stamps. */
final class HistoryInsert {

    private static final int LONGEST_ERROR = 4000;

    private final String insert;
    private final String component;
    private final Author author;

    HistoryInsert(TableNames tables, String component, Author author) {
        this.component = component;
        this.author = author;
        this.insert = """
                insert into %s (component, action, outcome, from_version, to_version, step_version, sub_step, description,
                  compatible_from_before, compatible_from_after, skipped_conditions, started_at, host,
                  application_version, library_version, statements, statements_run, statements_omitted, error)
                select :h_component, :h_action, :h_outcome, :h_from, :h_to, :h_step, :h_sub_step, :h_description,
                  :h_before, :h_after, :h_skipped,
                  coalesce(clock_timestamp() - make_interval(secs => cast(:h_elapsed as double precision)), now()),
                  :h_host, :h_application_version, :h_library_version,
                  cast(:h_statements as jsonb), :h_run, :h_omitted, :h_error""".formatted(tables.history().quoted());
    }

    String sql() {
        return insert;
    }

    void bind(Map<String, @Nullable Object> values, HistoryRow row, Optional<String> error) {
        values.put("h_component", component);
        values.put("h_action", row.action().word());
        values.put("h_outcome", error.isPresent() ? "FAILURE" : "SUCCESS");
        values.put("h_from", text(row.from()));
        values.put("h_to", text(row.to()));
        values.put("h_step", text(row.step()));
        values.put("h_sub_step", row.subStep().orElse(null));
        values.put("h_description", row.description());
        values.put("h_before", text(row.compatibleBefore()));
        values.put("h_after", text(row.compatibleAfter()));
        values.put("h_skipped", row.skippedConditions().toArray(String[]::new));
        values.put("h_elapsed", row.elapsed().map(HistoryInsert::seconds).orElse(null));
        values.put("h_host", author.host());
        values.put("h_application_version", author.applicationVersion());
        values.put("h_library_version", author.libraryVersion());
        values.put("h_statements", HistoryJson.json(row.statements()));
        values.put("h_run", row.statementsRun());
        values.put("h_omitted", row.statementsOmitted());
        values.put("h_error", error.map(HistoryInsert::shortened).orElse(null));
    }

    private static @Nullable String text(Optional<SchemaVersion> version) {
        return version.map(SchemaVersion::toString).orElse(null);
    }

    private static Double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String shortened(String error) {
        String masked = SecretMask.mask(error).replace("\u0000", "");
        return masked.length() <= LONGEST_ERROR ? masked : masked.substring(0, LONGEST_ERROR) + " …";
    }
}
