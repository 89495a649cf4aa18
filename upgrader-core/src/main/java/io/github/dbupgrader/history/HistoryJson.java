package io.github.dbupgrader.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dbupgrader.sql.ExecutedStatement;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.json.Json;

/**
 * The one place that knows how statements become JSON in the history.
 *
 * <p>Public for the library's other packages; not API.
 */
public final class HistoryJson {

    /** The type under which a list of statements is read. */
    static final QualifiedType<List<Entry>> STATEMENTS =
            QualifiedType.of(new GenericType<List<Entry>>() {}).with(Json.class);

    /** What it learns about a type serves all runs of the JVM. Thread-safe. */
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private HistoryJson() {}

    /**
     * One statement as it stands in the table.
     *
     * @param sql its text
     * @param times how often it ran in a row
     * @param rows how many rows it changed or gave
     * @param ms how long it took in all, in milliseconds
     */
    record Entry(String sql, long times, long rows, double ms) {

        static Entry of(ExecutedStatement statement) {
            double ms = Math.round(statement.duration().toNanos() / NANOS_PER_MILLISECOND * 1000) / 1000.0;
            return new Entry(statement.text(), statement.times(), statement.rows(), ms);
        }

        ExecutedStatement toStatement() {
            return new ExecutedStatement(sql, times, rows, Duration.ofNanos(Math.round(ms * NANOS_PER_MILLISECOND)));
        }
    }

    /**
     * Teaches a Jdbi to read the history's JSON.
     *
     * @param jdbi the Jdbi of the library's own statements
     */
    public static void install(Jdbi jdbi) {
        jdbi.installPlugin(new Jackson2Plugin());
        jdbi.getConfig(Jackson2Config.class).setMapper(MAPPER);
    }

    static String json(List<ExecutedStatement> statements) {
        try {
            return MAPPER.writeValueAsString(statements.stream().map(Entry::of).toList());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ExecutedStatement> statements(List<Entry> entries) {
        return entries.stream().map(Entry::toStatement).toList();
    }
}
