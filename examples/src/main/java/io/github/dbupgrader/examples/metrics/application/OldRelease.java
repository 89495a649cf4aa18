package io.github.dbupgrader.examples.metrics.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;

/**
 * Release 1.0.0: knows nothing of the column, and reads the list of columns in the definition where there is one. It writes definitions and versions by statements of its own.
 */
final class OldRelease implements Program {

    static final String NAME = "metrics/1.0.0";

    private static final int EDIT_EVERY = 7;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final DataSource dataSource;
    private final List<UUID> metrics;
    private final Edits edits;

    OldRelease(DataSource dataSource, List<UUID> metrics, Edits edits) {
        this.dataSource = dataSource;
        this.metrics = metrics;
        this.edits = edits;
    }

    @Override
    public void round(long number, Meter meter) throws Exception {
        UUID metric = metrics.get((int) (number % metrics.size()));
        try (Connection connection = dataSource.getConnection()) {
            JsonNode content = meter.read(() -> read(connection, metric));
            if (!isUnderstood(content)) {
                meter.complain("metric " + metric + " is not understood: " + content);
            }
            if (number % EDIT_EVERY == 0) {
                String description = "What does it look like? " + NAME + ", edit " + number;
                meter.edit(() -> edit(connection, metric, description));
                edits.committed(metric, description);
            }
        }
    }

    private static JsonNode read(Connection connection, UUID metric) throws SQLException, IOException {
        try (PreparedStatement select =
                connection.prepareStatement("select content from metric_files where id = ? and deleted_at is null")) {
            select.setObject(1, metric);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return JSON.readTree(row.getString(1));
            }
        }
    }

    /** Its list of columns was optional from the second generation on; but what is there must be a list of columns. */
    private static boolean isUnderstood(JsonNode content) {
        JsonNode list = content.path("data_metadata");
        return (content.path("name").isTextual() || content.path("title").isTextual())
                && content.path("sql").isTextual()
                && (content.path("chart_config").isObject()
                        || content.path("chartConfig").isObject())
                && (list.isMissingNode()
                        || (list.isArray()
                                && StreamSupport.stream(list.spliterator(), false)
                                        .allMatch(column -> column.path("name").isTextual()
                                                && column.path("data_type").isTextual())));
    }

    private static boolean edit(Connection connection, UUID metric, String description)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            ObjectNode content;
            ObjectNode history;
            try (PreparedStatement select = connection.prepareStatement(
                    "select content, version_history from metric_files where id = ? for update")) {
                select.setObject(1, metric);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    content = (ObjectNode) JSON.readTree(row.getString(1));
                    history = (ObjectNode) JSON.readTree(row.getString(2));
                }
            }
            content.put("description", description);
            append(history, content);
            write(connection, metric, content, history);
            connection.commit();
            return true;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void append(ObjectNode history, ObjectNode content) {
        int next = 1
                + history.properties().stream()
                        .map(Map.Entry::getKey)
                        .mapToInt(Integer::parseInt)
                        .max()
                        .orElse(0);
        history.putObject(String.valueOf(next))
                .put("version_number", next)
                .put("updated_at", TIME.format(Instant.now()))
                .set("content", content);
    }

    private static void write(Connection connection, UUID metric, ObjectNode content, ObjectNode history)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update metric_files set content = ?::jsonb, version_history = ?::jsonb, updated_at = clock_timestamp()"
                        + " where id = ?")) {
            update.setString(1, content.toString());
            update.setString(2, history.toString());
            update.setObject(3, metric);
            update.executeUpdate();
        }
    }
}
